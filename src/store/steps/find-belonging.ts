import type { Context } from '#platform/context.ts'
import { belongsTo, patientOf } from '../record-of.ts'
import type { Commit, Write } from '../write.ts'

/** Says of every row whose compartment it is in and which record it belongs to. */
export function findBelonging(_ctx: Context, commit: Commit): void {
  const own = new Map(commit.writes.map((write) => [`${write.type}/${write.id}`, write]))
  for (const write of commit.writes) {
    if (!write.after) continue
    const resource = write.after as unknown as Record<string, unknown>
    write.patient = patientOf(write.type, resource)
    write.belongsTo = belongsTo(write.type, resource)
  }
  const memo = new Map<string, string | null>()
  for (const write of commit.writes) write.record = recordOf(write, commit, own, memo) ?? undefined
}

function recordOf(
  write: Write,
  commit: Commit,
  own: ReadonlyMap<string, Write>,
  memo: Map<string, string | null>,
): string | null {
  const key = `${write.type}/${write.id}`
  const known = memo.get(key)
  if (known !== undefined) return known
  if (!write.after) return write.before?.record ?? null
  // Stops circles of partOf; the answer below replaces it.
  memo.set(key, write.type === 'Encounter' ? write.id : null)
  let found: string | null = null
  for (const to of write.belongsTo) {
    const other = own.get(`${to.type}/${to.id}`)
    found = other ? recordOf(other, commit, own, memo) : (commit.records.get(`${to.type}/${to.id}`) ?? null)
    if (found !== null) break
  }
  if (found === null && write.type === 'Encounter') found = write.id
  memo.set(key, found)
  return found
}
