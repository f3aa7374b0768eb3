import { sql } from 'kysely'
import { type Day, dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type Concept, toConcept } from './concept.ts'
import type { ConceptRow } from './tables.ts'

export interface ConceptList {
  readonly system: string
  readonly revision: string
  readonly concepts: readonly Concept[]
  readonly byCode: ReadonlyMap<string, Concept>
}

/** What is in force on a day, in the order of the file. */
async function readConcepts(ctx: Context, system: string, day: Day): Promise<readonly Concept[]> {
  const { rows } = await sql<ConceptRow>`
    select facility, system, code, valid_from::text, load, valid_to::text, replaced_by, name, name_en, synonyms, parent,
           position, details, origin, row_hash
    from concept
    where facility = ${ctx.facility} and system = ${system} and replaced_by is null
      and valid_from <= ${day} and (valid_to is null or valid_to >= ${day})
    order by position, code`.execute(ctx.db)
  return rows.map(toConcept)
}

interface Kept<T> {
  readonly revision: string
  readonly day: Day
  readonly value: T
}

/**
 * Keeps what `make` builds from the lists of `systems` until one of them is loaded anew or the day changes:
 * one short query tells. Beside the facility, so that hospitals never see each other's lists.
 */
export function keptByRevision<T>(
  systems: readonly string[],
  make: (lists: readonly ConceptList[]) => T,
  /** Lists that are over are read as they were on a day. */
  asOf: Readonly<Record<string, Day>> = {},
) {
  const kept = new Map<number, Kept<T>>()
  return async (ctx: Context): Promise<T> => {
    const day = dayInVietnam(ctx.now())
    const revision = await revisionOf(ctx, systems)
    const known = kept.get(ctx.facility)
    if (known?.revision === revision && known.day === day) return known.value
    const lists: ConceptList[] = []
    for (const system of systems) lists.push(await readList(ctx, system, asOf[system] ?? day, revision))
    const value = make(lists)
    kept.set(ctx.facility, { revision, day, value })
    return value
  }
}

async function revisionOf(ctx: Context, systems: readonly string[]): Promise<string> {
  const { rows } = await sql<{ revision: string }>`
    select coalesce(string_agg(system || revision, ' ' order by system), '') as revision from code_list
    where facility = ${ctx.facility} and system = any(${systems})`.execute(ctx.db)
  return rows[0]?.revision ?? ''
}

async function readList(ctx: Context, system: string, day: Day, revision: string): Promise<ConceptList> {
  const concepts = await readConcepts(ctx, system, day)
  return { system, revision, concepts, byCode: new Map(concepts.map((concept) => [concept.code, concept])) }
}
