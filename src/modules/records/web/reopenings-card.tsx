import { Panel, Row, t, useApi, useGo } from '#web/kit/index.ts'
import type { ReopeningView } from '../office-contract.ts'
import { Reopening } from './office-panel.tsx'

/** On "Hôm nay" of who may open records again: what others ask for. */
export default function ReopeningsCard() {
  const list = useApi<{ rows: readonly ReopeningView[] }>('/api/record-reopenings')
  const go = useGo()
  const rows = list.data?.rows ?? []
  return (
    <Panel title={t('records.reopening.title')} count={rows.length}>
      {list.data && rows.length === 0 && <Row icon="check" iconTone="ok" title={t('records.reopening.none')} />}
      {rows.map((one) => (
        <Reopening key={one.id} reopening={one} onOpen={() => go(`/records/${one.encounterId}`)} />
      ))}
    </Panel>
  )
}
