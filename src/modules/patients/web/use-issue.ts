import { useEffect } from 'react'
import { api, notify, t, useApi, useCommand } from '#web/kit/index.ts'
import type { PatientView } from '../contract.ts'
import { usualPayer } from './insurance-panel.tsx'
import { printTicket } from './print-ticket.ts'
import { useRooms } from './room-panel.tsx'
import type { Turn, useTurn } from './use-turn.ts'
import type { Ticket } from './visit-desk.ts'

/** The one act of reception: a number for the chosen patient and room, and its ticket on paper. */
export function useIssue(desk: ReturnType<typeof useTurn>) {
  const { turn } = desk
  const patient = useApi<PatientView>(turn.patientId ? `/api/patients/${turn.patientId}` : undefined)
  const rooms = useRooms(turn.reason)
  const command = useCommand(
    (again: boolean, act) => api.post<Ticket>('/api/encounters/check-in', checkIn(turn, patient.data, again), act),
    {
      refresh: ['/api/queue', '/api/rooms', '/api/patients'],
      done: (ticket) => {
        desk.finish(ticket)
        printTicket(ticket)
        notify(t('patients.reception.issued', { number: ticket.number, room: ticket.room.name }))
      },
    },
  )
  const missing = missingFor(turn, patient.data)
  // A refusal belongs to its turn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another patient ends it
  useEffect(() => command.clear(), [turn.patientId, turn.roomId])
  return {
    patient: patient.data,
    rooms: rooms.data,
    busy: command.busy,
    error: command.error,
    missing,
    run: () => {
      if (!missing) void command.run(false)
    },
    again: () => void command.run(true),
  }
}

function checkIn(turn: Turn, view: PatientView | undefined, again: boolean) {
  return {
    patientId: turn.patientId,
    roomId: turn.roomId,
    reason: turn.reason.trim(),
    payer: turn.payer ?? usualPayer(view?.insurance),
    ...(turn.priority === undefined ? {} : { priority: turn.priority }),
    ...(again ? { again } : {}),
  }
}

/** What still has to be said before a number can be given out. */
function missingFor(turn: Turn, view: PatientView | undefined): string | undefined {
  if (!turn.patientId || !turn.roomId || !view) return t('patients.reception.chooseFirst')
  return turn.reason.trim() === '' ? t('patients.reception.reasonFirst') : undefined
}
