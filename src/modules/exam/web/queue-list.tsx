import { useEffect, useRef } from 'react'
import {
  api,
  Button,
  Chip,
  Count,
  Empty,
  Failure,
  formatMinutes,
  formatTime,
  Icon,
  Kbd,
  Loading,
  SelectField,
  t,
  useApi,
  useCommand,
  useGo,
  useLive,
  useShortcuts,
} from '#web/kit/index.ts'
import type { MyRoom } from './my-room.ts'
import type { NewResult, QueueRow } from './views.ts'

const wanted = 'waiting,called,in-room,skipped'

/** In the room first, then who has new results, then the line as it stands. */
function inOrder(rows: readonly QueueRow[], fresh: ReadonlyMap<string, NewResult>): QueueRow[] {
  const rank = (row: QueueRow) =>
    row.state === 'in-room' ? (fresh.has(row.encounterId) ? 1 : 0) : row.state === 'skipped' ? 3 : 2
  return [...rows].sort((a, b) => rank(a) - rank(b))
}

/** Minutes under an hour, then since when: a clock time is no span. */
export function waitedText(since: string): string {
  const time = formatMinutes(since)
  return t(time.includes(':') ? 'exam.queue.waitedSince' : 'exam.queue.waited', { time })
}

function why(row: QueueRow, fresh: NewResult | undefined): string {
  if (fresh) return t('exam.queue.results', { time: formatTime(fresh.releasedAt) })
  if (row.state === 'in-room') return t('exam.queue.inRoom')
  if (row.state === 'called') return t('exam.queue.called')
  if (row.state === 'skipped') return t('exam.queue.skipped')
  if (!row.triagedAt) return t('exam.queue.untriaged')
  return waitedText(row.arrivedAt)
}

interface RowProps {
  readonly row: QueueRow
  readonly fresh: NewResult | undefined
  readonly selected: boolean
  readonly onOpen: () => void
}

function QueueLine({ row, fresh, selected, onOpen }: RowProps) {
  const line = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (selected) line.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <li>
      <button
        ref={line}
        type="button"
        className="ex-queue-row"
        aria-current={selected || undefined}
        onClick={onOpen}
      >
        <b className="lo-num">{row.number}</b>
        <span>
          <span className="ex-queue-name">{row.name}</span>
          <span className="lo-dense lo-ink2">{[row.ageText, why(row, fresh)].filter(Boolean).join(' · ')}</span>
        </span>
        {fresh && <Icon name={fresh.critical ? 'danger' : 'flask'} label={t('exam.queue.hasResults')} />}
        {!fresh && row.priority && <Icon name="star" label={t('exam.queue.priority')} />}
      </button>
    </li>
  )
}

/** Waits of a room; J K choose, G calls the next. */
export function QueueList({ place, current }: { readonly place: MyRoom; readonly current: string | undefined }) {
  const go = useGo()
  const roomId = place.room?.id
  const queue = useApi<{ entries: QueueRow[] }>(roomId ? '/api/queue' : undefined, { room: roomId, state: wanted })
  const results = useApi<{ patients: NewResult[] }>('/api/orders/new-results')
  useLive(['Encounter', 'Observation'], ['/api/queue', '/api/orders/new-results'])
  const fresh = new Map((results.data?.patients ?? []).map((one) => [one.encounterId, one]))
  const rows = inOrder(queue.data?.entries ?? [], fresh)
  const next = rows.find((row) => row.state === 'waiting')
  const call = useCommand((row: QueueRow, act) => api.post(`/api/queue/${row.encounterId}/call`, {}, act), {
    refresh: ['/api/queue'],
    done: (_, row) => go(`/exam/${row.encounterId}`),
  })
  function move(by: number): void {
    const at = rows.findIndex((row) => row.encounterId === current)
    const row = rows[at < 0 ? 0 : at + by]
    if (row) go(`/exam/${row.encounterId}`)
  }
  useShortcuts([
    { keys: 'j', label: t('exam.keys.next'), run: () => move(1) },
    { keys: 'k', label: t('exam.keys.previous'), run: () => move(-1) },
    { keys: ']', label: t('exam.keys.next'), run: () => move(1) },
    { keys: '[', label: t('exam.keys.previous'), run: () => move(-1) },
    { keys: 'c', label: t('exam.queue.callNext'), run: () => next && void call.run(next) },
  ])
  return (
    <nav className="ex-queue" aria-label={t('exam.queue.title')}>
      <div className="ex-queue-head">
        <SelectField
          label={t('exam.queue.room')}
          hideLabel
          value={roomId}
          onChange={(id) => id && place.choose(id)}
          options={place.rooms.map((one) => ({ value: one.id, label: one.name }))}
        />
        <div className="lo-inline" style={{ gap: 8 }}>
          <h2>{t('exam.queue.waiting')}</h2>
          <Count value={rows.filter((row) => row.state === 'waiting' || row.state === 'called').length} />
          <span style={{ marginLeft: 'auto' }}>
            <Kbd>J K</Kbd>
          </span>
        </div>
      </div>
      {queue.isPending && <Loading rows={8} />}
      {queue.isError && <Failure error={queue.error} retry={queue.refetch} />}
      {queue.isSuccess && rows.length === 0 && <Empty>{t('exam.queue.empty')}</Empty>}
      <ol className="ex-queue-rows">
        {rows.map((row) => (
          <QueueLine
            key={row.encounterId}
            row={row}
            fresh={fresh.get(row.encounterId)}
            selected={row.encounterId === current}
            onOpen={() => go(`/exam/${row.encounterId}`)}
          />
        ))}
      </ol>
      {call.error && <Chip tone="warn">{call.error.title}</Chip>}
      <div className="ex-queue-foot">
        <Button
          full
          keyHint="C"
          busy={call.busy}
          disabledBecause={next ? undefined : t('exam.queue.nobody')}
          onClick={() => next && void call.run(next)}
        >
          {t('exam.queue.callNext')}
        </Button>
      </div>
    </nav>
  )
}
