import {
  Chip,
  Failure,
  formatTime,
  LinkTo,
  Loading,
  Panel,
  Row,
  t,
  useApi,
  useGo,
  useLive,
} from '#web/kit/index.ts'
import type { Worklist } from '../contract.ts'
import { StateMark } from './state-mark.tsx'

const shown = 8

/** On "Hôm nay": what the laboratory has to do, urgent and critical first. */
export default function LaboratoryCard() {
  const list = useApi<Worklist>('/api/laboratory/worklist', { state: 'collected,received,entered,validated' })
  const go = useGo()
  useLive(['ServiceRequest', 'Specimen', 'Observation'], ['/api/laboratory/worklist'])
  const rows = list.data?.rows ?? []
  return (
    <Panel
      title={t('laboratory.home.title')}
      count={rows.length}
      actions={<LinkTo to="/laboratory">{t('laboratory.home.all')}</LinkTo>}
    >
      {list.isPending && <Loading rows={4} />}
      {list.isError && <Failure error={list.error} retry={list.refetch} />}
      {list.data && rows.length === 0 && <Row icon="check" iconTone="ok" title={t('laboratory.home.none')} />}
      {rows.slice(0, shown).map((row) => (
        <Row
          key={row.requisition}
          lead={formatTime(row.orderedAt)}
          icon="flask"
          iconTone={row.critical ? 'crit' : row.urgent ? 'warn' : 'quiet'}
          title={<b>{row.patient.name}</b>}
          detail={row.tests.map((test) => test.name).join(', ')}
          aside={
            row.critical ? (
              <Chip tone="crit" icon="danger">
                {t('laboratory.criticalOpen')}
              </Chip>
            ) : (
              <StateMark state={row.state} />
            )
          }
          onOpen={() => go(`/laboratory/${encodeURIComponent(row.requisition)}`)}
        />
      ))}
    </Panel>
  )
}
