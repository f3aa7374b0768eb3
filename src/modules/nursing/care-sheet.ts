import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { rowMarks } from '#fhir/sdc/index.ts'
import { beginFill, canonicalOfForm, type Fill, readFill, writeAnswers } from '#modules/forms/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { dayRows, entryRow, shiftRows } from './care-sheet-rows.ts'
import type { SheetAnswer } from './contract.ts'
import { mergeAnswers } from './domain/merge-answers.ts'
import { nursingErrors } from './errors.ts'
import { type SheetFacts, sheetFacts } from './sheet-facts.ts'
import { type Item, type SheetWriter, sheetWriter } from './sheet-items.ts'
import { actorOf, openStay } from './stay.ts'

/**
 * Writes what the shift has measured, given and done into the statutory care sheet of the level: 37/BV2 of the day, or the
 * sheet 38/BV2 that goes on. What stands in the sheet stays; the nurse looks, adds what only eyes see, and signs.
 */
export async function writeCareSheet(ctx: Context, stayId: string): Promise<SheetAnswer> {
  const stay = await openStay(ctx, stayId)
  const facts = await sheetFacts(ctx, stay)
  const form = facts.level?.level.form
  if (!form) throw nursingErrors.noLevel()
  await sql`select pg_advisory_xact_lock(hashtextextended(${`care sheet ${stayId}`}, 0))`.execute(ctx.db)
  const standing = await openSheet(ctx, stayId, form, facts)
  const fill = standing ?? (await begin(ctx, stayId, form))
  const writer = sheetWriter(questionnaireOf(fill))
  const before = standing ? (fill.response.item ?? []) : ofDay(fill.response.item ?? [], facts)
  const item = form === '37-BV2' ? withDay(ctx, writer, before, facts) : withEntry(ctx, writer, before, facts)
  const { id } = fill.response
  await writeAnswers(ctx, id, { version: fill.version, response: { ...fill.response, item: [...item] } as never })
  return { fillId: id, form, rows: item.length - before.length }
}

function questionnaireOf({ edition }: Fill): Questionnaire {
  const questionnaire = edition.questionnaire()
  if (!questionnaire) throw nursingErrors.unknownWord({ list: 'forms', code: edition.code })
  return questionnaire
}

/**
 * A sheet that is begun after midnight is still of the day of nursing; its first row of hours makes place for those of the
 * chart.
 */
const ofDay = (items: readonly Item[], { day, sets }: SheetFacts): readonly Item[] =>
  items
    .filter(({ linkId }) => linkId !== 'vitals' || sets.length === 0)
    .map((one) =>
      one.linkId === 'sheet' && one.item
        ? {
            ...one,
            item: one.item.map((each) =>
              each.linkId === 'sheet.careDate' ? { linkId: each.linkId, answer: [{ valueDate: day }] } : each,
            ),
          }
        : one,
    )

async function begin(ctx: Context, encounterId: string, form: string): Promise<Fill> {
  const id = ctx.newId()
  await beginFill(ctx, { id, form, encounterId })
  return readFill(ctx, id)
}

/** The sheet that is open: of the day at level 1, else the one that goes on. */
async function openSheet(
  ctx: Context,
  encounterId: string,
  form: string,
  { day }: SheetFacts,
): Promise<Fill | undefined> {
  const found = await searchResources<QuestionnaireResponse & { id: string }>(ctx, 'QuestionnaireResponse', {
    encounter: `Encounter/${encounterId}`,
    questionnaire: await canonicalOfForm(ctx, form, day),
    status: 'in-progress',
    _sort: '-authored',
    _count: '20',
  })
  const isOfDay = (one: QuestionnaireResponse) =>
    one.item?.find(({ linkId }) => linkId === 'sheet')?.item?.find(({ linkId }) => linkId === 'sheet.careDate')
      ?.answer?.[0]?.valueDate === day
  const sheet = form === '37-BV2' ? found.find(isOfDay) : found[0]
  return sheet && readFill(ctx, sheet.id)
}

function withDay(ctx: Context, w: SheetWriter, before: readonly Item[], facts: SheetFacts): readonly Item[] {
  const { assessment, care } = shiftRows(w, facts)
  const shared = mergeAnswers(before, dayRows(w, facts), w.repeats)
  return withOwnRow(ctx, w, withOwnRow(ctx, w, shared, 'assessment', assessment, facts), 'care', care, facts)
}

const withEntry = (ctx: Context, w: SheetWriter, before: readonly Item[], facts: SheetFacts): readonly Item[] =>
  withOwnRow(ctx, w, before, 'entry', entryRow(w, facts), facts)

/** The row of this nurse that nobody has signed yet is added to; else a new one begins. */
function withOwnRow(
  ctx: Context,
  w: SheetWriter,
  items: readonly Item[],
  linkId: string,
  wanted: readonly Item[],
  facts: SheetFacts,
): readonly Item[] {
  const at = items.findIndex((one) => one.linkId === linkId && isMine(ctx, one) && isOfShift(one, linkId, facts))
  const row = items[at]
  if (row) return items.with(at, { ...row, item: [...mergeAnswers(row.item ?? [], wanted, w.repeats)] })
  return [...items, { linkId, item: [...wanted] }]
}

function isMine(ctx: Context, row: Item): boolean {
  const { author, signed, struck } = rowMarks(row)
  if (signed || struck) return false
  const me = actorOf(ctx)
  return !author || (me.reference ? author.reference === me.reference : author.display === me.display)
}

function isOfShift(row: Item, linkId: string, { shift }: SheetFacts): boolean {
  const of = (name: string) => row.item?.find((one) => one.linkId === `${linkId}.${name}`)?.answer?.[0]
  if (linkId !== 'entry') return (of('shift')?.valueCoding?.code ?? shift.code) === shift.code
  const at = of('at')?.valueDateTime
  return !at || Date.parse(at) >= shift.start.getTime()
}
