import { RE2JS } from 're2js'
import { lexemeOf, numberOf } from '../decimal.ts'
import { compareDates } from '../validate/quick/dates.ts'
import { isObject, sameValue } from './answers.ts'
import { hasRefusedCharacters } from './clean-text.ts'
import { extensionOf, extensionsOf, extensionValue, sdcUrl, valueIn } from './extensions.ts'
import type { Answer, FormItem, ProblemCode } from './types.ts'
import { typeFault } from './value-types.ts'

/** What is wrong with one answer. */
export interface AnswerFault {
  readonly code: ProblemCode
  readonly details?: Readonly<Record<string, string | number>>
}

/** Whether a coding is in a value set; undefined when that cannot be said. */
export type InValueSet = (valueSet: string, coding: { system?: string; code?: string }) => boolean | undefined

/** Longest text of one answer where the form sets no limit. */
export const mostCharacters = 50_000

/** Rules that hold while a form is still being written: it can be kept and read again. */
export function draftFaults(item: FormItem, answer: Answer): readonly AnswerFault[] {
  const found = valueIn(answer, 'value')
  if (!found) return [{ code: 'type' }]
  const code = typeFault(item, found.type, found.value)
  if (code) return [{ code, details: { value: told(found.value) } }]
  const text = typeof found.value === 'string' ? found.value : ''
  return [
    ...(text.length > mostHere(item) ? [{ code: 'tooLong' as const, details: { max: mostHere(item) } }] : []),
    ...(hasRefusedCharacters(text) ? [{ code: 'control' as const }] : []),
  ]
}

/** The data of a drawing are longer than what people write. */
const mostHere = ({ parent }: FormItem): number =>
  parent && extensionOf(parent.raw, sdcUrl.drawing) ? 400_000 : mostCharacters

/** Rules of a finished answer; `draftFaults` come before. */
export function answerFaults(item: FormItem, answer: Answer, inValueSet: InValueSet): readonly AnswerFault[] {
  const found = valueIn(answer, 'value')
  if (!found) return []
  const { type, value } = found
  return [
    ...offerFaults(item, type, value, inValueSet),
    ...limitFaults(item, value),
    ...(typeof value === 'string' && type !== 'Date' && type !== 'DateTime' ? textFaults(item, value) : []),
    ...(type === 'Decimal' || type === 'Quantity' ? placesFaults(item, value) : []),
    ...(type === 'Attachment' && isObject(value) ? attachmentFaults(item, value) : []),
    ...(type === 'Reference' && isObject(value) ? referenceFaults(item, value) : []),
  ]
}

export const told = (value: unknown): string => {
  if (isObject(value)) return String(value['display'] ?? value['code'] ?? value['value'] ?? '').slice(0, 60)
  return (lexemeOf(value) ?? String(value)).slice(0, 60)
}

function offerFaults(
  { type: kind, raw }: FormItem,
  type: string,
  value: unknown,
  inValueSet: InValueSet,
): readonly AnswerFault[] {
  if (kind !== 'choice' && kind !== 'open-choice') return []
  if (kind === 'open-choice' && type === 'String') return []
  const options = raw.answerOption ?? []
  const notOffered: AnswerFault = { code: 'notOffered', details: { value: told(value) } }
  if (options.length > 0) return options.some((one) => isOption(one, type, value)) ? [] : [notOffered]
  if (raw.answerValueSet === undefined || !isObject(value)) return []
  return inValueSet(raw.answerValueSet, value) === false ? [notOffered] : []
}

function isOption(option: object, type: string, value: unknown): boolean {
  const offered = valueIn(option, 'value')
  if (offered?.type !== type) return false
  if (!isObject(offered.value) || !isObject(value)) return sameValue(offered.value, value)
  const key = 'code' in offered.value ? 'code' : 'reference'
  return offered.value[key] === value[key] && offered.value['system'] === value['system']
}

