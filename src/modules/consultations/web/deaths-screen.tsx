import {
  type Column,
  can,
  Empty,
  Failure,
  formatDateTime,
  formatDay,
  Loading,
  Num,
  Page,
  PageHead,
  Stack,
  StateChip,
  Table,
  t,
  useApi,
  useGo,
  useLive,
} from '#web/kit/index.ts'
import type { DeathRow, DeathsView } from '../contract.ts'

const looks = { none: 'new', planned: 'waiting', held: 'done' } as const

const columns = (): readonly Column<DeathRow>[] => [
  {
    key: 'patient',
    head: t('consultations.col.patient'),
    onPhone: 'main',
    cell: ({ patientName, recordNumber }) => (
      <Stack gap={0}>
        <b>{patientName}</b>
        <span className="lo-dense lo-ink2 lo-num">{recordNumber}</span>
      </Stack>
    ),
  },
  {
    key: 'department',
    head: t('consultations.deaths.department'),
    onPhone: 'line',
    cell: ({ department }) => department,
  },
  {
    key: 'died',
    head: t('consultations.deaths.died'),
    onPhone: 'line',
    namedOnPhone: true,
    cell: ({ diedAt }) => <Num>{formatDateTime(diedAt)}</Num>,
  },
  {
    key: 'due',
    head: t('consultations.deaths.due'),
    onPhone: 'line',
    namedOnPhone: true,
    cell: ({ dueOn, late }) =>
      dueOn ? (
        <span className={late ? 'lo-crit' : undefined}>
          <Num>{formatDay(dueOn)}</Num>
        </span>
      ) : (
        '–'
      ),
  },
  {
    key: 'state',
    head: t('consultations.col.state'),
    onPhone: 'aside',
    width: 180,
    cell: ({ state, late }) => (
      <StateChip state={late ? 'late' : looks[state]}>{t(`consultations.deaths.state.${state}`)}</StateChip>
    ),
  },
]

/** Deaths with their reviews: what is not reviewed comes first, by the day that it is due. */
export default function DeathsScreen() {
  const list = useApi<DeathsView>('/api/deaths')
  const go = useGo()
  useLive(['Task', 'Encounter'], ['/api/deaths'])
  if (list.isPending) return <Loading rows={8} />
  if (list.isError) return <Failure error={list.error} retry={list.refetch} />
  const { days, source, deaths } = list.data
  const open = ({ encounterId, meetingId }: DeathRow) =>
    go(meetingId ? `/consultations/${meetingId}` : `/stay/${encounterId}/consultations`)
  const note = days === undefined ? undefined : t('consultations.deaths.note', { days })
  return (
    <Page head={<PageHead title={t('consultations.deaths.title')} note={note} />}>
      <Table
        label={t('consultations.deaths.title')}
        columns={columns()}
        rows={deaths}
        rowKey={({ encounterId }) => encounterId}
        rowTone={({ late }) => (late ? 'warn' : undefined)}
        {...(can('rounds.read') ? { onOpen: open } : {})}
        empty={<Empty>{t('consultations.deaths.empty')}</Empty>}
      />
      {source && <p className="lo-dense lo-ink3">{source}</p>}
    </Page>
  )
}
