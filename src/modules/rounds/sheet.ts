import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { rowMarks } from '#fhir/sdc/index.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { canonicalOfForm } from '#modules/forms/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { CourseRow, CourseText } from './contract.ts'

export type Sheet = QuestionnaireResponse & { id: string }
type Item = QuestionnaireResponseItem

/** The treatment sheet of the Ministry, 36/BV2: its rows are signed one by one (decision 64). */
export const sheetForm = '36-BV2'

/** Treatment sheets of stays, the newest first; cancelled ones are left out. */
export async function sheetsOf(ctx: Context, encounterIds: readonly string[]): Promise<readonly Sheet[]> {
  if (encounterIds.length === 0) return []
  const found = await searchResources<Sheet>(ctx, 'QuestionnaireResponse', {
    encounter: encounterIds.map((id) => `Encounter/${id}`).join(','),
    questionnaire: await canonicalOfForm(ctx, sheetForm, dayInVietnam(ctx.now())),
    status: 'in-progress,completed,amended',
    _count: '300',
  })
  return found.toSorted((a, b) => (b.authored ?? '').localeCompare(a.authored ?? ''))
}

const below = (item: Item | undefined, linkId: string): readonly Item[] =>
  (item?.item ?? []).filter((one) => one.linkId === linkId)

const answer = (item: Item | undefined, linkId: string) => below(item, linkId)[0]?.answer?.[0]

const text = (item: Item | undefined, linkId: string): string => {
  const value = answer(item, linkId)
  return value?.valueString ?? value?.valueCoding?.display ?? ''
}

const careLevels = ['level1', 'level2', 'level3'] as const

function textOf(row: Item): CourseText {
  const [course] = below(row, 'entry.course')
  const [orders] = below(row, 'entry.orders')
  const level = answer(orders, 'entry.orders.careLevel')?.valueCoding?.code
  return {
    subjective: text(course, 'entry.course.subjective'),
    objective: text(course, 'entry.course.objective'),
    assessment: text(course, 'entry.course.assessment'),
    plan: text(course, 'entry.course.plan'),
    diet: text(orders, 'entry.orders.diet'),
    monitoring: text(orders, 'entry.orders.monitoring'),
    ...present({ careLevel: careLevels.find((one) => one === level) }),
  }
}

function ordersOf(row: Item): readonly string[] {
  const [orders] = below(row, 'entry.orders')
  const join = (item: Item, names: readonly string[]) =>
    names
      .map((name) => text(item, name))
      .filter(Boolean)
      .join(', ')
  const drug = ['name', 'dose', 'route', 'times', 'hours', 'note'].map((one) => `entry.orders.drug.${one}`)
  const dayOf = (item: Item) => answer(item, 'entry.orders.drug.day')?.valueInteger
  return [
    ...below(orders, 'entry.orders.drug').map((one) => {
      const day = dayOf(one)
      return `${join(one, drug)}${day === undefined ? '' : ` (ngày ${day})`}`
    }),
    ...below(orders, 'entry.orders.test').map((one) =>
      join(one, ['entry.orders.test.name', 'entry.orders.test.note']),
    ),
  ]
}

/** Rows of sheets in which something of the course is written, oldest first. */
export function courseRows(ctx: Context, sheets: readonly Sheet[]): readonly CourseRow[] {
  return sheets
    .flatMap((sheet) =>
      (sheet.item ?? [])
        .filter((item) => item.linkId === 'entry' && isWritten(item))
        .map((row): CourseRow => {
          const { author, signed, struck } = rowMarks(row)
          return {
            id: row.id ?? '',
            sheetId: sheet.id,
            at: answer(row, 'entry.at')?.valueDateTime ?? sheet.authored ?? '',
            doctor: text(row, 'entry.doctor') || (author?.display ?? ''),
            state: struck ? 'struck' : signed ? 'signed' : 'draft',
            mine: isActor(ctx, author),
            ...textOf(row),
            orders: [...ordersOf(row)],
            ...present({ signedAt: signed?.at }),
          }
        }),
    )
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

export const isActor = (
  { actor }: Context,
  author: { reference?: string; display?: string } | undefined,
): boolean =>
  author?.reference === undefined
    ? author?.display === actor.name
    : author.reference === `Practitioner/${actor.practitionerId}`

/** Whether anything but its head stands in a row. */
export const isWritten = (row: Item): boolean =>
  Object.values(textOf(row)).some((one) => one !== undefined && one !== '')
