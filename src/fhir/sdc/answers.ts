import type { Coding, Quantity } from '@medplum/fhirtypes'
import { dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { decimal, lexemeOf, numberOf } from '../decimal.ts'
import { extensionOf, extensionValue, sdcUrl, valueIn } from './extensions.ts'
import type { Answer, FormItem } from './types.ts'

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && numberOf(value) === undefined

/** Value of an answer whatever its type. */
export const answerValue = (answer: Answer): unknown => valueIn(answer, 'value')?.value

/** Whether a person wrote an answer in the place of a computed value. */
export const isTypedOver = (answer: Answer): boolean => extensionValue(answer, sdcUrl.typedOver) === true

/** The answer, marked as a person's own in the place of a computed value. */
export function typedOver(answer: Answer): Answer {
  if (isTypedOver(answer)) return answer
  return { ...answer, extension: [...(answer.extension ?? []), { url: sdcUrl.typedOver, valueBoolean: true }] }
}

/** Whether two lists of answers say the same; where they come from does not matter. */
export function sameAnswers(some: readonly Answer[], others: readonly Answer[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, at) => sameValue(answerValue(one), answerValue(others[at] ?? {})))
  )
}

export function sameValue(one: unknown, other: unknown): boolean {
  const [a, b] = [numberOf(one), numberOf(other)]
  if (a !== undefined && b !== undefined) return a === b
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Answers to an item from the values of an expression; values that cannot be such an answer are left out. */
export function answersFrom(item: FormItem, values: readonly unknown[]): readonly Answer[] {
  const found = values.flatMap((value) => answerFrom(item, value) ?? [])
  return item.repeats ? found : found.slice(0, 1)
}

type Make = (item: FormItem, value: unknown) => Answer | undefined

const textual = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  return lexemeOf(value)
}

const made: Readonly<Record<string, Make>> = {
  string: (_item, value) => textOf(value),
  text: (_item, value) => textOf(value),
  url: (_item, value) => (typeof value === 'string' ? { valueUri: value } : undefined),
  boolean: (_item, value) => (typeof value === 'boolean' ? { valueBoolean: value } : undefined),
  integer(_item, value) {
    const number = amountOf(value)
    return number === undefined ? undefined : { valueInteger: Math.round(number) }
  },
  decimal: (item, value) => decimalAnswer(item, value),
  date(_item, value) {
    const day = typeof value === 'string' ? dayOf(value.replace(/^@/, '')) : ''
    return isDay(day) || /^\d{4}(-\d\d)?$/.test(day) ? { valueDate: day } : undefined
  },
  dateTime: (_item, value) =>
    typeof value === 'string' && /^\d{4}/.test(value) ? { valueDateTime: value } : undefined,
  time(_item, value) {
    const text = typeof value === 'string' ? value.replace(/^T/, '') : ''
    return /^\d\d:\d\d/.test(text) ? { valueTime: text.length === 5 ? `${text}:00` : text.slice(0, 8) } : undefined
  },
  choice: (item, value) => choiceFrom(item, value),
  'open-choice': (item, value) => choiceFrom(item, value) ?? textOf(value),
  quantity: (item, value) => quantityFrom(item, value),
  reference: (_item, value) =>
    isObject(value) && typeof value['reference'] === 'string' ? { valueReference: value } : undefined,
  attachment: (_item, value) => (isObject(value) ? { valueAttachment: value } : undefined),
}

function answerFrom(item: FormItem, value: unknown): Answer | undefined {
  return made[item.type]?.(item, value)
}

function textOf(value: unknown): Answer | undefined {
  const text = isObject(value) && typeof value['display'] === 'string' ? value['display'] : textual(value)
  return text === undefined || text.trim() === '' ? undefined : { valueString: text }
}

/** The day in Viet Nam of a moment; a day stays as it is. */
function dayOf(text: string): string {
  const at = /T.*(Z|[+-]\d\d:\d\d)$/.test(text) ? new Date(text) : undefined
  return at && !Number.isNaN(at.getTime()) ? dayInVietnam(at) : text.slice(0, 10)
}

const amountOf = (value: unknown): number | undefined => numberOf(isObject(value) ? value['value'] : value)

/** Rounds as the form wants; a computed number never shows more than ten places. */
function decimalAnswer(item: FormItem, value: unknown): Answer | undefined {
  const lexeme = lexemeOf(isObject(value) ? value['value'] : value)
  if (lexeme === undefined) return undefined
  const most = numberOf(extensionValue(item.raw, sdcUrl.maxDecimalPlaces)) ?? 10
  const places = lexeme.split('.')[1]?.length ?? 0
  if (places <= most) return { valueDecimal: decimal(lexeme) }
  return { valueDecimal: decimal(rounded(Number(lexeme), most)) }
}

/** Half away from zero, on the digits that are shown: 1.005 to two places is 1.01. */
export function rounded(value: number, places: number): string {
  const shifted = Number(`${value}e${places}`)
  if (!Number.isFinite(shifted)) return String(value)
  const whole = Math.sign(shifted) * Math.round(Math.abs(shifted))
  return Number(`${whole}e-${places}`).toFixed(places)
}

/** An option by its code, its text, or the coding itself. */
function choiceFrom(item: FormItem, value: unknown): Answer | undefined {
  const options = item.raw.answerOption ?? []
  const code = isObject(value) ? value['code'] : textual(value)
  const option = options.find(({ valueCoding, valueString, valueInteger }) =>
    valueCoding ? valueCoding.code === code : sameValue(valueString ?? valueInteger, value),
  )
  if (option) return option.valueCoding ? { valueCoding: plainCoding(option.valueCoding) } : plainOption(option)
  if (options.length > 0) return undefined
  if (isObject(value)) return { valueCoding: value as Coding }
  // A code of the value set alone, as the chart keeps it; its system and name are looked up by who knows the set.
  return item.type === 'choice' && item.raw.answerValueSet !== undefined && typeof code === 'string' && code !== ''
    ? { valueCoding: { code } }
    : undefined
}

/** The coding of an option without its translations, which belong to the form. */
export const plainCoding = ({ system, code, display }: Coding): Coding => ({
  ...(system ? { system } : {}),
  ...(code ? { code } : {}),
  ...(display ? { display } : {}),
})

function plainOption(option: object): Answer {
  const found = valueIn(option, 'value')
  return found ? { [`value${found.type}`]: found.value } : {}
}

function quantityFrom(item: FormItem, value: unknown): Answer | undefined {
  if (isObject(value) && numberOf(value['value']) !== undefined) return { valueQuantity: value as Quantity }
  const number = lexemeOf(value)
  if (number === undefined) return undefined
  const unit = extensionOf(item.raw, sdcUrl.unit)?.valueCoding
  return {
    valueQuantity: {
      value: decimal(number),
      ...(unit?.display ? { unit: unit.display } : {}),
      ...(unit?.system ? { system: unit.system } : {}),
      ...(unit?.code ? { code: unit.code } : {}),
    },
  }
}
