import type { Patient } from '@medplum/fhirtypes'
import { type RawBuilder, sql } from 'kysely'
import { sid } from '#fhir/systems.ts'
import { ownAmong } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { PeriodQuery, Unusual, UnusualPage } from '../contract.ts'
import { byId, periodOfDays } from '../list-audit.ts'
import { namesOf, strangerOf } from '../who-saw.ts'
import { type NightRule, unusualRules, type VolumeRule } from './rules.ts'

interface Row {
  readonly rule: string
  readonly actor: string
  /** Empty for a rule over many patients. */
  readonly patient: string
  readonly day: string
  readonly times: number
  readonly patients: number
  readonly usual: number | null
  readonly verdict: 'justified' | 'followed' | null
  readonly note: string | null
  readonly by: string | null
}

interface Period {
  readonly facility: number
  readonly from: Date
  readonly to: Date
}

const usualDays = 7
const most = 500

/**
 * Accesses that somebody should ask about: own record, household, neighbours, colleagues, the night, the number. What
 * was looked into stays in the list with its verdict. Asking is itself an event.
 */
export async function listUnusual(ctx: Context, query: PeriodQuery): Promise<UnusualPage> {
  const period = { facility: ctx.facility, ...periodOfDays(ctx, query, usualDays) }
  const { rows } = await sql<Row>`
    select x.rule, x.actor, x.patient, to_char(x.day, 'YYYY-MM-DD') as day, x.times, x.patients, x.usual,
      r.verdict, r.note, r.by
    from (${sql.join(
      unusualRules.map((rule) => question(rule, period)),
      sql` union all `,
    )})
      as x(rule, actor, patient, day, times, patients, usual)
    left join audit_review r on r.facility = ${ctx.facility} and r.rule = x.rule and r.actor = x.actor
      and r.patient = x.patient and r.day = x.day
    order by (r.id is null) desc, x.day desc, x.times desc, x.actor, x.patient limit ${most}`.execute(ctx.db)
  await writeAudit(ctx, { action: 'view', outcome: 'success', detail: { kind: 'audit', of: 'unusual' } })
  return { rows: await told(ctx, rows), upTo: await summedUpTo(ctx) }
}

function question(rule: (typeof unusualRules)[number], period: Period): RawBuilder<unknown> {
  if (rule.rule === 'night') return atNight(rule, period)
  if (rule.rule === 'volume') return tooMany(rule, period)
  const kind = rule.rule === 'colleague' ? 'own' : rule.rule
  // A colleague's record is the own one of somebody else.
  const whose = rule.rule === 'colleague' ? sql`a.actor <> k.account` : sql`a.actor = k.account`
  return sql`
    select ${rule.rule}::text, a.actor, a.patient, a.day, sum(a.seen + a.written + a.taken)::integer, 1, null::real
    from audit_relation k
    join audit_access a on a.facility = k.facility and a.patient = k.patient and ${whose}
    where k.facility = ${period.facility} and k.kind = ${kind} and ${days(period)} and a.actor <> 'system'
    group by a.actor, a.patient, a.day`
}

const days = ({ from, to }: Period) => sql`a.day >= (${from}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date
  and a.day < (${to}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date`

function atNight(rule: NightRule, period: Period): RawBuilder<unknown> {
  return sql`
    select 'night'::text, a.actor, ''::text, a.day, a.night_times, a.night_patients, null::real
    from audit_day a
    where a.facility = ${period.facility} and ${days(period)} and a.actor like '________-%'
      and a.night_patients >= ${rule.leastPatients} and (
        select count(*) from audit_day h
        where h.facility = ${period.facility} and h.actor = a.actor and h.night_patients > 0
          and h.day >= a.day - ${rule.habitDays}::integer and h.day < a.day) <= ${rule.habitNights}`
}

function tooMany(rule: VolumeRule, period: Period): RawBuilder<unknown> {
  return sql`
    select 'volume'::text, a.actor, ''::text, a.day, a.times, a.patients, u.usual::real
    from audit_day a
    cross join lateral (
      select coalesce(avg(h.patients), 0)::real as usual from audit_day h
      where h.facility = ${period.facility} and h.actor = a.actor
        and h.day >= a.day - ${rule.habitDays}::integer and h.day < a.day) u
    where a.facility = ${period.facility} and ${days(period)} and a.actor like '________-%'
      and a.patients >= ${rule.leastPatients} and a.patients >= u.usual * ${rule.timesMean}`
}

async function told(ctx: Context, rows: readonly Row[]): Promise<readonly Unusual[]> {
  const people = await namesOf(ctx, [...new Set(rows.flatMap(({ actor, by }) => (by ? [actor, by] : [actor])))])
  const patients = await byId<Patient>(
    ctx,
    'Patient',
    rows.slice(0, most).flatMap(({ patient }) => patient || []),
  )
  const own = await ownAmong(
    ctx,
    rows.map(({ actor }) => actor),
  )
  return rows.map(({ usual, verdict, note, by, ...row }) => {
    const patient = patients.get(row.patient)
    const rule = unusualRules.find((one) => one.rule === row.rule)
    return {
      ...row,
      own: own.has(row.actor),
      title: rule?.title[ctx.language] ?? row.rule,
      who: people.get(row.actor) ?? strangerOf(row.actor),
      patientName: patient?.name?.[0]?.text ?? '',
      mrn: patient?.identifier?.find((one) => one.system === sid.mrn)?.value ?? '',
      usual: usual ?? undefined,
      review: verdict ? { verdict, note: note ?? '', by: people.get(by ?? '')?.name ?? by ?? '' } : undefined,
    }
  })
}

/** The latest moment whose events are in the sums. */
async function summedUpTo(ctx: Context): Promise<string | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(last_at) as at from audit_access where facility = ${ctx.facility}
      and day >= (${ctx.now()}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date - 1`.execute(ctx.db)
  return rows[0]?.at?.toISOString()
}