function limitFaults({ raw }: FormItem, value: unknown): readonly AnswerFault[] {
  const least = extensionValue(raw, sdcUrl.minValue) ?? extensionValue(raw, sdcUrl.minQuantity)
  const most = extensionValue(raw, sdcUrl.maxValue) ?? extensionValue(raw, sdcUrl.maxQuantity)
  const [below, above] = [orderOf(value, least), orderOf(value, most)]
  return [
    ...(below !== undefined && below < 0 ? [{ code: 'below' as const, details: { min: toldLimit(least) } }] : []),
    ...(above !== undefined && above > 0 ? [{ code: 'above' as const, details: { max: toldLimit(most) } }] : []),
  ]
}

const toldLimit = (limit: unknown): string =>
  typeof limit === 'string' ? limit.slice(0, 10).split('-').reverse().join('/') : told(limit).replace('.', ',')

/** Quantities are compared where they have the same unit. */
function orderOf(value: unknown, bound: unknown): number | undefined {
  if (bound === undefined) return undefined
  const [a, b] = [numberOf(value), numberOf(bound)]
  if (a !== undefined && b !== undefined) return a - b
  if (typeof value === 'string' && typeof bound === 'string') return compareDates(value, bound)
  if (!isObject(value)) return undefined
  if (!isObject(bound)) return orderOf(value['value'], bound)
  return value['code'] === bound['code'] ? orderOf(value['value'], bound['value']) : undefined
}

function textFaults(item: FormItem, value: string): readonly AnswerFault[] {
  const { raw } = item
  const max = raw.maxLength ?? mostHere(item)
  const min = numberOf(extensionValue(raw, sdcUrl.minLength)) ?? 0
  const pattern = extensionValue(raw, sdcUrl.regex)
  const { length } = [...value]
  return [
    ...(length > max ? [{ code: 'tooLong' as const, details: { max } }] : []),
    ...(length < min ? [{ code: 'tooShort' as const, details: { min } }] : []),
    ...(typeof pattern === 'string' && !fits(pattern, value) ? [{ code: 'pattern' as const }] : []),
  ]
}

/** Whole match, in time linear to the text. A pattern that cannot be read is a fault of the form, not of the answer. */
function fits(pattern: string, value: string): boolean {
  try {
    return RE2JS.compile(pattern).matches(value)
  } catch {
    return true
  }
}

function placesFaults({ raw }: FormItem, value: unknown): readonly AnswerFault[] {
  const max = numberOf(extensionValue(raw, sdcUrl.maxDecimalPlaces))
  const lexeme = lexemeOf(isObject(value) ? value['value'] : value) ?? ''
  const places = /^-?\d+(?:\.(\d+))?$/.exec(lexeme)?.[1]?.length ?? 0
  return max !== undefined && places > max ? [{ code: 'places', details: { max } }] : []
}

function attachmentFaults({ raw }: FormItem, value: Readonly<Record<string, unknown>>): readonly AnswerFault[] {
  const most = numberOf(extensionValue(raw, sdcUrl.maxSize))
  const data = typeof value['data'] === 'string' ? Math.floor((value['data'].length * 3) / 4) : undefined
  const size = data ?? numberOf(value['size']) ?? 0
  const kinds = extensionsOf(raw, sdcUrl.mimeType).flatMap((one) => one.valueCode ?? [])
  const isKind = kinds.length === 0 || kinds.includes(String(value['contentType']))
  return isKind && (most === undefined || size <= most) ? [] : [{ code: 'attachment' }]
}

function referenceFaults({ raw }: FormItem, value: Readonly<Record<string, unknown>>): readonly AnswerFault[] {
  const wanted = extensionsOf(raw, sdcUrl.referenceResource).flatMap((one) => one.valueCode ?? [])
  const type = /([A-Za-z]+)\/[^/]+$/.exec(String(value['reference'] ?? ''))?.[1]
  return wanted.length === 0 || type === undefined || wanted.includes(type as never) ? [] : [{ code: 'reference' }]
}
