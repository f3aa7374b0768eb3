import type { Organization } from '@medplum/fhirtypes'
import { type RawBuilder, sql } from 'kysely'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { OverdueQuery, OverdueView } from './contract.ts'
import { deadlineFor, nextDue } from './domain/deadlines.ts'
import { patientNames } from './patient-names.ts'
import { orderRules } from './rules.ts'
import type { WorkRow } from './work-rows.ts'

/** An answer that nobody opened is looked for this many days; afterwards it stands in the chart. */
const unseenDays = 14

/** Ids of the departments the actor works in. */
const ownDepartments = (ctx: Context) => ctx.actor.departments.map((code) => `dept-${code.toLowerCase()}`)

function concerns(ctx: Context, query: OverdueQuery): RawBuilder<unknown> {
  const departments = query.department ? [query.department] : ownDepartments(ctx)
  if (query.view === 'mine') return sql`requester_id = ${ctx.actor.practitionerId ?? ''}`
  if (query.view === 'ward') return sql`department = any(${departments}::text[])`
  const laboratory = departments.includes('dept-xn')
  return sql`(performer = any(${departments}::text[])
    or (performer is null and department = any(${departments}::text[]))
    or (${laboratory} and kind = 'laboratory'))`
}

async function openRows(ctx: Context, query: OverdueQuery): Promise<WorkRow[]> {
  const since = new Date(ctx.now().getTime() - unseenDays * 86_400_000)
  const { rows } = await sql<WorkRow>`
    select * from order_work
    where facility = ${ctx.facility} and resource_type = 'ServiceRequest' and ${concerns(ctx, query)}
      and ((status = 'active' and resulted_at is null)
        or (resulted_at > ${since} and seen_at is null and status <> 'entered-in-error'
          and kind in ('laboratory', 'imaging', 'function-test', 'consultation')))
    order by ordered_at limit 1000`.execute(ctx.db)
  return rows
}

async function departmentNames(ctx: Context, rows: readonly WorkRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => [row.department ?? [], row.performer ?? []].flat()))]
  if (ids.length === 0) return new Map()
  const found = await searchResources<Organization>(ctx, 'Organization', { _id: ids.join(',') })
  return new Map(found.map((one) => [one.id ?? '', one.name ?? '']))
}

/** Orders whose next step is late, for who ordered, for the ward, or for who performs; all open ones when asked. */
export async function listOverdue(ctx: Context, query: OverdueQuery): Promise<OverdueView> {
  const now = ctx.now()
  const rows = (await openRows(ctx, query)).flatMap((row) => {
    const rule = deadlineFor(orderRules().deadlines, row.kind, row.urgent, dayInVietnam(row.ordered_at))
    const due = nextDue(
      {
        kind: row.kind,
        urgent: row.urgent,
        startsAt: row.starts_at,
        collectedAt: row.collected_at ?? undefined,
        performedAt: row.performed_at ?? undefined,
        resultedAt: row.resulted_at ?? undefined,
        seenAt: row.seen_at ?? undefined,
        open: row.status === 'active',
      },
      rule,
    )
    const performing = query.view === 'performing' && due?.step === 'see'
    if (!due || performing || (due.at > now && !query.all)) return []
    return [{ row, due }]
  })
  const shown = rows.sort((a, b) => a.due.at.getTime() - b.due.at.getTime()).slice(0, 300)
  const all = shown.map((one) => one.row)
  const [names, departments] = await Promise.all([
    patientNames(
      ctx,
      all.map((row) => row.patient_id),
    ),
    departmentNames(ctx, all),
  ])
  return {
    orders: shown.map(({ row, due }) => ({
      id: row.id,
      kind: row.kind,
      name: row.name,
      urgent: row.urgent,
      patientName: names.get(row.patient_id) ?? '',
      patientId: row.patient_id,
      encounterId: row.encounter_id,
      department: departments.get(row.department ?? '') ?? '',
      performer: departments.get(row.performer ?? '') ?? '',
      requester: row.requester_name ?? '',
      orderedAt: instantInVietnam(row.ordered_at),
      step: due.step,
      dueAt: instantInVietnam(due.at),
      late: due.at <= now,
      performed: row.performed_at !== null,
    })),
    total: rows.length,
  }
}
