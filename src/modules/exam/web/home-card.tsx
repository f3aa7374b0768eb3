import {
  Button,
  Chip,
  Empty,
  Failure,
  formatTime,
  Loading,
  Panel,
  RowGroup,
  t,
  useApi,
  useGo,
  useLive,
  WorklistRow,
} from '#web/kit/index.ts'
import { useMyRoom } from './my-room.ts'
import { waitedText } from './queue-list.tsx'
import type { NewResult, QueueRow } from './views.ts'

const shown = 8
/** Tests named of each patient; the abnormal ones come first. */
const named = 3

function ResultRow({ one, onOpen }: { readonly one: NewResult; readonly onOpen: () => void }) {
  return (
    <WorklistRow
      time={formatTime(one.releasedAt)}
      icon={one.critical ? 'danger' : 'flask'}
      iconTone={one.critical ? 'crit' : 'accent'}
      who={one.patientName}
      whoNote={one.ageText}
      why={`${one.tests.slice(0, named).join(', ')}${one.count > named ? ` +${one.count - named}` : ''}`}
      {...(one.critical ? { whyTone: 'crit' as const, tone: 'crit' as const } : {})}
      action={
        <Button size="sm" onClick={onOpen}>
          {t('exam.home.see')}
        </Button>
      }
    />
  )
}

/** The doctor's work of the day: new results, who is in the room, who waits. */
export default function DoctorCard() {
  const go = useGo()
  const { room } = useMyRoom()
  const queue = useApi<{ entries: QueueRow[] }>(room ? '/api/queue' : undefined, {
    room: room?.id,
    state: 'waiting,called,in-room',
  })
  const results = useApi<{ patients: NewResult[] }>('/api/orders/new-results')
  useLive(['Encounter', 'Observation'], ['/api/queue', '/api/orders/new-results'])
  if (queue.isError) return <Failure error={queue.error} retry={queue.refetch} />
  const entries = queue.data?.entries ?? []
  const inRoom = entries.filter((one) => one.state === 'in-room')
  const waiting = entries.filter((one) => one.state !== 'in-room')
  const fresh = results.data?.patients ?? []
  const open = (encounterId: string) => go(`/exam/${encounterId}`)
  const row = (one: QueueRow) => (
    <WorklistRow
      key={one.encounterId}
      time={one.number}
      icon="user"
      iconTone={one.state === 'in-room' ? 'accent' : 'quiet'}
      who={one.name}
      whoNote={one.ageText}
      why={`${one.reason} · ${one.state === 'in-room' ? t('exam.queue.inRoom') : waitedText(one.arrivedAt)}`}
      action={
        <Button size="sm" onClick={() => open(one.encounterId)}>
          {t(one.state === 'in-room' ? 'exam.home.continue' : 'exam.home.open')}
        </Button>
      }
    />
  )
  return (
    <Panel
      title={t('exam.home.title')}
      count={entries.length}
      note={room?.name}
      actions={
        <Button
          kind="primary"
          icon="stethoscope"
          onClick={() => go(inRoom[0] ? `/exam/${inRoom[0].encounterId}` : '/exam')}
        >
          {t('exam.home.go')}
        </Button>
      }
    >
      {(queue.isPending || results.isPending) && <Loading rows={5} />}
      {results.isError && <Chip tone="warn">{t('exam.home.resultsFailed')}</Chip>}
      {fresh.length > 0 && (
        <RowGroup title={t('exam.home.newResults')}>
          {fresh.map((one) => (
            <ResultRow key={one.encounterId} one={one} onOpen={() => open(one.encounterId)} />
          ))}
        </RowGroup>
      )}
      {inRoom.length > 0 && <RowGroup title={t('exam.home.inRoom')}>{inRoom.map(row)}</RowGroup>}
      {waiting.length > 0 && (
        <RowGroup
          title={t('exam.home.waiting')}
          note={waiting.length > shown ? t('exam.home.first', { count: shown, of: waiting.length }) : undefined}
        >
          {waiting.slice(0, shown).map(row)}
        </RowGroup>
      )}
      {queue.isSuccess && entries.length === 0 && fresh.length === 0 && <Empty>{t('exam.home.empty')}</Empty>}
    </Panel>
  )
}
