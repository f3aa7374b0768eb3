import { useRef, useState } from 'react'
import type { CardAnswer, CardMatch, PatientForm } from '../contract.ts'
import type { Ticket } from './visit-desk.ts'

/** One turn at the desk: from the card, or the first letter, to the number. */
export interface Turn {
  readonly card?: CardAnswer
  readonly match?: CardMatch
  readonly patientId?: string
  /** The form of a new patient, prefilled from the card. */
  readonly form?: Partial<PatientForm>
  readonly reason: string
  readonly roomId?: string
  /** A person chose the room; suggestions no longer move it. */
  readonly roomChosen: boolean
  readonly payer?: 'bhyt' | 'self'
  readonly priority?: string
  readonly addressSettled: boolean
  readonly ticket?: Ticket
  readonly seconds?: number
}

const fresh: Turn = { reason: '', roomChosen: false, addressSettled: false }

export function useTurn() {
  const [turn, setTurn] = useState<Turn>(fresh)
  const startedAt = useRef<number | undefined>(undefined)

  function change(part: Partial<Turn>): void {
    startedAt.current ??= performance.now()
    setTurn((before) => ({ ...before, ...part }))
  }

  /** A new card, or a newly found patient, begins a new turn. */
  function begin(part: Partial<Turn>, at = performance.now()): void {
    startedAt.current = at
    setTurn({ ...fresh, ...part })
  }

  function finish(ticket: Ticket): void {
    const seconds = (performance.now() - (startedAt.current ?? performance.now())) / 1000
    startedAt.current = undefined
    setTurn({ ...fresh, ticket, seconds })
  }

  return { turn, change, begin, finish, restart: () => begin({}) }
}
