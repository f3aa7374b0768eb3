import type { Context } from '#platform/context.ts'
import { findLogical, type Named } from '../find-logical.ts'
import { belongsTo, patientOf } from '../record-of.ts'
import type { Commit, Write } from '../write.ts'

/** Says of every row whose compartment it is in, which record it belongs to, and which other records it names. */
export async function findBelonging(ctx: Context, commit: Commit): Promise<void> {
  const own = new Map(commit.writes.map((write) => [`${write.type}/${write.id}`, write]))
  for (const write of commit.writes) {
    if (!write.after) {
      write.patientBefore = write.type === 'Patient' ? write.id : (write.before?.patient ?? undefined)
      continue
    }
    const resource = write.after as unknown as Record<string, unknown>
    write.patient = patientOf(write.member.ctx, write.type, resource)
    write.places = belongsTo(write.member.ctx, write.type, resource)
  }
  const known: Known = { commit, own, named: await findLogical(ctx, commit.writes), memo: new Map() }
  for (const write of commit.writes) {
    const records = recordsOf(write, known)
    write.record = records[0]
    write.namedRecords = records
  }
}

interface Known {
  readonly commit: Commit
  readonly own: ReadonlyMap<string, Write>
  readonly named: ReadonlyMap<Write, readonly Named[]>
  readonly memo: Map<string, readonly string[]>
}

/** The record a row belongs to first, then others that it names. */
function recordsOf(write: Write, known: Known): readonly string[] {
  const key = `${write.type}/${write.id}`
  const before = known.memo.get(key)
  if (before !== undefined) return before
  if (!write.after) return write.before?.record ? [write.before.record] : []
  // Stops circles of partOf; the answer below replaces it.
  known.memo.set(key, write.type === 'Encounter' ? [write.id] : [])
  const found = [
    ...write.places.references.map(({ type, id }) => ({ type, id })),
    ...(known.named.get(write) ?? []),
  ].flatMap((place) => recordsAt(place, known))
  if (found.length === 0 && write.type === 'Encounter') found.push(write.id)
  const records = [...new Set(found)]
  known.memo.set(key, records)
  return records
}

function recordsAt({ type, id, record }: Named, known: Known): readonly string[] {
  const key = `${type}/${id}`
  const mine = known.own.get(key)
  if (mine) return recordsOf(mine, known)
  const stored = record ?? known.commit.records.get(key)
  return stored ? [stored] : []
}
