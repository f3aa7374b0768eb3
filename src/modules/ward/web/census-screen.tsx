import {
  type Column,
  DateField,
  Failure,
  formatDateTime,
  Loading,
  Num,
  Page,
  PageHead,
  Panel,
  Table,
  t,
  useApi,
  useSearchParam,
} from '#web/kit/index.ts'
import type { Census, CensusRow } from '../board-contract.ts'

const counts = [
  'beds',
  'before',
  'admitted',
  'transferredIn',
  'transferredOut',
  'discharged',
  'transferredAway',
  'died',
  'remaining',
  'onLeave',
] as const

/** Patients by department from midnight to midnight, as the hospital reports them. */
export default function CensusScreen() {
  const [day, setDay] = useSearchParam('day')
  const census = useApi<Census>('/api/ward/census', { day })
  return (
    <Page
      head={
        <PageHead
          title={t('ward.census.title')}
          note={census.data && `${formatDateTime(census.data.from)} – ${formatDateTime(census.data.to)}`}
        >
          <DateField
            label={t('ward.census.day')}
            hideLabel
            value={day ?? ''}
            onChange={(value) => setDay(value || undefined)}
          />
        </PageHead>
      }
    >
      {census.isPending && <Loading rows={8} />}
      {census.isError && <Failure error={census.error} retry={census.refetch} />}
      {census.data && (
        <Panel>
          <Table
            label={t('ward.census.title')}
            columns={columns()}
            rows={[...census.data.rows, sumOf(census.data.rows)]}
            rowKey={(row) => row.department.id}
            keys={false}
          />
        </Panel>
      )}
    </Page>
  )
}

const columns = (): readonly Column<CensusRow>[] => [
  { key: 'department', head: t('ward.census.department'), cell: (row) => row.department.name },
  ...counts.map((key) => ({
    key,
    head: t(`ward.census.${key}`),
    align: 'right' as const,
    cell: (row: CensusRow) => <Num>{row[key]}</Num>,
  })),
]

function sumOf(rows: readonly CensusRow[]): CensusRow {
  const sum = (key: (typeof counts)[number]) => rows.reduce((all, row) => all + row[key], 0)
  const all = Object.fromEntries(counts.map((key) => [key, sum(key)])) as Omit<CensusRow, 'department'>
  return { department: { id: 'all', name: t('ward.census.all') }, ...all }
}
