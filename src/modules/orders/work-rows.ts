import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** A row of order_work. */
export interface WorkRow {
  readonly resource_type: 'ServiceRequest' | 'MedicationRequest'
  readonly id: string
  readonly kind: string
  readonly code: string
  readonly name: string
  readonly urgent: boolean
  readonly requisition: string | null
  readonly patient_id: string
  readonly encounter_id: string
  readonly department: string | null
  readonly performer: string | null
  readonly requester_id: string | null
  readonly requester_name: string | null
  readonly status: string
  readonly standing: boolean
  readonly starts_at: Date
  readonly ordered_at: Date
  readonly collected_at: Date | null
  readonly performed_at: Date | null
  readonly resulted_at: Date | null
  readonly seen_at: Date | null
  readonly seen_by: string | null
  readonly cosign_until: Date | null
  readonly said_by: string | null
  readonly cosigned_at: Date | null
}

export async function workOfStay(ctx: Context, encounterId: string): Promise<ReadonlyMap<string, WorkRow>> {
  const { rows } = await sql<WorkRow>`
    select * from order_work where facility = ${ctx.facility} and encounter_id = ${encounterId}`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, row]))
}

export async function workOf(ctx: Context, type: string, id: string): Promise<WorkRow | undefined> {
  const { rows } = await sql<WorkRow>`
    select * from order_work
    where facility = ${ctx.facility} and resource_type = ${type} and id = ${id}`.execute(ctx.db)
  return rows[0]
}
