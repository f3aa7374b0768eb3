import { sql } from 'kysely'
import { tokenForms } from '#fhir/search/index-values.ts'
import type { Context } from '#platform/context.ts'
import { belongingPaths, indexPlan, parameters, structures } from './definitions.ts'
import type { LogicalReference } from './record-of.ts'
import type { Write } from './write.ts'

/** A resource, with the record it belongs to when it is stored. */
export interface Named {
  readonly type: string
  readonly id: string
  readonly record?: string | null
}

/** Most resources of one identifier that are looked at; a number given anew each day names many. */
const mostNamed = 50

/**
 * What the identifiers lead to that stand where a visit is named, stored or of the same commit. A number that
 * several resources carry names all of them: whoever is meant, a locked record stays as it is.
 */
export async function findLogical(
  ctx: Context,
  writes: readonly Write[],
): Promise<ReadonlyMap<Write, readonly Named[]>> {
  const found = new Map<Write, readonly Named[]>()
  for (const write of writes) {
    if (write.places.logical.length === 0) continue
    const stored = await findStored(ctx, write.places.logical)
    found.set(write, [...stored, ...write.places.logical.flatMap((wanted) => findGiven(writes, wanted))])
  }
  return found
}

async function findStored(ctx: Context, wanted: readonly LogicalReference[]): Promise<readonly Named[]> {
  const hashes = wanted.flatMap((one) =>
    typesOf(one.type).map((type) => indexPlan(ctx.facility, type).hash(`identifier=${formOf(one)}`)),
  )
  const { rows } = await sql<{ type: number; id: string; record: string | null }>`
    select type, id, record from store_by_tokens(${ctx.facility}, ${hashes}::bigint[], ${mostNamed})`.execute(
    ctx.db,
  )
  return rows.map((row) => ({ type: structures.resourceTypeName(row.type), id: row.id, record: row.record }))
}

/** With its system, or in any system, in the form the index has. */
function formOf(wanted: LogicalReference): string {
  const forms = tokenForms({ type: 'Identifier', value: wanted })
  return forms[wanted.system === undefined ? 1 : 0] ?? ''
}

let bearing: readonly string[] | undefined

/** Types that can be the place of another: visits and all that belong to one. */
function typesOf(type: string | undefined): readonly string[] {
  if (type !== undefined && structures.isResource(type)) return [type]
  bearing ??= Object.keys(structures.resourceTypes).filter(
    (one) =>
      (one === 'Encounter' || belongingPaths(one).record.length > 0) && parameters.of(one).has('identifier'),
  )
  return bearing
}

function findGiven(writes: readonly Write[], wanted: LogicalReference): readonly Named[] {
  const form = formOf(wanted)
  return writes
    .filter((write) => wanted.type === undefined || wanted.type === write.type)
    .filter((write) =>
      [(write.after as { identifier?: unknown } | undefined)?.identifier ?? []]
        .flat()
        .some((value) => tokenForms({ type: 'Identifier', value }).includes(form)),
    )
    .map(({ type, id }) => ({ type, id }))
}
