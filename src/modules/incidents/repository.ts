import { type RawBuilder, sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import type { ActView } from './contract.ts'
import { incidentErrors } from './errors.ts'

export interface IncidentRecord {
  readonly id: string
  readonly number: number
  readonly kind: string
  readonly title: string
  readonly what: string
  readonly touched: string
  readonly noticed_at: Date
  readonly noticed_by: string
  readonly opened_at: Date
  readonly opened_by: string
  readonly opened_name: string
  readonly origin: { readonly from: 'alarm' | 'unusual'; readonly ref: string } | null
  readonly closed_at: Date | null
}
export interface ActRecord {
  readonly incident_id: string
  readonly n: number
  readonly kind: ActView['kind']
  readonly at: Date
  readonly by: string
  readonly by_name: string
  readonly content: Readonly<Record<string, unknown>>
}
export interface Incident {
  readonly record: IncidentRecord
  readonly acts: readonly ActRecord[]
}

export const numberOf = ({ number }: Pick<IncidentRecord, 'number'>): string =>
  `SC/${String(number).padStart(4, '0')}`

/** Incidents with their lines, the newest first. */
export async function readIncidents(ctx: Context, where: RawBuilder<unknown>): Promise<readonly Incident[]> {
  const { rows } = await sql<IncidentRecord>`
    select * from incident i where i.facility = ${ctx.facility} and ${where}
    order by i.number desc limit 500`.execute(ctx.db)
  const acts = await sql<ActRecord>`
    select * from incident_act where facility = ${ctx.facility}
      and incident_id = any(${rows.map(({ id }) => id)}::uuid[]) order by n`.execute(ctx.db)
  const lines = Map.groupBy(acts.rows, (one) => one.incident_id)
  return rows.map((record) => ({ record, acts: lines.get(record.id) ?? [] }))
}

export const anyIncident = sql`true`
export const openIncidents = sql`i.closed_at is null`

export async function readIncident(ctx: Context, id: string): Promise<Incident> {
  const [found] = await readIncidents(ctx, sql`i.id = ${id}::uuid`)
  if (!found) throw commonErrors.notFound({ type: 'Incident', id })
  return found
}

/** The incident, held for this transaction, so that lines get one number each. */
export async function lockIncident(ctx: Context, id: string): Promise<Incident> {
  await sql`select 1 from incident where facility = ${ctx.facility} and id = ${id}::uuid for update`.execute(
    ctx.db,
  )
  const incident = await readIncident(ctx, id)
  if (incident.record.closed_at) throw incidentErrors.closed({ number: numberOf(incident.record) })
  return incident
}

/** Adds a line to the book. */
export async function addLine(
  ctx: Context,
  { record, acts }: Incident,
  kind: ActRecord['kind'],
  content: Readonly<Record<string, unknown>>,
): Promise<number> {
  const n = (acts.at(-1)?.n ?? 0) + 1
  await sql`
    insert into incident_act (facility, incident_id, n, kind, at, by, by_name, content)
    values (${ctx.facility}, ${record.id}::uuid, ${n}, ${kind}, ${ctx.now()}, ${ctx.actor.id}, ${ctx.actor.name},
      ${JSON.stringify(content)}::jsonb)`.execute(ctx.db)
  return n
}
