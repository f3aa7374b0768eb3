import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '#store/definitions.ts'
import { mayHaveMore, withinBytes } from '#store/within-bytes.ts'
import { type AsOf, type ExportedPart, lastLiving } from './export-rows.ts'

/** Where an export that goes patient by patient has come to. */
export interface Place {
  readonly patient: string
  /** The last resource written of the patient: rank and type, id; none before the header. */
  readonly type: number
  readonly id: string
}

export interface OrganizedRow {
  readonly type: string
  readonly number: number
  readonly id: string
  readonly content: Buffer
}

export const readPlace = (text: string | null): Place =>
  text === null ? { patient: '', type: -1, id: '' } : (JSON.parse(text) as Place)

/** The patient at whom an export goes on: the same as long as there is more of him, then the next. */
export async function nextPatient(ctx: Context, asOf: AsOf, after: string): Promise<string | undefined> {
  const { rows } = await sql<{ patient: string }>`
    select v.patient from resource_version v where ${lastLiving(ctx, asOf)} and v.patient > ${after}
    order by v.patient limit 1`.execute(ctx.db)
  return rows[0]?.patient
}

/** The next resources of a patient, or of none: the Patient first, then by type and id. */
export async function readOf(
  ctx: Context,
  asOf: AsOf,
  patient: string | null,
  { type, id }: Pick<Place, 'type' | 'id'>,
  limit: number,
): Promise<ExportedPart<OrganizedRow>> {
  const rank: RawBuilder<number> = sql`(case v.type when ${typeNumber('Patient')} then 0 else v.type end)`
  const asked = sql<{ number: number; rank: number; id: string; content: Buffer }>`
    select v.type as number, ${rank} as rank, v.id, v.content from resource_version v
    where ${lastLiving(ctx, asOf)} and v.patient is not distinct from ${patient}
      and (${rank}, v.id) > (${type}::integer, ${id})
    order by ${rank}, v.id limit ${limit}`
  const { rows } = await withinBytes(asked).execute(ctx.db)
  return {
    rows: rows.map((row) => ({
      type: structures.resourceTypeName(row.number),
      number: row.rank,
      id: row.id,
      content: row.content,
    })),
    hasMore: mayHaveMore(rows, limit),
  }
}

/** How many patients there are, and resources of patients and of none. */
export async function countOrganized(ctx: Context, asOf: AsOf) {
  const { rows } = await sql<{ patients: number; theirs: number; others: number }>`
    select count(distinct v.patient)::int as patients, count(v.patient)::int as theirs,
      (count(*) - count(v.patient))::int as others
    from resource_version v where ${lastLiving(ctx, asOf)}`.execute(ctx.db)
  return rows[0] ?? { patients: 0, theirs: 0, others: 0 }
}

/** What stands before the resources of a patient. */
export function headerOf(patient: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      resourceType: 'Parameters',
      parameter: [{ name: 'header', valueReference: { reference: `Patient/${patient}` } }],
    }),
  )
}
