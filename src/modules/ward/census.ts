import { sql } from 'kysely'
import { addDays, dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import type { Census } from './board-contract.ts'
import { wardErrors } from './errors.ts'

interface Row {
  readonly id: string
  readonly name: string
  readonly beds: number
  readonly before: number
  readonly admitted: number
  readonly transferredIn: number
  readonly transferredOut: number
  readonly discharged: number
  readonly transferredAway: number
  readonly died: number
  readonly remaining: number
  readonly onLeave: number
}

/**
 * Movement of patients by department between two moments; a day's census runs from midnight to midnight. Before and what
 * came, less what went, is what remains: every row of places begins and ends by one of these.
 */
export async function readCensus(
  ctx: Context,
  query: { day?: string; from?: string; to?: string },
): Promise<Census> {
  const { from, to } = spanOf(ctx, query)
  const { rows } = await sql<Row>`
    with step as (
      select here.department, lower(here.during) as starts, upper(here.during) as ends, stay.disposition,
        exists (select 1 from stay_leave away where away.facility = here.facility
          and away.encounter_id = here.encounter_id and lower(away.during) < ${to}::timestamptz
          and coalesce(upper(away.during), 'infinity') >= ${to}::timestamptz) as is_away,
        lag(here.department) over its as came_from, lead(here.department) over its as goes_to
      from stay_place here join stay on stay.facility = here.facility and stay.encounter_id = here.encounter_id
      where here.facility = ${ctx.facility}
        and stay.admitted_at < ${to}::timestamptz and coalesce(stay.left_at, 'infinity') >= ${from}::timestamptz
      window its as (partition by here.encounter_id order by here.n)),
    counted as (
      select department,
        count(*) filter (where starts < ${from}::timestamptz and (ends is null or ends >= ${from}::timestamptz)) as before,
        count(*) filter (where starts >= ${from}::timestamptz and came_from is null) as admitted,
        count(*) filter (where starts >= ${from}::timestamptz and came_from <> department) as "transferredIn",
        count(*) filter (where is_over and goes_to <> department) as "transferredOut",
        count(*) filter (where is_over and goes_to is null and coalesce(disposition, 'home') not in ('transfer-out', 'death'))
          as discharged,
        count(*) filter (where is_over and goes_to is null and disposition = 'transfer-out') as "transferredAway",
        count(*) filter (where is_over and goes_to is null and disposition = 'death') as died,
        count(*) filter (where ends is null or ends >= ${to}::timestamptz) as remaining,
        count(*) filter (where (ends is null or ends >= ${to}::timestamptz) and is_away) as "onLeave"
      from (select step.*, coalesce(ends >= ${from}::timestamptz and ends < ${to}::timestamptz, false) as is_over
        from step where starts < ${to}::timestamptz) told
      group by department)
    select ward.department as id, ward.name,
      (select count(*) from ward_place bed where bed.facility = ward.facility and bed.department = ward.department
        and bed.kind = 'bd' and bed.active)::int as beds,
      coalesce(before, 0)::int as before, coalesce(admitted, 0)::int as admitted,
      coalesce("transferredIn", 0)::int as "transferredIn", coalesce("transferredOut", 0)::int as "transferredOut",
      coalesce(discharged, 0)::int as discharged, coalesce("transferredAway", 0)::int as "transferredAway",
      coalesce(died, 0)::int as died, coalesce(remaining, 0)::int as remaining, coalesce("onLeave", 0)::int as "onLeave"
    from ward_place ward left join counted on counted.department = ward.department
    where ward.facility = ${ctx.facility} and ward.kind = 'wa' order by ward.ord, ward.location_id`.execute(ctx.db)
  return { from: from.toISOString(), to: to.toISOString(), rows: rows.map(asTold) }
}

const asTold = ({ id, name, ...counts }: Row) => ({ department: { id, name }, ...counts })

function spanOf(
  ctx: Context,
  query: { readonly day?: string; readonly from?: string; readonly to?: string },
): { readonly from: Date; readonly to: Date } {
  const now = ctx.now()
  const day = query.day ?? dayInVietnam(now)
  if (!isDay(day)) throw commonErrors.notADay({ value: day })
  const midnight = (of: string) => new Date(`${of}T00:00:00+07:00`)
  const from = query.from ? new Date(query.from) : midnight(day)
  const to = query.to ? new Date(query.to) : midnight(addDays(day, 1))
  if (from > to || from > now) throw wardErrors.badTime({ at: from.toISOString() })
  return { from, to: new Date(Math.min(to.getTime(), now.getTime())) }
}
