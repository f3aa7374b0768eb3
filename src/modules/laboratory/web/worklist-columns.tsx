import {
  Chip,
  type Column,
  formatMrn,
  formatSex,
  formatShortDay,
  formatTime,
  Highlight,
  Inline,
  LinkTo,
  Num,
  t,
} from '#web/kit/index.ts'
import type { WorklistRow } from '../contract.ts'
import { StateMark } from './state-mark.tsx'

/** Columns of the work list; `q` is marked where it matched. */
export function worklistColumns(q: string): readonly Column<WorklistRow>[] {
  return [
    {
      key: 'time',
      head: t('laboratory.column.time'),
      width: 104,
      onPhone: 'lead',
      cell: (row) => (
        <Num>
          {formatShortDay(row.orderedAt)} {formatTime(row.orderedAt)}
        </Num>
      ),
    },
    {
      key: 'patient',
      head: t('laboratory.column.patient'),
      width: 200,
      onPhone: 'main',
      cell: (row) => (
        <div>
          <LinkTo to={`/laboratory/${encodeURIComponent(row.requisition)}`}>
            <b>
              <Highlight text={row.patient.name} query={q} />
            </b>
          </LinkTo>
          <div className="lo-dense lo-ink2">
            <Num>{row.patient.bornOn?.slice(0, 4) ?? '–'}</Num> · {formatSex(row.patient.sex ?? 'unknown')} ·{' '}
            <Num>{formatMrn(row.patient.mrn)}</Num>
          </div>
          <div className="lab-narrow lo-dense">{row.tests.map((test) => test.name).join(', ')}</div>
        </div>
      ),
    },
    {
      key: 'tests',
      head: t('laboratory.column.tests'),
      hideOn: 'phone',
      cell: (row) => row.tests.map((test) => test.name).join(', '),
    },
    {
      key: 'requester',
      head: t('laboratory.column.requester'),
      hideOn: 'tablet',
      width: 130,
      cell: (row) => row.requester,
    },
    {
      key: 'tubes',
      head: t('laboratory.column.tubes'),
      hideOn: 'phone',
      width: 116,
      cell: (row) =>
        row.accessions.length > 0 && (
          <span title={row.accessions.join('\n')}>
            <Num>{row.accessions[0]}</Num>
            {row.accessions.length > 1 && <span className="lo-ink3"> +{row.accessions.length - 1}</span>}
          </span>
        ),
    },
    {
      key: 'state',
      head: t('laboratory.column.state'),
      width: 150,
      onPhone: 'line',
      cell: (row) => (
        <Inline gap={6} wrap>
          <StateMark state={row.state} />
          {row.urgent && (
            <Chip tone="warn" icon="clock">
              {t('laboratory.urgent')}
            </Chip>
          )}
          {row.critical && (
            <Chip tone="crit" icon="danger">
              {t('laboratory.criticalOpen')}
            </Chip>
          )}
        </Inline>
      ),
    },
  ]
}
