import {
  Button,
  Chip,
  formatMinutes,
  formatSex,
  formatTime,
  Inline,
  Num,
  Table,
  t,
  useGo,
} from '#web/kit/index.ts'
import type { QueueEntry, QueueState } from '../contract.ts'

export type Move = 'call' | 'start' | 'skip' | 'back'

interface QueueTableProps {
  readonly entries: readonly QueueEntry[]
  readonly showRoom: boolean
  /** Absent for who may only look. */
  readonly onMove: ((encounterId: string, verb: Move) => void) | undefined
}

const tones: Readonly<Record<QueueState, 'quiet' | 'accent' | 'ok' | 'warn' | 'outline'>> = {
  waiting: 'quiet',
  called: 'accent',
  'in-room': 'accent',
  skipped: 'warn',
  done: 'ok',
  cancelled: 'outline',
}

/** What may be done with a number, the likeliest first. */
const moves: Readonly<Partial<Record<QueueState, readonly Move[]>>> = {
  waiting: ['call', 'skip'],
  called: ['start', 'call', 'skip'],
  skipped: ['back', 'call'],
}

export function QueueTable({ entries, showRoom, onMove }: QueueTableProps) {
  const go = useGo()
  return (
    <Table<QueueEntry>
      label={t('encounters.queue.title')}
      rows={entries}
      rowKey={(entry) => entry.encounterId}
      onOpen={(entry) => go(`/patients/${entry.patientId}`)}
      empty={t('encounters.queue.empty')}
      columns={[
        {
          key: 'number',
          head: t('encounters.queue.number'),
          width: 72,
          onPhone: 'lead',
          cell: (entry) => (
            <b className={entry.priority ? 'lo-warn' : undefined}>
              <Num>{entry.number}</Num>
            </b>
          ),
        },
        {
          key: 'patient',
          head: t('encounters.queue.patient'),
          onPhone: 'main',
          cell: (entry) => <Who entry={entry} showRoom={showRoom} />,
        },
        { key: 'reason', head: t('encounters.queue.reason'), hideOn: 'tablet', cell: (entry) => entry.reason },
        {
          key: 'since',
          head: t('encounters.queue.since'),
          align: 'right',
          width: 96,
          hideOn: 'phone',
          cell: (entry) => <Num>{since(entry)}</Num>,
        },
        {
          key: 'state',
          head: t('encounters.queue.state'),
          width: 130,
          hideOn: 'phone',
          cell: (entry) => <Chip tone={tones[entry.state]}>{t(`encounters.state.${entry.state}`)}</Chip>,
        },
        ...(onMove
          ? [
              {
                key: 'actions',
                head: <span className="lo-hidden">{t('encounters.queue.actions')}</span>,
                align: 'right' as const,
                width: 200,
                onPhone: 'aside' as const,
                cell: (entry: QueueEntry) => <Moves entry={entry} onMove={onMove} />,
              },
            ]
          : []),
      ]}
    />
  )
}

function since(entry: QueueEntry): string {
  if (entry.state === 'waiting' || entry.state === 'called' || entry.state === 'skipped')
    return formatMinutes(entry.arrivedAt)
  return formatTime(entry.finishedAt ?? entry.startedAt ?? entry.arrivedAt)
}

function Who({ entry, showRoom }: { readonly entry: QueueEntry; readonly showRoom: boolean }) {
  const facts = [
    formatSex(entry.sex),
    entry.ageText,
    showRoom && entry.roomName.replace(/^Phòng khám /, ''),
    t(entry.triagedAt ? 'encounters.queue.triaged' : 'encounters.queue.untriaged'),
  ]
  return (
    <>
      <span style={{ fontWeight: 500 }}>{entry.name}</span>{' '}
      {entry.priority && (
        <Chip tone="warn" icon={entry.priority === 'emergency' ? 'ambulance' : 'wheelchair'}>
          {t(`encounters.priority.${entry.priority}`)}
        </Chip>
      )}
      <div className="lo-dense lo-ink2">{facts.filter(Boolean).join(' · ')}</div>
    </>
  )
}

const labels: Readonly<Record<Move, string>> = {
  call: 'encounters.queue.call',
  start: 'encounters.queue.start',
  skip: 'encounters.queue.skip',
  back: 'encounters.queue.back',
}

function Moves({
  entry,
  onMove,
}: {
  readonly entry: QueueEntry
  readonly onMove: (encounterId: string, verb: Move) => void
}) {
  const possible = moves[entry.state] ?? []
  return (
    <Inline gap={6} justify="flex-end" wrap>
      {possible.map((verb, at) => (
        <Button
          key={verb}
          size="sm"
          kind={at === 0 ? 'secondary' : 'plain'}
          onClick={() => onMove(entry.encounterId, verb)}
        >
          {t(entry.state === 'called' && verb === 'call' ? 'encounters.queue.callAgain' : labels[verb])}
        </Button>
      ))}
    </Inline>
  )
}
