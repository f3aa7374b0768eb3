import { useState } from 'react'
import {
  Button,
  Chip,
  Failure,
  formatDateTime,
  formatDay,
  Inline,
  KeyValue,
  Loading,
  Panel,
  RecordRibbon,
  type RecordState,
  Row,
  Stack,
  t,
  useApi,
  useLive,
} from '#web/kit/index.ts'
import type { RecordEvent, RecordRow, RecordStatus } from '../contract.ts'
import { MissingList } from './missing.tsx'
import { OfficePanel } from './office-panel.tsx'
import { RaiseDialog } from './raise-dialog.tsx'
import { RecordActs } from './record-acts.tsx'

/** Ribbon, what lacks, how long it is kept, what happened, and what may be done now. */
export function StatusPanel({ row, onOpen }: { readonly row: RecordRow; readonly onOpen?: () => void }) {
  const path = `/api/records/${row.id}/completeness`
  const status = useApi<RecordStatus>(path)
  useLive(
    ['Encounter', 'DocumentReference', 'DiagnosticReport', 'MedicationRequest', 'QuestionnaireResponse'],
    ['/api/records'],
  )
  if (status.isPending) return <Loading rows={8} />
  if (status.isError) return <Failure error={status.error} retry={status.refetch} />
  return <Status row={row} status={status.data} {...(onOpen ? { onOpen } : {})} />
}

function Status({
  row,
  status,
  onOpen,
}: {
  readonly row: RecordRow
  readonly status: RecordStatus
  readonly onOpen?: () => void
}) {
  const missing = status.needs.filter((need) => !need.ok)
  const acts = status.may.some((one) => one !== 'export')
  const dates = Object.fromEntries(status.events.map((event) => [event.state, event.at]))
  return (
    <Stack gap={12}>
      <Panel
        title={<span style={{ textTransform: 'uppercase' }}>{row.patientName}</span>}
        note={<span className="lo-num">{status.number}</span>}
        footer={
          (onOpen || acts) && (
            <Inline wrap justify="flex-end">
              {onOpen && <Button onClick={onOpen}>{t('records.act.open')}</Button>}
              <RecordActs status={status} beside={Boolean(onOpen)} />
            </Inline>
          )
        }
      >
        <div style={{ padding: '12px 14px' }}>
          <RecordRibbon
            state={status.state as RecordState}
            dates={{ open: row.startedAt, ...dates }}
            missing={missing.length}
          />
          {(status.reopened || status.onHold) && (
            <div style={{ paddingTop: 10 }}>
              <Inline wrap>
                {status.reopened && (
                  <Chip tone="plum" icon="unlock">
                    {t('records.chip.reopened')}
                  </Chip>
                )}
                {status.onHold && (
                  <Chip tone="warn" icon="lock">
                    {t('records.hold.active')}
                  </Chip>
                )}
              </Inline>
            </div>
          )}
        </div>
      </Panel>
      {missing.length > 0 ? (
        <Panel title={t('records.missing.title', { count: missing.length })}>
          <MissingList needs={missing} encounterId={status.id} patientId={row.patientId} />
        </Panel>
      ) : (
        <Panel>
          <Row icon="check" iconTone="ok" title={t('records.missing.none')} />
        </Panel>
      )}
      <Archiving status={status} />
      <OfficePanel encounterId={status.id} />
      <Panel title={t('records.log.title')}>
        {[...status.events].reverse().map((event) => (
          <Row
            key={`${event.at} ${event.state}`}
            lead={formatDateTime(event.at)}
            title={t(logKey(event), { name: event.who, reason: event.reason ?? '', askedBy: event.askedBy ?? '' })}
          />
        ))}
      </Panel>
    </Stack>
  )
}

/** Finished with a reason is a record that came back from the record office. */
function logKey(event: RecordEvent): string {
  if (event.state === 'finished' && event.reason) return 'records.log.sentBack'
  if (event.state === 'open' && event.askedBy) return 'records.log.openAsked'
  return `records.log.${event.state}`
}

function Archiving({ status }: { readonly status: RecordStatus }) {
  const { retention } = status
  const [raising, setRaising] = useState(false)
  return (
    <Panel
      title={t('records.archiving.title')}
      pad
      actions={
        status.raise.length > 0 && (
          <Button size="sm" onClick={() => setRaising(true)}>
            {t('records.raise.act')}
          </Button>
        )
      }
    >
      {raising && <RaiseDialog status={status} onClose={() => setRaising(false)} />}
      <KeyValue
        items={[
          ...(status.archiveNumber
            ? [
                {
                  label: t('records.archiving.number'),
                  value: <span className="lo-num">{status.archiveNumber}</span>,
                },
              ]
            : []),
          ...(retention
            ? [
                {
                  label: t('records.archiving.term'),
                  value: t('records.archiving.termValue', {
                    years: retention.years,
                    until: formatDay(retention.until),
                  }),
                  note: retention.raised
                    ? `${retention.title}. ${t('records.raise.by', {
                        name: retention.raised.by,
                        time: formatDateTime(retention.raised.at),
                        reason: retention.raised.reason,
                      })}`
                    : retention.title,
                },
                { label: t('records.archiving.source'), value: retention.source },
              ]
            : []),
          { label: t('records.archiving.access'), value: t('records.archiving.accessValue') },
          { label: t('records.archiving.seal'), value: t('records.archiving.sealValue') },
        ]}
      />
    </Panel>
  )
}
