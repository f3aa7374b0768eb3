/**
 * Places in the lock table that all resources share: few, because the table has room for some thousand locks. Two
 * resources in one place wait for each other only while one of them is deleted.
 */
const places = 128

/** What a commit holds until it ends, in one order for all writers. */
export interface Held {
  readonly place: number
  /** Nobody else may hold it. */
  readonly alone: boolean
}

/**
 * Whoever refers to a resource holds a share of it, whoever deletes it holds it alone, so that neither overlooks the
 * other; see migrations/0145.
 * @param referred and deleted: tokens of the resources (referring.ts)
 */
export function heldBy(referred: readonly number[], deleted: readonly number[]): readonly Held[] {
  const alone = new Map<number, boolean>()
  for (const token of referred) alone.set(token % places, false)
  for (const token of deleted) alone.set(token % places, true)
  return [...alone].map(([place, one]) => ({ place, alone: one })).sort((a, b) => a.place - b.place)
}
