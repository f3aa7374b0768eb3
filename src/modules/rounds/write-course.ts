import type { MedicationRequest, Practitioner, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { rowMarks } from '#fhir/sdc/index.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { beginFill, readFill, writeAnswers } from '#modules/forms/index.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { CourseBody, CourseSaved } from './contract.ts'
import { type DayOrders, dayOrders, drugItem, orderedItem } from './day-orders.ts'
import { roundMark } from './round-mark.ts'
import { courseRows, isActor, isWritten, type Sheet, sheetForm, sheetsOf } from './sheet.ts'
import { ofStay, openStay, type Stay } from './stay.ts'

type Item = QuestionnaireResponseItem

const said = (linkId: string, value: string): Item[] =>
  value.trim() ? [{ linkId, answer: [{ valueString: value.trim() }] }] : []

const group = (linkId: string, item: readonly Item[]): Item[] =>
  item.length > 0 ? [{ linkId, item: [...item] }] : []

interface Written {
  readonly body: CourseBody
  readonly at: string
  readonly doctor: string
  readonly drugs: readonly Item[]
  readonly orders: DayOrders
}

/** The row of the treatment sheet: the course at the left, every order of the day at the right. */
export function courseItem({ body, at, doctor, drugs, orders }: Written): Item {
  const { careLevel } = body
  return {
    linkId: 'entry',
    id: body.rowId,
    item: [
      { linkId: 'entry.at', answer: [{ valueDateTime: at }] },
      ...group('entry.course', [
        ...said('entry.course.subjective', body.subjective),
        ...said('entry.course.objective', body.objective),
        ...said('entry.course.assessment', body.assessment),
        ...said('entry.course.plan', body.plan),
      ]),
      ...group('entry.orders', [
        ...drugs,
        ...orders.ordered.map(orderedItem),
        ...(careLevel
          ? [{ linkId: 'entry.orders.careLevel', answer: [{ valueCoding: { code: careLevel } }] }]
          : []),
        ...said('entry.orders.diet', body.diet),
        ...said('entry.orders.monitoring', body.monitoring),
      ]),
      ...said('entry.doctor', doctor),
    ],
  }
}

async function doctorName(ctx: Context): Promise<string> {
  const { practitionerId, name } = ctx.actor
  const person = practitionerId ? await findResource<Practitioner>(ctx, 'Practitioner', practitionerId) : undefined
  const [official] = person?.name ?? []
  return [official?.prefix?.join(' '), official?.text ?? name].filter(Boolean).join(' ')
}

/** The rows with this one in its place; a blank row that the sheet began with is taken by it. */
function withRow(ctx: Context, items: readonly Item[], row: Item): Item[] {
  const isBlankOfMine = (one: Item) =>
    one.linkId === 'entry' && one.id !== row.id && !isWritten(one) && isActor(ctx, rowMarks(one).author)
  const kept = items.filter((one) => !isBlankOfMine(one))
  if (kept.some((one) => one.id === row.id)) return kept.map((one) => (one.id === row.id ? row : one))
  return [...kept, row]
}

async function drugItems(ctx: Context, stay: Stay, { medicines }: DayOrders): Promise<readonly Item[]> {
  const requests = await searchResources<MedicationRequest>(ctx, 'MedicationRequest', {
    ...ofStay(stay),
    _count: '300',
  })
  return medicines.flatMap((medicine) => {
    const request = requests.find(({ id }) => id === medicine.id)
    return request ? [drugItem(request, medicine)] : []
  })
}

/**
 * Keeps the entry of a round in the treatment sheet: its text, and the orders of the day as they stand now. The sheet is
 * begun when none is open. The row is signed by the way of every sheet, `POST /api/fills/:id/rows/sign`.
 */
export async function writeCourse(ctx: Context, encounterId: string, body: CourseBody): Promise<CourseSaved> {
  const stay = await openStay(ctx, encounterId)
  const sheets = await sheetsOf(ctx, [encounterId])
  const open = sheets.find(({ status }) => status === 'in-progress')
  const sheetId = open?.id ?? (await beginFill(ctx, { id: body.sheetId, form: sheetForm, encounterId })).id
  const fill = await readFill(ctx, sheetId)
  const sheet = fill.response as Sheet
  const since = roundMark(ctx, stay, courseRows(ctx, sheets), body.rowId)
  const orders = await dayOrders(ctx, stay, since)
  const row = courseItem({
    body,
    at: body.at ?? atOf(sheet, body.rowId) ?? instantInVietnam(ctx.now()),
    doctor: await doctorName(ctx),
    drugs: await drugItems(ctx, stay, orders),
    orders,
  })
  const response = { ...sheet, item: withRow(ctx, sheet.item ?? [], row) }
  const { version } = await writeAnswers(ctx, sheetId, { version: fill.version, response })
  const [written] = courseRows(ctx, [response]).filter(({ id }) => id === body.rowId)
  return { sheetId, rowId: body.rowId, version, orders: written?.orders ?? [] }
}

const atOf = (sheet: Sheet, rowId: string): string | undefined =>
  sheet.item?.find(({ id }) => id === rowId)?.item?.find(({ linkId }) => linkId === 'entry.at')?.answer?.[0]
    ?.valueDateTime
