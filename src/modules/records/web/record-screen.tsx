import { closedStates } from '#fhir/systems.ts'
import {
  Alert,
  Columns,
  can,
  Failure,
  formatDateTime,
  LinkButton,
  Loading,
  Page,
  PageHead,
  PatientFrame,
  Stack,
  t,
  useApi,
  useLive,
  useParams,
} from '#web/kit/index.ts'
import type { RecordDetail } from '../contract.ts'
import { PapersPanel } from './papers-panel.tsx'
import { RecordBody } from './record-body.tsx'
import { SeenPanel } from './seen-panel.tsx'
import { StatusPanel } from './status-panel.tsx'
import { TimelinePanel } from './timeline-panel.tsx'

/** Everything of a record on one page: papers with their signatures, data, what happened, who has seen it. */
export default function RecordScreen() {
  const { id = '' } = useParams()
  const path = `/api/records/${id}`
  const record = useApi<RecordDetail>(path)
  useLive(['Encounter', 'DocumentReference'], [path])
  if (record.isPending) return <Loading rows={14} />
  if (record.isError) return <Failure error={record.error} retry={record.refetch} />
  const { data } = record
  const closed = closedStates.has(data.status.state)
  return (
    <PatientFrame patientId={data.row.patientId} encounterId={id}>
      <Page
        head={
          <PageHead
            title={<span className="lo-num">{t('records.view.title', { number: data.row.number })}</span>}
            note={
              <>
                {data.row.department} · {formatDateTime(data.row.startedAt)}
                {data.row.archiveNumber && (
                  <>
                    {' '}
                    · <span className="lo-num">{data.row.archiveNumber}</span>
                  </>
                )}
              </>
            }
          >
            {can('records.at') && (
              <LinkButton href={`/records/${id}/at`} icon="history">
                {t('chart-at.open')}
              </LinkButton>
            )}
            {data.mayExport && (
              <>
                <LinkButton href={`${path}/export`} icon="documentExport" download>
                  {t('records.act.export')}
                </LinkButton>
                <LinkButton href={`${path}/export?images=reference`} kind="plain" download>
                  {t('records.act.exportAway')}
                </LinkButton>
              </>
            )}
          </PageHead>
        }
      >
        <Columns
          sideWidth={370}
          main={
            <Stack gap={12}>
              {closed && <Alert level="note" title={t('records.view.locked')} />}
              <PapersPanel record={data} />
              <RecordBody record={data} />
              <TimelinePanel entries={data.timeline} />
              {data.maySeeAudit && (
                <SeenPanel patientId={data.row.patientId} from={data.row.startedAt.slice(0, 10)} />
              )}
            </Stack>
          }
          side={<StatusPanel row={data.row} />}
        />
      </Page>
    </PatientFrame>
  )
}
