import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { tokenCase } from '#fhir/search/index-values.ts'
import type { Context } from '#platform/context.ts'
import { indexPlan, typeNumber } from './definitions.ts'
import { parseStored } from './read.ts'
import { type StoredRow, storedOf } from './stored-version.ts'

export interface NewestAsked {
  /** Ids of root Encounters. */
  readonly records: readonly string[]
  /** `system|code`, any of them. */
  readonly codes: readonly string[]
  /** Only what happened since then. */
  readonly since: Date
}

/**
 * The newest resource of a type with one of the codes in each of some records, by clinical time; what was entered in
 * error does not count. Few rows are looked at, however many were measured: a search would read them all.
 */
export async function newestInRecords<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  { records, codes, since }: NewestAsked,
): Promise<ReadonlyMap<string, T>> {
  const { hash } = indexPlan(ctx.facility, type)
  const hashes = codes.map((code) => hash(`code=${tokenCase(code)}`))
  const { rows } = await sql<StoredRow & { readonly record: string }>`
    select n.type, n.id, n.version, n.recorded_at, n.content, n.hash, n.patient, e.id as record
    from unnest(${records}::text[]) e(id)
    join resource s on s.facility = ${ctx.facility} and s.type = ${typeNumber('Encounter')} and s.id = e.id
    cross join lateral (
      select r.* from (
        select o.* from resource o
        where o.facility = ${ctx.facility} and o.type = ${typeNumber(type)} and o.patient = s.patient
          and o.ct >= ${since.getTime()}
        order by o.ct desc, o.id offset 0) r
      where r.record = e.id and r.toks && ${hashes}::bigint[] and r.status is distinct from 'entered-in-error'
      limit 1) n`.execute(ctx.db)
  return new Map(rows.map((row) => [row.record, parseStored<T>(storedOf(row))]))
}
