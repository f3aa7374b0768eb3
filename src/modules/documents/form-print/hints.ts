import type { QuestionnaireItem } from '@medplum/fhirtypes'
import { extensionOf, extensionsOf, sdcUrl } from '#fhir/sdc/extensions.ts'

/**
 * `untitled`: the statute prints no heading where the screen needs one. `results`: tests, a line of a table each.
 * `grid`: groups with the same questions, a line of one table each.
 */
export type Hint =
  | 'head'
  | 'upper'
  | 'bold'
  | 'code-boxes'
  | 'row'
  | 'none'
  | 'page-break'
  | 'untitled'
  | 'results'
  | 'grid'

/** Whether an item carries one of our print hints. */
export const hasHint = (item: QuestionnaireItem, hint: Hint): boolean =>
  extensionsOf(item, sdcUrl.print).some((one) => one.valueCode === hint)

/** Items that no paper shows: hidden ones, and those whose print hint says so. */
export const isUnprinted = (item: QuestionnaireItem): boolean =>
  extensionOf(item, sdcUrl.hidden)?.valueBoolean === true || hasHint(item, 'none')

const control = (item: QuestionnaireItem): readonly (string | undefined)[] =>
  extensionOf(item, sdcUrl.itemControl)?.valueCodeableConcept?.coding?.map((one) => one.code) ?? []

export const isTable = (item: QuestionnaireItem): boolean =>
  item.type === 'group' && control(item).includes('gtable')

/** A blood pressure: a group of its upper and its lower value, printed as one. */
export const isPressure = (item: QuestionnaireItem): boolean =>
  item.type === 'group' &&
  item.item?.length === 2 &&
  /systolic$/i.test(item.item[0]?.linkId ?? '') &&
  /diastolic$/i.test(item.item[1]?.linkId ?? '')

/** Kind of the drawing that a group holds: `eye-front`. */
export const drawingOf = (item: QuestionnaireItem): string | undefined =>
  extensionOf(item, sdcUrl.drawing)?.valueCode

/** Unit as printed behind the number. */
export function unitOf(item: QuestionnaireItem): string | null {
  const coding = extensionOf(item, sdcUrl.unit)?.valueCoding
  return (
    (coding?.display ?? coding?.code)?.replace(/(?<=m)[23](?!\w)/, (sign) => (sign === '2' ? '²' : '³')) ?? null
  )
}

/** Boxes that a code is printed in, by its list: as many as the statutory records have. */
const boxesByList: Readonly<Record<string, number>> = {
  'icd10-vn': 4,
  'icd10-yhct': 7,
  'ethnic-groups': 2,
  'occupations-level2': 2,
  'countries-iso3166': 2,
  'provinces-2025': 2,
  'wards-2025': 5,
}

/** Boxes of what is no code of a list. */
const boxesByType: Readonly<Record<string, number>> = { date: 10, integer: 3, string: 15 }

export const isCoded = (item: QuestionnaireItem): boolean => item.type === 'choice' || item.type === 'open-choice'

/** Whether a question asks for the code alone, because its name stands in the question before it. */
export const asksCode = (item: QuestionnaireItem): boolean => /^mã(\s|$)/iu.test(item.text ?? '')

/** How many boxes an empty code of this item has; undefined when it is not printed in boxes. */
export function boxCount(item: QuestionnaireItem): number | undefined {
  const list = item.answerValueSet?.replace(/^urn:lanong:vs:/, '').split('|')[0] ?? ''
  return boxesByList[list] ?? (hasHint(item, 'code-boxes') ? (boxesByType[item.type ?? ''] ?? 4) : undefined)
}
