import { Chip, type Column, Empty, Inline, Num, Stack, Table, t, useGo } from '#web/kit/index.ts'
import type { MeetingRow } from '../contract.ts'
import { AnswerState, kindText, MeetingState, MeetingTime } from './words.tsx'

const columns = (withPatient: boolean): readonly Column<MeetingRow>[] => [
  {
    key: 'when',
    head: t('consultations.col.when'),
    width: 190,
    onPhone: 'line',
    cell: (row) => <MeetingTime row={row} />,
  },
  ...(withPatient
    ? [
        {
          key: 'patient',
          head: t('consultations.col.patient'),
          onPhone: 'main' as const,
          cell: (row: MeetingRow) => (
            <Stack gap={0}>
              <b>{row.patientName}</b>
              <span className="lo-dense lo-ink2">{row.department ?? ''}</span>
            </Stack>
          ),
        },
      ]
    : []),
  {
    key: 'what',
    head: t('consultations.col.what'),
    onPhone: withPatient ? 'line' : 'main',
    cell: (row) => (
      <Stack gap={0}>
        <Inline wrap>
          <b>{kindText(row)}</b>
          {row.urgent && <Chip tone="crit">{t('consultations.urgent')}</Chip>}
        </Inline>
        {row.question && <span className="lo-dense">{row.question}</span>}
        <span className="lo-dense lo-ink2">
          {row.askedBy}
          {row.mine?.department && ` → ${row.mine.department}`}
        </span>
      </Stack>
    ),
  },
  {
    key: 'people',
    head: t('consultations.col.people'),
    width: 90,
    hideOn: 'phone',
    cell: (row) => (
      <Num>
        {row.accepted}/{row.invited}
      </Num>
    ),
  },
  {
    key: 'state',
    head: t('consultations.col.state'),
    width: 180,
    onPhone: 'aside',
    cell: (row) =>
      row.mine && ['requested', 'received'].includes(row.mine.state) && row.state !== 'cancelled' ? (
        <AnswerState state={row.mine.state} />
      ) : (
        <MeetingState state={row.state} />
      ),
  },
]

interface MeetingTableProps {
  readonly rows: readonly MeetingRow[]
  readonly label: string
  readonly empty: string
  /** Whose meetings they are is not said by the screen around. */
  readonly withPatient: boolean
}

/** Meetings in a list; a row opens one. */
export function MeetingTable({ rows, label, empty, withPatient }: MeetingTableProps) {
  const go = useGo()
  return (
    <Table
      label={label}
      columns={columns(withPatient)}
      rows={rows}
      rowKey={({ id }) => id}
      rowTone={({ late, mine }) => (late || mine?.late ? 'warn' : undefined)}
      onOpen={({ id }) => go(`/consultations/${id}`)}
      empty={<Empty>{empty}</Empty>}
    />
  )
}
