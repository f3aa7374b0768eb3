import { useState } from 'react'
import {
  Chip,
  can,
  Empty,
  Failure,
  FilterChips,
  formatTime,
  LinkTo,
  Loading,
  Page,
  PageHead,
  Panel,
  SelectField,
  t,
  useApi,
  useLive,
  useSearchParam,
} from '#web/kit/index.ts'
import type { WardHandOver, WardNursing, WardRow } from '../ward-contract.ts'
import { Left, OwnHandOver } from './hand-over-panel.tsx'
import './nursing.css'
import { TaskList } from './task-list.tsx'
import { words } from './words.ts'

type Shown = 'all' | 'due' | 'calls'

/** The ward of the shift: who is measured next, whose score calls, which tasks are open; and the hand-over of all. */
export default function WardScreen() {
  const [department, setDepartment] = useSearchParam('department')
  const [tab, setTab] = useState('tasks')
  const query = department ? { department } : {}
  const ward = useApi<WardNursing>('/api/ward/nursing', query, { refreshSeconds: 60, keepPrevious: true })
  useLive(['Task', 'Observation', 'Encounter', 'ServiceRequest'], ['/api/ward/nursing'])
  const chosen = department ?? ward.data?.department
  return (
    <Page
      head={
        <PageHead
          title={t('nursing.ward.title')}
          {...(ward.data ? { note: words(ward.data.shift.title) } : {})}
          tabs={[
            { value: 'tasks', label: t('nursing.ward.tasks') },
            { value: 'handOver', label: t('nursing.handOver.title') },
          ]}
          tab={tab}
          onTab={setTab}
        >
          {ward.data && (
            <SelectField
              label={t('nursing.ward.department')}
              hideLabel
              value={chosen}
              onChange={setDepartment}
              options={ward.data.departments.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </PageHead>
      }
    >
      {ward.isPending && <Loading rows={10} />}
      {ward.isError && <Failure error={ward.error} retry={ward.refetch} />}
      {ward.data && tab === 'tasks' && <Beds ward={ward.data} />}
      {tab === 'handOver' && chosen && <HandOvers department={chosen} />}
    </Page>
  )
}

const openOf = ({ tasks }: WardRow) => tasks.filter(({ outcome }) => !outcome)
const isDue = (row: WardRow) => row.measureOverdue || openOf(row).some(({ overdue }) => overdue)

function Beds({ ward }: { readonly ward: WardNursing }) {
  const [shown, setShown] = useState<Shown>('all')
  const [done, setDone] = useState<'open' | 'every'>('open')
  const of: Readonly<Record<Shown, readonly WardRow[]>> = {
    all: ward.rows,
    due: ward.rows.filter(isDue),
    calls: ward.rows.filter(({ call }) => call),
  }
  const rows = of[shown]
  return (
    <>
      <div className="nu-totals">
        <FilterChips
          label={t('nursing.ward.show')}
          value={shown}
          onChange={setShown}
          options={(['all', 'due', 'calls'] as const).map((value) => ({
            value,
            label: t(`nursing.ward.show.${value}`),
            count: of[value].length,
          }))}
        />
        <FilterChips
          label={t('nursing.ward.tasks')}
          value={done}
          onChange={setDone}
          options={(['open', 'every'] as const).map((value) => ({
            value,
            label: t(`nursing.ward.done.${value}`),
          }))}
        />
      </div>
      <Panel>
        {rows.length === 0 && <Empty>{t('nursing.ward.empty')}</Empty>}
        {rows.map((row) => (
          <Bed key={row.encounterId} row={row} ward={ward} all={done === 'every'} />
        ))}
      </Panel>
    </>
  )
}

const shapes = { low: 'low', 'low-medium': 'medium', medium: 'medium', high: 'high' } as const

/** The last score, when is measured next, and whom the score calls. */
function Watch({ row }: { readonly row: WardRow }) {
  const { warning, call, measureAt, measureOverdue } = row
  const level = shapes[(warning?.level ?? 'low') as keyof typeof shapes]
  const words = measureOverdue ? 'nursing.ward.measureLate' : 'nursing.ward.measureAt'
  return (
    <div>
      {warning && (
        <span className="lo-news" data-level={level} title={`${warning.score} ${warning.total}`}>
          {warning.total}
          <span className="lo-hidden">, {warning.score}</span>
        </span>
      )}{' '}
      <LinkTo to={`/stay/${row.encounterId}/observations`} className="lo-link">
        <span className={measureOverdue ? 'lo-crit' : undefined}>
          {measureAt ? t(words, { time: formatTime(measureAt) }) : t('nursing.ward.measure')}
        </span>
      </LinkTo>
      {call && (
        <div>
          <Chip tone="crit" icon="bell">
            {call.what}
          </Chip>{' '}
          <span className="lo-dense">
            {call.state === 'taken'
              ? t('nursing.ward.callTaken', { who: call.takenBy ?? '–' })
              : t('nursing.ward.callOpen', { who: call.tell.split('.')[0] ?? '', time: formatTime(call.until) })}
          </span>
        </div>
      )}
    </div>
  )
}

interface BedProps {
  readonly row: WardRow
  readonly ward: WardNursing
  readonly all: boolean
}

function Bed({ row, ward, all }: BedProps) {
  const tasks = all ? row.tasks : openOf(row)
  return (
    <div className="nu-bed" data-tone={row.call ? 'crit' : isDue(row) ? 'warn' : undefined}>
      <div>
        <LinkTo to={`/stay/${row.encounterId}/nursing`} className="lo-link">
          <b>{row.name}</b>
        </LinkTo>
        <div className="lo-dense lo-ink2">
          {[row.bed, row.careLevel && t('nursing.ward.level', { level: row.careLevel })]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </div>
      <Watch row={row} />
      <div>
        {tasks.length === 0 && <span className="lo-ink3">{t('nursing.task.empty')}</span>}
        <TaskList
          stayId={row.encounterId}
          name={row.name}
          tasks={tasks}
          notDone={ward.notDone}
          canWrite={can('nursing.write')}
        />
      </div>
    </div>
  )
}

function HandOvers({ department }: { readonly department: string }) {
  const answer = useApi<WardHandOver>('/api/ward/hand-over', { department })
  if (answer.isPending) return <Loading rows={8} />
  if (answer.isError) return <Failure error={answer.error} retry={answer.refetch} />
  const canWrite = can('nursing.write')
  return (
    <>
      {answer.data.rows.length === 0 && <Empty>{t('nursing.ward.empty')}</Empty>}
      {answer.data.rows.map(({ name, bed, own, left }) => (
        <Panel key={own.encounterId} title={name} {...(bed ? { note: bed } : {})}>
          {left && <Left handOver={left} canWrite={canWrite} />}
          <OwnHandOver key={`${own.id ?? ''} ${own.at ?? ''}`} handOver={own} canWrite={canWrite} />
        </Panel>
      ))}
    </>
  )
}
