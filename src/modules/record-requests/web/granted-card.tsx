import { formatDay, LinkButton, Num, Panel, Row, t, useApi } from '#web/kit/index.ts'
import type { RequestView } from '../contract.ts'

/** On "Hôm nay" of whom a record was granted to: what may be read now, and until when. */
export default function GrantedCard() {
  const list = useApi<{ rows: readonly RequestView[] }>('/api/my/record-requests')
  const rows = (list.data?.rows ?? []).filter((one) => one.state === 'granted')
  if (rows.length === 0) return null
  return (
    <Panel title={t('requests.granted.title')} count={rows.length}>
      {rows.map((one) => (
        <Row
          key={one.id}
          icon="eye"
          title={<Num>{one.recordNumber || one.number}</Num>}
          detail={`${one.purpose} · ${formatDay(one.validUntil)}`}
          aside={
            <LinkButton href={`/api/record-requests/${one.id}/file`}>{t(`requests.file.${one.want}`)}</LinkButton>
          }
        />
      ))}
    </Panel>
  )
}
