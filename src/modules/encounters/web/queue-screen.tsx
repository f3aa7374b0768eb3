import {
  Alert,
  api,
  Button,
  can,
  Failure,
  Loading,
  Page,
  PageHead,
  Panel,
  SelectField,
  t,
  useApi,
  useCommand,
  useListed,
  useLive,
  useMe,
  useSearchParam,
  useShortcuts,
} from '#web/kit/index.ts'
import type { QueueAnswer, QueueEntry, RoomsAnswer } from '../contract.ts'
import { type Move, QueueTable } from './queue-table.tsx'

const tabs = {
  line: ['waiting', 'called'],
  room: ['in-room'],
  skipped: ['skipped'],
  done: ['done', 'cancelled'],
  all: undefined,
} as const
type Tab = keyof typeof tabs

/** Visits of the day, by room and by where they stand. */
export default function QueueScreen() {
  const me = useMe()
  const [room, setRoom] = useSearchParam('room')
  const [asked, setTab] = useSearchParam('tab')
  const tab: Tab = asked && asked in tabs ? (asked as Tab) : 'line'
  const queue = useApi<QueueAnswer>('/api/queue', { room }, { keepPrevious: true, refreshSeconds: 60 })
  const rooms = useApi<RoomsAnswer>('/api/rooms', {})
  useLive(['Encounter'], ['/api/queue', '/api/rooms'])
  const move = useCommand(
    ({ id, verb }: { id: string; verb: Move }, act) => api.post(`/api/queue/${id}/${verb}`, undefined, act),
    { refresh: ['/api/queue', '/api/rooms'] },
  )
  const entries = queue.data?.entries ?? []
  useListed(entries.filter((entry) => isIn(entry, tab)).map((entry) => `/patients/${entry.patientId}`))
  const next = entries.find((entry) => entry.state === 'waiting')
  const mayMove = can('encounters.queue')
  const callNext = () => {
    if (next && mayMove) void move.run({ id: next.encounterId, verb: 'call' })
  }
  useShortcuts([{ keys: 'n', label: t('encounters.queue.callNext'), run: callNext }], {
    enabled: me !== undefined,
  })
  const count = (name: Tab) => entries.filter((entry) => isIn(entry, name)).length
  return (
    <Page
      head={
        <PageHead
          title={t('encounters.queue.title')}
          note={queue.data && t('encounters.queue.today', { count: queue.data.total })}
          tabs={(Object.keys(tabs) as Tab[]).map((value) => ({
            value,
            label: t(`encounters.queue.tab.${value}`),
            ...(queue.data ? { count: count(value) } : {}),
          }))}
          tab={tab}
          onTab={setTab}
        >
          <div style={{ minWidth: 220 }}>
            <SelectField
              label={t('encounters.queue.room')}
              hideLabel
              value={room}
              onChange={setRoom}
              placeholder={t('encounters.queue.allRooms')}
              options={(rooms.data?.rooms ?? []).map((one) => ({
                value: one.id,
                label: `${one.name} · ${one.waiting}`,
              }))}
            />
          </div>
          {mayMove && room && (
            <Button
              kind="primary"
              icon="bell"
              keyHint="N"
              disabledBecause={next ? undefined : t('encounters.queue.empty')}
              busy={move.busy}
              onClick={callNext}
            >
              {t('encounters.queue.callNext')}
            </Button>
          )}
        </PageHead>
      }
    >
      {move.error && <Alert level="warning" title={move.error.title} />}
      <Panel label={t('encounters.queue.title')}>
        {queue.isPending && <Loading rows={8} />}
        {queue.isError && <Failure error={queue.error} retry={queue.refetch} />}
        {queue.data && (
          <QueueTable
            entries={entries.filter((entry) => isIn(entry, tab))}
            showRoom={!room}
            onMove={mayMove ? (id, verb) => void move.run({ id, verb }) : undefined}
          />
        )}
      </Panel>
    </Page>
  )
}

function isIn(entry: QueueEntry, tab: Tab): boolean {
  const states: readonly string[] | undefined = tabs[tab]
  return states === undefined || states.includes(entry.state)
}
