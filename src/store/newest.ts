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

export interface NewestCode {
  /** `system|code` */
  readonly code: string
  readonly since: Date
}

/**
 * The newest resource of a patient with each of some codes, by clinical time, in their order; what is not final does not
 * count. The rows of the patient are passed once for all codes, and not further back than the longest of them asks.
 */
export async function newestOfPatient<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  patientId: string,
  asked: readonly NewestCode[],
): Promise<readonly (T | undefined)[]> {
  const { hash } = indexPlan(ctx.facility, type)
  const hashes = asked.map(({ code }) => hash(`code=${tokenCase(code)}`))
  const since = asked.map((one) => one.since.getTime())
  const { rows } = await sql<StoredRow & { readonly n: number }>`
    select r.type, r.id, r.version, r.recorded_at, r.content, r.hash, r.patient, f.n::int as n
    from (
      select distinct on (k.n) k.n, o.id
      from resource o
      join unnest(${hashes}::bigint[], ${since}::bigint[]) with ordinality k(hash, since, n)
        on o.toks @> array[k.hash] and o.ct >= k.since
      where o.facility = ${ctx.facility} and o.type = ${typeNumber(type)} and o.patient = ${patientId}
        and o.ct >= ${Math.min(...since)} and o.toks && ${hashes}::bigint[]
        and o.status in ('final', 'amended', 'corrected')
      order by k.n, o.ct desc, o.id) f
    join resource r on r.facility = ${ctx.facility} and r.type = ${typeNumber(type)} and r.id = f.id`.execute(
    ctx.db,
  )
  const found = new Map(rows.map((row) => [row.n, parseStored<T>(storedOf(row))]))
  return asked.map((_, at) => found.get(at + 1))
}
