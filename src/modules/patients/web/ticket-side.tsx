import { useState } from 'react'
import {
  Alert,
  api,
  Button,
  Choice,
  Inline,
  notify,
  Panel,
  QueueTicket,
  t,
  useApi,
  useCommand,
  useShortcuts,
} from '#web/kit/index.ts'
import type { PatientView } from '../contract.ts'
import { usualPayer } from './insurance-panel.tsx'
import { printTicket } from './print-ticket.ts'
import { useRooms } from './room-panel.tsx'
import type { Turn, useTurn } from './use-turn.ts'
import { type RoomsAnswer, shortRoom, type Ticket } from './visit-desk.ts'

/** The ticket as it will be, the one button, priority and emergency. */
export function TicketSide({ desk }: { readonly desk: ReturnType<typeof useTurn> }) {
  const { turn, change } = desk
  const patient = useApi<PatientView>(turn.patientId ? `/api/patients/${turn.patientId}` : undefined)
  const rooms = useRooms(turn.reason)
  const issue = useCommand(
    (again: boolean, act) => api.post<Ticket>('/api/encounters/check-in', checkIn(turn, patient.data, again), act),
    {
      refresh: ['/api/queue', '/api/rooms'],
      done: (ticket) => {
        desk.finish(ticket)
        printTicket(ticket)
        notify(t('patients.reception.issued', { number: ticket.number, room: ticket.room.name }))
      },
    },
  )
  const missing = missingFor(turn, patient.data)
  const run = () => {
    if (!missing) void issue.run(false)
  }
  useShortcuts([
    { keys: 'enter', label: t('patients.reception.issue'), run },
    { keys: 'mod+enter', label: t('patients.reception.issue'), run },
    {
      keys: 'c',
      label: t('patients.reception.emergency'),
      run: () => change(turn.priority === 'emergency' ? { priority: '' } : { priority: 'emergency' }),
    },
  ])
  return (
    <>
      <TicketView turn={turn} patient={patient.data} rooms={rooms.data} />
      <Button
        kind="primary"
        size="xl"
        icon="print"
        keyHint="Enter"
        full
        busy={issue.busy}
        disabledBecause={missing}
        onClick={run}
      >
        {t('patients.reception.issue')}
      </Button>
      {issue.error && <IssueFailure error={issue.error} onAgain={() => void issue.run(true)} />}
      <PriorityChoice desk={desk} rooms={rooms.data} />
    </>
  )
}

function checkIn(turn: Turn, view: PatientView | undefined, again: boolean) {
  return {
    patientId: turn.patientId,
    roomId: turn.roomId,
    reason: turn.reason.trim(),
    payer: turn.payer ?? usualPayer(view?.insurance),
    ...(turn.priority ? { priority: turn.priority } : {}),
    ...(again ? { again } : {}),
  }
}

function missingFor(turn: Turn, view: PatientView | undefined): string | undefined {
  if (!turn.patientId || !turn.roomId || !view) return t('patients.reception.chooseFirst')
  return turn.reason.trim() === '' ? t('patients.reception.reasonFirst') : undefined
}

function TicketView({
  turn,
  patient,
  rooms,
}: {
  readonly turn: Turn
  readonly patient: PatientView | undefined
  readonly rooms: RoomsAnswer | undefined
}) {
  const { ticket } = turn
  if (ticket)
    return (
      <>
        <QueueTicket
          facility={ticket.facility}
          room={shortRoom(ticket.room.name)}
          number={ticket.number}
          name={ticket.patientName}
          expectedAt={ticket.expectedAt}
          before={ticket.ahead}
          place={ticket.room.place}
          printedAt={ticket.printedAt}
          {...(ticket.priority ? { priority: t(`encounters.priority.${ticket.priority}`) } : {})}
        />
        <Button icon="print" full onClick={() => printTicket(ticket)}>
          {t('patients.reception.printAgain')}
        </Button>
      </>
    )
  const room = rooms?.rooms.find((one) => one.id === turn.roomId)
  if (!patient || !turn.patientId || !room)
    return (
      <Panel pad>
        <span className="lo-ink2">{t('patients.reception.previewEmpty')}</span>
      </Panel>
    )
  const now = new Date()
  return (
    <QueueTicket
      facility={t('patients.reception.preview')}
      room={shortRoom(room.name)}
      number="···"
      name={patient.form.name}
      expectedAt={new Date(now.getTime() + room.waitMinutes * 60_000).toISOString()}
      before={room.waiting}
      place={room.place}
      printedAt={now.toISOString()}
      {...(turn.priority ? { priority: t(`encounters.priority.${turn.priority}`) } : {})}
    />
  )
}

function PriorityChoice({
  desk,
  rooms,
}: {
  readonly desk: ReturnType<typeof useTurn>
  readonly rooms: RoomsAnswer | undefined
}) {
  const { turn, change } = desk
  const [open, setOpen] = useState(false)
  const toggle = () => setOpen(!open)
  useShortcuts([{ keys: 'u', label: t('patients.reception.priority'), run: toggle }])
  const reasons = (rooms?.priorities ?? []).filter((one) => one.code !== 'emergency')
  const emergency = turn.priority === 'emergency'
  return (
    <>
      <Inline>
        <Button
          icon="wheelchair"
          keyHint="U"
          full
          pressed={open || (Boolean(turn.priority) && !emergency)}
          onClick={toggle}
        >
          {t('patients.reception.priority')}
        </Button>
        <Button
          icon="ambulance"
          keyHint="C"
          full
          pressed={emergency}
          onClick={() => change({ priority: emergency ? '' : 'emergency' })}
        >
          {t('patients.reception.emergency')}
        </Button>
      </Inline>
      {open && (
        <Choice
          label={t('patients.reception.priorityReason')}
          value={turn.priority ?? ''}
          onChange={(priority) => change({ priority })}
          options={[
            { value: '', label: t('patients.reception.inTurn') },
            ...reasons.map((one) => ({ value: one.code, label: one.text })),
          ]}
        />
      )}
    </>
  )
}

function IssueFailure({
  error,
  onAgain,
}: {
  readonly error: {
    readonly code: string
    readonly title: string
    readonly details: Readonly<Record<string, unknown>>
  }
  readonly onAgain: () => void
}) {
  if (error.code !== 'encounters.alreadyWaiting') return <Alert level="warning" title={error.title} />
  const print = async () =>
    printTicket(await api.get<Ticket>(`/api/queue/${String(error.details['encounterId'])}/ticket`))
  return (
    <Alert
      level="warning"
      title={error.title}
      action={
        <Inline wrap>
          <Button size="sm" icon="print" onClick={() => void print()}>
            {t('patients.reception.printAgain')}
          </Button>
          <Button size="sm" onClick={onAgain}>
            {t('patients.reception.secondNumber')}
          </Button>
        </Inline>
      }
    />
  )
}
