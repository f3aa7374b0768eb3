import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { isLocked } from '#fhir/sdc/index.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { beginFill, canonicalOfForm, type Fill, readFill, writeAnswers } from '#modules/forms/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { dropsPerMinute, infusionAt } from './domain/infusion-volume.ts'
import type { OrderPlan } from './domain/order-plan.ts'
import type { DoseDetail } from './dose-detail.ts'
import { givingRules } from './rules.ts'

/** Infusion sheet, Circular 32/2023/TT-BYT, annex XXIX. */
const form = '07-BV2'
const group = 'infusion'

type Answer = NonNullable<QuestionnaireResponseItem['answer']>[number]

/** One infusion that has ended. */
export interface EndedInfusion {
  /** Id of its MedicationAdministration, and of its row in the sheet. */
  readonly id: string
  readonly encounterId: string
  readonly plan: OrderPlan
  readonly detail: DoseDetail
}

function cell(name: string, answer: Answer | undefined): QuestionnaireResponseItem[] {
  return answer === undefined ? [] : [{ linkId: `${group}.${name}`, answer: [answer] }]
}

const text = (value: string | undefined) => (value ? { valueString: value } : undefined)

/** Rates in drops per minute in their order, when the rate was changed. */
function rateNote(detail: DoseDetail, drops: number): string | undefined {
  const rates = (detail.infusion ?? []).flatMap((one) =>
    'rate' in one && one.rate ? [`${one.at.slice(11, 16)} ${dropsPerMinute(one.rate, drops)}`] : [],
  )
  return rates.length > 1 ? `Tốc độ ${rates.join(', ')} giọt/phút` : undefined
}

function lotText({ plan, detail }: EndedInfusion): string {
  const lots = detail.lots.map((one) => one.lot).filter(Boolean)
  if (lots.length > 0) return lots.join(', ')
  return plan.own ? 'Người bệnh mang theo' : 'Chưa rõ lô'
}

/** The row of an infusion as the statutory sheet asks; nothing is typed again. */
function rowOf(ended: EndedInfusion): QuestionnaireResponseItem {
  const { plan, detail } = ended
  const events = detail.infusion ?? []
  const [start, end] = [events[0], events.at(-1)]
  const standing = infusionAt(events, new Date(end?.at ?? 0))
  const drops = givingRules(start?.at.slice(0, 10) ?? '').dropsPerMl
  const rate = start && 'rate' in start && start.rate ? dropsPerMinute(start.rate, drops) : undefined
  return {
    id: ended.id,
    linkId: group,
    item: [
      ...cell('date', start && { valueDate: start.at.slice(0, 10) }),
      ...cell('fluid', text(plan.name)),
      ...cell('amount', {
        valueInteger: Math.max(1, Math.round(Number(standing.measuredMl ?? standing.computedMl))),
      }),
      ...cell('lot', text(lotText(ended))),
      ...cell('rate', rate === undefined ? undefined : { valueInteger: Math.min(400, Math.max(1, rate)) }),
      ...cell('start', start && { valueDateTime: start.at }),
      ...cell('end', end && { valueDateTime: end.at }),
      ...cell('doctor', text(plan.requester)),
      ...cell('nurse', text(detail.by)),
      ...cell('note', text(rateNote(detail, drops))),
    ],
  }
}

async function openSheet(ctx: Context, encounterId: string): Promise<Fill | undefined> {
  const [sheet] = await searchResources<QuestionnaireResponse & { id: string }>(ctx, 'QuestionnaireResponse', {
    encounter: `Encounter/${encounterId}`,
    questionnaire: await canonicalOfForm(ctx, form, dayInVietnam(ctx.now())),
    status: 'in-progress',
    _sort: '-authored',
    _count: '1',
  })
  return sheet && readFill(ctx, sheet.id)
}

const isBlank = (row: QuestionnaireResponseItem) =>
  row.linkId === group && !row.item?.some((one) => one.linkId === `${group}.fluid` && one.answer?.length)

async function write(ctx: Context, fill: Fill, item: readonly QuestionnaireResponseItem[]): Promise<void> {
  const response = { ...fill.response, item: [...item] } as never
  await writeAnswers(ctx, fill.response.id, { version: fill.version, response })
}

/** Writes an infusion that has ended into the infusion sheet of the stay; one is begun when none is open. */
export async function writeInfusion(ctx: Context, ended: EndedInfusion): Promise<void> {
  const { encounterId } = ended
  await sql`select pg_advisory_xact_lock(hashtextextended(${`infusion sheet ${encounterId}`}, 0))`.execute(ctx.db)
  const standing = await openSheet(ctx, encounterId)
  const fill = standing ?? (await readFill(ctx, (await beginFill(ctx, { id: ctx.newId(), form, encounterId })).id))
  const kept = (fill.response.item ?? []).filter((row) => row.id !== ended.id && !isBlank(row))
  await write(ctx, fill, [...kept, rowOf(ended)])
}

/** Takes out of the sheet an infusion that was written in error; a signed row stays for its nurse to strike. */
export async function takeOut(ctx: Context, encounterId: string, id: string): Promise<void> {
  const fill = await openSheet(ctx, encounterId)
  const rows = fill?.response.item ?? []
  const row = rows.find((one) => one.id === id)
  if (!fill || !row || isLocked(row)) return
  await write(
    ctx,
    fill,
    rows.filter((one) => one !== row),
  )
}
