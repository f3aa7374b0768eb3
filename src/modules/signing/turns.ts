import type { Slot } from './slots.ts'

/** Office of a place that the facility seals; no person holds it. */
export const sealOffice = 'seal'

/** Offices of people without a key: their places are confirmed, and nobody waits for them. */
const confirming: ReadonlySet<string> = new Set(['patient', 'witness'])

/** Whether a place is signed with a key, by a person or the facility. */
export const isSignedPlace = ({ role }: Pick<Slot, 'role'>): boolean => !confirming.has(role)

/** Places that nobody stands before, of those that wait; several when they are of one turn. */
export function placesInTurn(ofPaper: readonly Slot[]): Slot[] {
  const waiting = ofPaper.filter((slot) => slot.state === 'waiting' && isSignedPlace(slot))
  const first = Math.min(...waiting.map(({ turn }) => turn))
  return waiting.filter(({ turn }) => turn === first)
}
