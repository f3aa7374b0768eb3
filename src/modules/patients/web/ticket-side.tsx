import { useState } from 'react'
import { completedYears, dayInVietnam } from '#kernel/civil-date.ts'
import { Alert, api, Button, Choice, Inline, Panel, QueueTicket, t, useShortcuts } from '#web/kit/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import type { PatientView } from '../contract.ts'
import { printTicket } from './print-ticket.ts'
import type { useIssue } from './use-issue.ts'
import type { Turn, useTurn } from './use-turn.ts'
import { priorityByAge, type RoomsAnswer, shortRoom, type Ticket } from './visit-desk.ts'

interface TicketSideProps {
  readonly desk: ReturnType<typeof useTurn>
  readonly issue: ReturnType<typeof useIssue>
  /** On a phone the button stands in the footer, in reach of the thumb. */
  readonly inFooter: boolean
}

/** The one primary act of the screen. */
export function IssueButton({ issue }: Pick<TicketSideProps, 'issue'>) {
  return (
    <Button
      kind="primary"
      size="xl"
      icon="print"
      keyHint="Enter"
      full
      busy={issue.busy}
      disabledBecause={issue.missing}
      onClick={issue.run}
    >
      {t('patients.reception.issue')}
    </Button>
  )
}

/** The ticket as it will be, the one button, priority and emergency. */
export function TicketSide({ desk, issue, inFooter }: TicketSideProps) {
  const { turn, change } = desk
  useShortcuts([
    { keys: 'enter', label: t('patients.reception.issue'), run: issue.run },
    { keys: 'mod+enter', label: t('patients.reception.issue'), run: issue.run },
    {
      keys: 'c',
      label: t('patients.reception.emergency'),
      run: () => change({ priority: turn.priority === 'emergency' ? '' : 'emergency' }),
    },
  ])
  return (
    <>
      <TicketView turn={turn} patient={issue.patient} rooms={issue.rooms} />
      {!inFooter && <IssueButton issue={issue} />}
      {issue.error && <IssueFailure error={issue.error} onAgain={issue.again} />}
      <PriorityChoice desk={desk} rooms={issue.rooms} />
    </>
  )
}

export function TicketView({
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
  const now = serverNow()
  const priority =
    turn.priority ||
    (turn.priority === undefined ? priorityByAge(rooms?.priorities ?? [], yearsOf(patient))?.code : undefined)
  return (
    <QueueTicket
      facility={t('patients.reception.preview')}
      room={shortRoom(room.name)}
      number={priority ? room.nextPriority : room.nextNumber}
      name={patient.form.name}
      expectedAt={new Date(now.getTime() + room.waitMinutes * 60_000).toISOString()}
      before={room.waiting}
      place={room.place}
      printedAt={now.toISOString()}
      {...(priority ? { priority: t(`encounters.priority.${priority}`) } : {})}
    />
  )
}

function yearsOf(patient: PatientView): number | undefined {
  const born = patient.form.birthDate
  return born ? completedYears(`${born}-01-01`.slice(0, 10), dayInVietnam(serverNow())) : undefined
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
    <Alert level="warning" title={error.title}>
      <div style={{ marginTop: 8 }}>
        <Inline wrap>
          <Button size="sm" icon="print" onClick={() => void print()}>
            {t('patients.reception.printAgain')}
          </Button>
          <Button size="sm" onClick={onAgain}>
            {t('patients.reception.secondNumber')}
          </Button>
        </Inline>
      </div>
    </Alert>
  )
}
