import { Failure, LinkTo, Loading, Panel, Row, t, useApi, useGo, useLive } from '#web/kit/index.ts'
import type { MineView } from '../contract.ts'
import { kindText, MeetingTime } from './words.tsx'

const shown = 5

/** On "Hôm nay": invitations that wait for an answer of mine or of my department. */
export default function ConsultationsCard() {
  const list = useApi<MineView>('/api/consultations')
  const go = useGo()
  useLive(['Task', 'ServiceRequest'], ['/api/consultations'])
  const rows = list.data?.invited ?? []
  return (
    <Panel
      title={t('consultations.home')}
      count={rows.length}
      actions={<LinkTo to="/consultations">{t('consultations.home.all')}</LinkTo>}
    >
      {list.isPending && <Loading rows={2} />}
      {list.isError && <Failure error={list.error} retry={list.refetch} />}
      {list.data && rows.length === 0 && <Row icon="check" iconTone="ok" title={t('consultations.home.none')} />}
      {rows.slice(0, shown).map((row) => (
        <Row
          key={row.id}
          icon="users"
          iconTone={row.urgent ? 'crit' : 'warn'}
          title={
            <>
              <b>{row.patientName}</b> {kindText(row)}
            </>
          }
          detail={row.question}
          aside={<MeetingTime row={row} />}
          onOpen={() => go(`/consultations/${row.id}`)}
        />
      ))}
    </Panel>
  )
}
