import { sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { readDrugCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import type { MeasureView, RuleMeasure } from './contract.ts'
import type { CheckAlert, Override } from './domain/alert.ts'
import { wayOf } from './domain/facts.ts'
import { coveredChecks, type Knowledge } from './domain/knowledge.ts'
import { medicineKnowledge } from './knowledge.ts'

/** An alert as far as its fatigue is counted, whichever module makes it. */
type Counted = Pick<CheckAlert, 'key' | 'rule' | 'level' | 'dry'> & { readonly kind: string }

/** Notes that alerts were shown, or would have been; the same alert counts once for a stay, person and day. */
export async function noteShown(ctx: Context, encounterId: string, alerts: readonly Counted[]): Promise<void> {
  const once = [...new Map(alerts.map((one) => [one.key, one])).values()].sort((a, b) =>
    a.key.localeCompare(b.key),
  )
  if (once.length === 0) return
  const dry = once.map((one) => one.dry === true)
  await sql`
    insert into order_alert
      (facility, encounter_id, key, person, day, rule, kind, level, shown, dry, outcome, first_at, last_at)
    select ${ctx.facility}, ${encounterId}, key, ${ctx.actor.id}, ${dayInVietnam(ctx.now())}::date, rule, kind, level,
      1, dry, case when dry then 'dry' else 'shown' end, ${ctx.now()}, ${ctx.now()}
    from unnest(${once.map((one) => one.key)}::text[], ${once.map((one) => one.rule)}::text[],
      ${once.map((one) => one.kind)}::text[], ${once.map((one) => one.level)}::text[], ${dry}::boolean[])
      as told (key, rule, kind, level, dry)
    on conflict (facility, encounter_id, key, person, day)
    do update set shown = order_alert.shown + 1, last_at = excluded.last_at`.execute(ctx.db)
}

/** What came of the alerts of an act: given a reason, or heeded because the line was left out or changed. */
export async function noteOutcome(
  ctx: Context,
  encounterId: string,
  standing: readonly Counted[],
  overrides: readonly Override[],
): Promise<void> {
  await noteShown(ctx, encounterId, standing)
  const given = new Map(overrides.map((one) => [one.key, one.reason]))
  const passed = standing.filter((one) => one.level !== 'note' && given.has(one.key))
  const where = sql`facility = ${ctx.facility} and encounter_id = ${encounterId} and person = ${ctx.actor.id}
    and day = ${dayInVietnam(ctx.now())}::date`
  await sql`
    update order_alert set outcome = 'overridden', reason = told.reason
    from unnest(${passed.map((one) => one.key)}::text[], ${passed.map((one) => given.get(one.key) ?? '')}::text[])
      as told (key, reason)
    where ${where} and order_alert.key = told.key`.execute(ctx.db)
  const still = standing.map((one) => one.key)
  await sql`
    update order_alert set outcome = 'heeded'
    where ${where} and outcome = 'shown' and not key = any(${still}::text[])`.execute(ctx.db)
}

interface Row extends Omit<RuleMeasure, 'reasons'> {
  readonly reasons: string[] | null
}

/** Per rule: how often it spoke, was heeded, was passed over, or ran silently. */
export async function measure(ctx: Context, from: string, to: string): Promise<MeasureView> {
  const { rows } = await sql<Row>`
    select rule, kind, max(level) as level,
      count(*) filter (where not dry)::int as shown,
      count(*) filter (where outcome = 'heeded')::int as heeded,
      count(*) filter (where outcome = 'overridden')::int as overridden,
      count(*) filter (where outcome = 'shown')::int as open,
      count(*) filter (where dry)::int as dry,
      (array_agg(reason order by last_at desc) filter (where reason is not null))[1:5] as reasons
    from order_alert
    where facility = ${ctx.facility} and day between ${from}::date and ${to}::date
    group by rule, kind order by count(*) desc, rule limit 300`.execute(ctx.db)
  return {
    rules: rows.map((row) => ({ ...row, reasons: row.reasons ?? [] })),
    coverage: await coverage(ctx),
  }
}

/** Which drugs of the list each check says nothing about. */
async function coverage(ctx: Context): Promise<MeasureView['coverage']> {
  const { names, knowledge } = medicineKnowledge()
  const drugs = [...(await readDrugCatalogue(ctx)).drugs.values()].filter(
    (drug) => wayOf(drug.route.code) !== 'local',
  )
  return {
    drugs: drugs.length,
    missing: coveredChecks.map((check) => ({
      check,
      drugs: drugs
        .filter((drug) => !drug.ingredients.every((name) => names.covered(name).has(check)))
        .map((drug) => drug.label),
    })),
    rows: comparedRows(knowledge),
    insured: knowledge.insurance.map((one) => one.ingredient),
  }
}

/** How far the rows were compared with the sources that they name. */
function comparedRows(knowledge: Knowledge): MeasureView['coverage']['rows'] {
  const { interactions, doses, renal, states, contraindications, insurance } = knowledge
  const marks = [interactions, doses, renal, states, contraindications, insurance].flat()
  const of = (mark: string) => marks.filter(({ confidence }) => confidence === mark).length
  return { read: of('S'), partly: of('P'), notCompared: of('K') }
}
