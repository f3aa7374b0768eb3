import {
  Button,
  Chip,
  type Column,
  Empty,
  Failure,
  formatAge,
  formatSex,
  Loading,
  Num,
  Page,
  PageHead,
  SelectField,
  Stack,
  StateChip,
  Table,
  t,
  useApi,
  useGo,
  useListed,
  useLive,
  useSearchParam,
} from '#web/kit/index.ts'
import type { WardRound, WardStay } from '../contract.ts'

export const roundPath = (encounterId: string) => `/stay/${encounterId}/round`

const columns = (): readonly Column<WardStay>[] => [
  {
    key: 'bed',
    head: t('rounds.ward.bed'),
    width: 110,
    onPhone: 'lead',
    cell: ({ bed }) => <b className="lo-num">{bed}</b>,
  },
  {
    key: 'patient',
    head: t('rounds.ward.patient'),
    onPhone: 'main',
    cell: ({ name, sex, birthDate, day }) => (
      <Stack gap={0}>
        <b>{name}</b>
        <span className="lo-dense lo-ink2">
          {formatSex(sex)}
          {birthDate && ` · ${formatAge(birthDate)}`} · {t('rounds.day', { day })}
        </span>
      </Stack>
    ),
  },
  {
    key: 'diagnosis',
    head: t('rounds.ward.diagnosis'),
    onPhone: 'line',
    cell: ({ diagnosis }) => diagnosis ?? '–',
  },
  {
    key: 'score',
    head: t('rounds.ward.score'),
    onPhone: 'aside',
    width: 130,
    cell: ({ warning }) => (warning ? <Score {...warning} /> : '–'),
  },
  {
    key: 'today',
    head: t('rounds.ward.today'),
    onPhone: 'aside',
    width: 150,
    cell: ({ course }) =>
      course === 'none' ? (
        <span className="lo-ink2">{t('rounds.course.none')}</span>
      ) : (
        <StateChip state={course === 'signed' ? 'signed' : 'draft'}>{t(`rounds.course.${course}`)}</StateChip>
      ),
  },
]

function Score({ score, total, red }: { readonly score: string; readonly total: number; readonly red: boolean }) {
  const tone = total >= 7 ? 'crit' : total >= 5 || red ? 'warn' : 'outline'
  return (
    <Chip tone={tone}>
      {score} <Num>{total}</Num>
    </Chip>
  )
}

/** Beds of a department in their order: where the round is, and who has no entry yet. */
export default function WardRoundScreen() {
  const [department, setDepartment] = useSearchParam('department')
  const round = useApi<WardRound>('/api/ward/round', department ? { department } : {})
  useLive(['Encounter', 'QuestionnaireResponse'], ['/api/ward/round'])
  const stays = round.data?.stays ?? []
  useListed(stays.map(({ encounterId }) => roundPath(encounterId)))
  const go = useGo()
  if (round.isPending) return <Loading rows={8} />
  if (round.isError) return <Failure error={round.error} retry={round.refetch} />
  const open = (stay: WardStay) => go(roundPath(stay.encounterId))
  const first = stays.find(({ course }) => course !== 'signed') ?? stays[0]
  const done = stays.filter(({ course }) => course === 'signed').length
  const head = (
    <PageHead title={t('rounds.ward.title')} note={t('rounds.ward.note', { done, all: stays.length })}>
      {round.data.departments.length > 1 && (
        <SelectField
          label={t('rounds.ward.department')}
          hideLabel
          value={round.data.department ?? ''}
          onChange={(value) => setDepartment(value)}
          options={round.data.departments.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {first && (
        <Button kind="primary" onClick={() => open(first)}>
          {t('rounds.ward.start')}
        </Button>
      )}
    </PageHead>
  )
  return (
    <Page head={head}>
      <Table
        label={t('rounds.ward.title')}
        columns={columns()}
        rows={stays}
        rowKey={({ encounterId }) => encounterId}
        onOpen={open}
        empty={<Empty>{t('rounds.ward.empty')}</Empty>}
      />
    </Page>
  )
}
