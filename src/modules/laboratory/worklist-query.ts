import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { WorkState } from './domain/work-state.ts'

export interface RequisitionRow {
  readonly requisition: string
  readonly patient_id: string
  readonly urgent: boolean
  readonly critical: boolean
  readonly ordered_at: Date
  readonly requester_name: string | null
  readonly groups: readonly string[]
  readonly tests: readonly { readonly name: string; readonly state: WorkState }[]
  readonly accessions: readonly string[]
}

const openDays = 30

/**
 * Requisitions with an open request, and those released within the last day: urgent ones first, then the
 * oldest. Older open ones than a month are not work any more; they stay in the chart.
 */
export async function listRequisitions(ctx: Context, limit: number): Promise<readonly RequisitionRow[]> {
  const since = new Date(ctx.now().getTime() - openDays * 86_400_000)
  const released = new Date(ctx.now().getTime() - 86_400_000)
  const { rows } = await sql<RequisitionRow>`
    select w.requisition, min(w.patient_id) as patient_id, bool_or(w.urgent) as urgent, min(w.ordered_at) as ordered_at,
      min(w.requester_name) as requester_name, array_agg(distinct w.lab_group) as groups,
      json_agg(json_build_object('name', w.name, 'state', w.state) order by w.ordered_at, w.request_id) as tests,
      coalesce(bool_or(r.critical), false) as critical,
      coalesce((select array_agg(distinct t.accession) from lab_tube t
        where t.facility = ${ctx.facility} and t.requests && array_agg(w.request_id) and t.accession is not null), '{}') as accessions
    from lab_work w
    left join lateral (
      select true as critical from lab_result x
      where x.facility = w.facility and x.request_id = w.request_id and x.flag in ('LL', 'HH')
        and x.called_at is null and x.status <> 'entered-in-error' limit 1
    ) r on true
    where w.facility = ${ctx.facility} and w.state <> 'cancelled'
      and ((w.state <> 'released' and w.ordered_at > ${since}) or w.changed_at > ${released})
    group by w.requisition
    order by bool_and(w.state = 'released'), bool_or(w.urgent) desc, min(w.ordered_at)
    limit ${limit}`.execute(ctx.db)
  return rows
}

/** For the badge of the menu: requisitions at the laboratory, and whether a critical value waits. */
export async function countWaiting(ctx: Context): Promise<{ readonly count: number; readonly tone?: 'hot' }> {
  const since = new Date(ctx.now().getTime() - openDays * 86_400_000)
  const { rows } = await sql<{ count: number; critical: boolean }>`
    select count(distinct w.requisition)::int as count,
      coalesce(bool_or(x.flag in ('LL', 'HH') and x.called_at is null and x.status <> 'entered-in-error'), false) as critical
    from lab_work w left join lab_result x on x.facility = w.facility and x.request_id = w.request_id
    where w.facility = ${ctx.facility} and w.state in ('collected', 'received', 'entered', 'validated') and w.ordered_at > ${since}`.execute(
    ctx.db,
  )
  const row = rows[0] ?? { count: 0, critical: false }
  return { count: row.count, ...(row.critical ? { tone: 'hot' } : {}) }
}
