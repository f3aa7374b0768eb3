import {
  Code,
  type Column,
  formatDay,
  formatShortDay,
  Highlight,
  LinkTo,
  Num,
  Progress,
  t,
} from '#web/kit/index.ts'
import type { RecordRow } from '../contract.ts'
import { missingText } from './missing.tsx'
import { daysLate, RecordChip } from './record-state.tsx'

const shown = 3

/** Columns by tab: the office's for what is under way, the archive's for what is found. */
export function officeColumns(tab: string, today: string, q: string): readonly Column<RecordRow>[] {
  const [number, patient, state] = [numberColumn(), patientColumn(q), stateColumn(today)]
  if (tab === 'finished')
    return [number, patient, dueColumn(today), papersColumn(), missingColumn(), whereColumn(), state]
  if (tab === 'completed' || tab === 'submitted' || tab === 'accepted')
    return [number, patient, diagnosisColumn(), papersColumn(), doctorColumn(q), state]
  return [number, patient, diagnosisColumn(), doctorColumn(q), ...(tab === 'archived' ? [keptColumn()] : [state])]
}

const numberColumn = (): Column<RecordRow> => ({
  key: 'number',
  head: t('records.column.number'),
  width: 104,
  onPhone: 'line',
  cell: (row) => (
    <>
      <LinkTo to={`/records/${row.id}`}>
        <Num>{row.number}</Num>
      </LinkTo>
      {row.archiveNumber && (
        <div className="lo-dense lo-ink2">
          <Num>{row.archiveNumber}</Num>
        </div>
      )}
    </>
  ),
})

const patientColumn = (q: string): Column<RecordRow> => ({
  key: 'patient',
  head: t('records.column.patient'),
  width: 210,
  onPhone: 'main',
  cell: (row) => (
    <div>
      <span style={{ fontWeight: 500 }}>
        <Highlight text={row.patientName} query={q} />
      </span>
      <div className="lo-dense lo-ink2">
        {row.department} · <Num>{formatShortDay(row.endedAt ?? row.startedAt)}</Num>
      </div>
      {row.byScan && <div className="lo-dense lo-ink2">{t('records.byScan')}</div>}
    </div>
  ),
})

const dueColumn = (today: string): Column<RecordRow> => ({
  key: 'due',
  head: t('records.column.due'),
  width: 84,
  hideOn: 'phone',
  cell: (row) => {
    const late = daysLate(row.dueOn, today)
    if (late > 0) return <b className="lo-warn">{t('records.due.late', { days: late })}</b>
    return row.dueOn === today ? <b>{t('records.due.today')}</b> : <Num>{formatShortDay(row.dueOn)}</Num>
  },
})

const papersColumn = (): Column<RecordRow> => ({
  key: 'papers',
  head: t('records.column.papers'),
  width: 110,
  hideOn: 'phone',
  cell: (row) => (
    <Progress
      value={row.needed - row.missing.length}
      max={row.needed}
      label={t('records.progress', { number: row.number })}
    />
  ),
})

const missingColumn = (): Column<RecordRow> => ({
  key: 'missing',
  head: t('records.column.missing'),
  hideOn: 'tablet',
  cell: (row) =>
    row.missing
      .slice(0, shown)
      .map((need) => <div key={`${need.item} ${need.target} ${need.name}`}>{missingText(need)}</div>),
})

const whereColumn = (): Column<RecordRow> => ({
  key: 'where',
  head: t('records.column.where'),
  hideOn: 'tablet',
  cell: (row) => [...new Set(row.missing.map((need) => need.who ?? row.doctor))].filter(Boolean).join(', '),
})

const stateColumn = (today: string): Column<RecordRow> => ({
  key: 'state',
  head: t('records.column.state'),
  width: 140,
  onPhone: 'aside',
  cell: (row) => <RecordChip row={row} today={today} />,
})

const diagnosisColumn = (): Column<RecordRow> => ({
  key: 'diagnosis',
  head: t('records.column.diagnosis'),
  onPhone: 'line',
  cell: (row) => (
    <>
      {row.diagnosis} {row.icd10[0] && <Code>{row.icd10[0]}</Code>}
    </>
  ),
})

const doctorColumn = (q: string): Column<RecordRow> => ({
  key: 'doctor',
  head: t('records.column.doctor'),
  hideOn: 'tablet',
  cell: (row) => <Highlight text={row.doctor} query={q} />,
})
const keptColumn = (): Column<RecordRow> => ({
  key: 'kept',
  head: t('records.column.kept'),
  width: 110,
  hideOn: 'phone',
  cell: (row) => <Num>{formatDay(row.keptUntil)}</Num>,
})
