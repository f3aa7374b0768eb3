import { sql } from 'kysely'
import { least } from '#fhir/search/date-range.ts'
import { hash53 } from '#fhir/search/hash.ts'
import type { Context } from '#platform/context.ts'
import { compartmentCodes, typeNumber } from './definitions.ts'
import { onlyPermitted } from './permitted.ts'
import { type StoredRow, storedOf } from './stored-version.ts'
import type { StoredVersion } from './types.ts'
import { refuseCut, withinBytes } from './within-bytes.ts'

export interface MembersQuery {
  /** `Patient` with an id, or all patients' compartments when the id is absent. */
  readonly compartment: 'Patient' | 'Encounter'
  readonly id: string | undefined
  /** Only these types. */
  readonly types?: readonly string[] | undefined
  /** Only what was stored since. */
  readonly since?: Date | undefined
  /** Only what has a clinical time within, in ms since 1970; what has none is kept. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly after?: { readonly type: number; readonly id: string } | undefined
  readonly limit: number
}

/** What is in a compartment, the focus too, by type and id; `next` continues after the last one. */
export async function listMembers(
  ctx: Context,
  query: MembersQuery,
): Promise<{ readonly members: readonly StoredVersion[]; readonly next?: { type: number; id: string } }> {
  const asked = sql<StoredRow>`
    select r.type, r.id, r.version, r.recorded_at, r.content, r.hash, r.patient from ${sourceOf(ctx, query)} r
    where r.facility = ${ctx.facility}
      and (r.type, r.id) > (${query.after?.type ?? -1}::smallint, ${query.after?.id ?? ''})
      and (${query.types === undefined} or r.type = any(${(query.types ?? []).map(typeNumber)}::smallint[]))
      and (${query.since ?? null}::timestamptz is null or r.recorded_at >= ${query.since ?? null})
      and (r.ct = ${least} or ((${query.to ?? null}::float8 is null or r.ct <= ${query.to ?? null})
        and (${query.from ?? null}::float8 is null or r.ct_end >= ${query.from ?? null})))
    order by r.type, r.id limit ${query.limit + 1}`
  const { rows } = await withinBytes(asked).execute(ctx.db)
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    members: await onlyPermitted(ctx, page.map(storedOf)),
    ...((rows[0]?.found ?? 0) > page.length && last ? { next: { type: last.type, id: last.id } } : {}),
  }
}

/** The rows that may be members, by index: behind a fence, so that the order by key does not tempt the planner. */
function sourceOf(ctx: Context, { compartment, id }: MembersQuery) {
  if (id === undefined) return sql`(select * from resource where patient is not null)`
  const target = `${compartment}/${id}`
  const hashes = Object.entries(compartmentCodes(compartment)).flatMap(([type, codes]) =>
    codes.map((code) => hash53(`${ctx.facility} ${type} ${code}=${target}`)),
  )
  return sql`(
    select * from resource where toks && ${hashes}::bigint[]
    union select * from resource where facility = ${ctx.facility} and type = ${typeNumber(compartment)} and id = ${id}
    offset 0)`
}

/** Resources by their address, those that exist. Refused when they are too long together. */
export async function readMany(
  ctx: Context,
  wanted: readonly { readonly type: string; readonly id: string }[],
): Promise<readonly StoredVersion[]> {
  if (wanted.length === 0) return []
  const asked = sql<StoredRow>`
    select r.type, r.id, r.version, r.recorded_at, r.content, r.hash, r.patient
    from unnest(${wanted.map((one) => typeNumber(one.type))}::smallint[], ${wanted.map((one) => one.id)}::text[]) as x(type, id)
    join resource r on r.facility = ${ctx.facility} and r.type = x.type and r.id = x.id`
  const { rows } = await withinBytes(asked).execute(ctx.db)
  refuseCut(rows)
  return onlyPermitted(ctx, rows.map(storedOf))
}
