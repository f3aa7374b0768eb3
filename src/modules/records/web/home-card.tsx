import {
  Failure,
  formatShortDay,
  LinkTo,
  Loading,
  Panel,
  Progress,
  Row,
  t,
  useApi,
  useGo,
  useLive,
} from '#web/kit/index.ts'
import type { RecordPage } from '../contract.ts'
import { missingText } from './missing.tsx'

const shown = 8

/** On "Hôm nay" of the record office: what is not handed in, the oldest due day first. */
export default function RecordsCard() {
  const page = useApi<RecordPage>('/api/records', { state: 'finished,completed,submitted,accepted' })
  const go = useGo()
  useLive(['Encounter', 'DocumentReference'], ['/api/records'])
  const rows = [...(page.data?.rows ?? [])].sort((a, b) => (a.dueOn ?? '').localeCompare(b.dueOn ?? ''))
  return (
    <Panel
      title={t('records.home.title')}
      count={rows.length}
      actions={<LinkTo to="/records">{t('records.home.all')}</LinkTo>}
    >
      {page.isPending && <Loading rows={4} />}
      {page.isError && <Failure error={page.error} retry={page.refetch} />}
      {page.data && rows.length === 0 && <Row icon="check" iconTone="ok" title={t('records.home.none')} />}
      {rows.slice(0, shown).map((row) => (
        <Row
          key={row.id}
          lead={formatShortDay(row.dueOn)}
          icon="folder"
          title={<b>{row.patientName}</b>}
          detail={row.missing.map(missingText).join('; ') || t('records.missing.none')}
          aside={
            <Progress
              value={row.needed - row.missing.length}
              max={row.needed}
              label={t('records.progress', { number: row.number })}
            />
          }
          onOpen={() => go(`/records/${row.id}`)}
        />
      ))}
    </Panel>
  )
}
