import { useState } from 'react'
import {
  Button,
  Chip,
  type Column,
  Columns,
  can,
  Empty,
  Failure,
  formatDay,
  Inline,
  Loading,
  Page,
  PageHead,
  Panel,
  Row,
  Table,
  t,
  useApi,
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import type { PersonView, TrainingView } from '../contract.ts'
import type { TrainingState } from '../domain/training-state.ts'
import { ImportDialog } from './import-dialog.tsx'
import { PersonPanel } from './person-panel.tsx'
import { RecordDialog } from './record-dialog.tsx'

const tones = { valid: 'ok', soon: 'warn', open: 'accent', overdue: 'crit' } as const
const isLate = (one: PersonView) => one.needs.some(({ state }) => state === 'overdue')

const tabsOf = (all: number, late: number) => [
  { value: 'all', label: t('staffTraining.show.all'), count: all },
  {
    value: 'overdue',
    label: t('staffTraining.show.overdue'),
    count: late,
    ...(late > 0 ? { tone: 'warn' as const } : {}),
  },
]

/** Who was taught what, and who is overdue. */
export default function TrainingScreen() {
  const view = useApi<TrainingView>('/api/staff-training')
  const [chosen, choose] = useSearchParam('show')
  const [selected, select] = useState<string | undefined>(undefined)
  const [asked, ask] = useState<'record' | 'import' | undefined>(undefined)
  const writing = can('training.write')
  useShortcuts([{ keys: 'n', label: t('staffTraining.add'), run: () => ask('record') }], { enabled: writing })
  const { people = [], courses = [], reach = 'own' } = view.data ?? {}
  const late = people.filter(isLate)
  const show = chosen ?? 'all'
  const rows = show === 'overdue' ? late : people
  const person = rows.find((one) => one.account === selected) ?? (reach === 'own' ? rows[0] : undefined)
  return (
    <Page
      head={
        <PageHead
          title={t(reach === 'own' ? 'staffTraining.own' : 'staffTraining.title')}
          {...(reach === 'own' ? {} : { tabs: tabsOf(people.length, late.length), tab: show, onTab: choose })}
        >
          {writing && (
            <Inline>
              <Button icon="upload" onClick={() => ask('import')}>
                {t('staffTraining.import')}
              </Button>
              <Button kind="primary" icon="plus" keyHint="N" onClick={() => ask('record')}>
                {t('staffTraining.add')}
              </Button>
            </Inline>
          )}
        </PageHead>
      }
    >
      {view.isPending && <Loading rows={8} />}
      {view.isError && <Failure error={view.error} retry={view.refetch} />}
      {view.data && (
        <Columns
          sideWidth={360}
          main={
            <Panel label={t('staffTraining.title')}>
              <Table<PersonView>
                label={t('staffTraining.title')}
                columns={columns(new Map(courses.map(({ code, title }) => [code, title])))}
                rows={rows}
                rowKey={(one) => one.account}
                selectedKey={person?.account}
                onSelect={(one) => select(one.account)}
                rowTone={(one) => (isLate(one) ? 'warn' : undefined)}
                empty={<Empty>{t(show === 'overdue' ? 'staffTraining.none' : 'staffTraining.nobody')}</Empty>}
              />
            </Panel>
          }
          side={
            person ? (
              <PersonPanel key={person.account} person={person} courses={courses} />
            ) : (
              <Panel>
                <Row icon="books" title={t('staffTraining.choose')} />
              </Panel>
            )
          }
        />
      )}
      {asked === 'record' && (
        <RecordDialog people={people} courses={courses} chosen={person?.userName} onClose={() => ask(undefined)} />
      )}
      {asked === 'import' && <ImportDialog onClose={() => ask(undefined)} />}
    </Page>
  )
}

const columns = (titles: ReadonlyMap<string, string>): readonly Column<PersonView>[] => [
  {
    key: 'person',
    head: t('staffTraining.column.person'),
    width: 230,
    onPhone: 'main',
    cell: (one) => (
      <div>
        <b>{one.name}</b>
        <div className="lo-dense lo-ink2">{one.userName}</div>
      </div>
    ),
  },
  {
    key: 'departments',
    head: t('staffTraining.column.departments'),
    width: 130,
    hideOn: 'tablet',
    cell: (one) => one.departments.join(', '),
  },
  {
    key: 'needs',
    head: t('staffTraining.column.needs'),
    onPhone: 'line',
    cell: (one) => (
      <Inline wrap>
        {one.needs.map((need) => (
          <Chip key={need.course} tone={tones[need.state]}>
            {`${titles.get(need.course) ?? need.course}: ${saysOf(need)}`}
          </Chip>
        ))}
      </Inline>
    ),
  },
]

function saysOf({ state, until }: TrainingState): string {
  if (!until) return t('staffTraining.forever')
  const day = formatDay(until)
  if (state === 'valid') return t('staffTraining.until', { day })
  const held = state === 'soon' ? t('staffTraining.until', { day }) : t('staffTraining.by', { day })
  return `${t(`staffTraining.state.${state}`)}, ${held}`
}
