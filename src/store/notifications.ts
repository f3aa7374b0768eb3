import type { Write } from './write.ts'

/** PostgreSQL takes less than 8,000 bytes in one notification. */
const perNotification = 40
const mostNotified = 200

/** Channel of `store_commit`; src/store/live.ts listens. */
export const changeChannel = 'lanong_change'

/**
 * What listeners are told, in lists of `[type, id, version, patient]`. A large commit (an import) is told as
 * one entry per type and patient: screens then read again.
 */
export function notifications(facility: number, writes: readonly Write[]): readonly string[] {
  let told = writes.map((w) => [w.type, w.id, w.version, w.patient ?? null] as const)
  if (told.length > mostNotified) {
    const kinds = new Map(told.map((one) => [`${one[0]} ${one[3]}`, one]))
    told = [...kinds.values()].slice(0, mostNotified)
  }
  const lists: string[] = []
  for (let at = 0; at < told.length; at += perNotification)
    lists.push(JSON.stringify({ facility, changes: told.slice(at, at + perNotification) }))
  return lists
}
