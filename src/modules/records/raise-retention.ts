import { sql } from 'kysely'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { RaiseOption, RetentionView } from './contract.ts'
import { type Retention, raisedTerms } from './domain/retention.ts'
import { retentionOnRecord, stateOf } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import type { RaiseRetention } from './office-contract.ts'
import { personOf } from './person.ts'
import { dayOf } from './record-facts.ts'
import { type RecordMembers, readMembers } from './record-members.ts'
import { refreshIndex } from './refresh-index.ts'
import { retentionRules } from './rules.ts'

interface RaisedRow {
  readonly class: string
  readonly years: number
  readonly until: string
  readonly source: string
  readonly reason: string
  readonly raised_name: string
  readonly raised_at: Date
}

/** The longest term that an archived record was raised to; undefined when it never was. */
export async function raisedRetention(ctx: Context, encounterId: string): Promise<RetentionView | undefined> {
  const { rows } = await sql<RaisedRow>`
    select class, years, until::text as until, source, reason, raised_name, raised_at from record_retention
    where facility = ${ctx.facility} and encounter_id = ${encounterId} order by until desc limit 1`.execute(ctx.db)
  const row = rows[0]
  if (!row) return undefined
  const { class: code, years, until, source, reason } = row
  const raised = { by: row.raised_name, at: instantInVietnam(row.raised_at), reason }
  return { code, years, until, source, title: titleOfClass(ctx, code), raised }
}

export function titleOfClass(ctx: Context, code: string): string {
  const found = retentionRules.flatMap((rule) => rule.classes).find((one) => one.code === code)
  return found?.title[ctx.language] ?? code
}

/** Terms that an archived record may be raised to: longer than the one that holds. */
export function raiseOptions(ctx: Context, record: RecordMembers, until: string): readonly RaiseOption[] {
  if (stateOf(record.encounter) !== 'archived') return []
  const died = record.patient?.deceasedDateTime !== undefined
  return longer(ctx, record, until).map((one) => ({
    code: one.code,
    title: one.title[ctx.language],
    years: one.years,
    until: one.until,
    suggested: died && one.code === 'death',
  }))
}

function longer(ctx: Context, record: RecordMembers, until: string): readonly Retention[] {
  const closedOn = dayOf(record.encounter.period?.end) ?? dayInVietnam(ctx.now())
  return raisedTerms(closedOn, retentionRules).filter((one) => one.until > until)
}

/** Keeps an archived record longer, because a death or an accident came to light. The record itself stays as it is. */
export async function raiseRetention(
  ctx: Context,
  id: string,
  given: RaiseRetention,
): Promise<{ readonly keptUntil: string }> {
  const record = await readMembers(ctx, id)
  const { number } = record
  if (stateOf(record.encounter) !== 'archived') throw recordErrors.notArchived({ number })
  const before = (await raisedRetention(ctx, id))?.until ?? retentionOnRecord(record.encounter)?.until ?? ''
  const term = longer(ctx, record, before).find((one) => one.code === given.class)
  if (!term) throw recordErrors.notLonger({ number, until: before })
  await refreshIndex(ctx)
  const reason = given.reason.trim()
  await sql`
    insert into record_retention (facility, id, encounter_id, class, years, until, source, reason, raised_by, raised_name,
      raised_at)
    values (${ctx.facility}, ${ctx.newId()}, ${id}, ${term.code}, ${term.years}, ${term.until}::date,
      ${`${term.source}, dòng ${term.row}`}, ${reason}, ${personOf(ctx)}, ${ctx.actor.name}, ${ctx.now()})`.execute(
    ctx.db,
  )
  await writeAudit(ctx, {
    action: 'retain',
    outcome: 'success',
    patientId: record.patient?.id,
    entities: [`Encounter/${id}`],
    detail: { kind: 'record.retention', class: term.code, years: term.years, until: term.until, before, reason },
  })
  return { keptUntil: term.until }
}
