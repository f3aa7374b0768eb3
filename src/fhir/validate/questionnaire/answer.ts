import { RE2JS } from 're2js'
import { lexemeOf, numberOf } from '../../decimal.ts'
import { fitsPattern, told } from '../../profile/match.ts'
import { valueTypes } from '../../questionnaire-values.ts'
import { type Reason, reason } from '../../reason.ts'
import { convert } from '../../ucum/index.ts'
import { compareDates } from '../quick/dates.ts'
import { isObject, type Json, rowOf, type Walk } from '../walk.ts'
import { choiceKey, extensionValue, type Item, objects, valueOfChoice } from './item.ts'

/** What is wrong with one answer; the rules of the question and of its extensions. */
export function answerFaults(walk: Walk, item: Item, answer: Json): readonly Reason[] {
  const key = choiceKey(answer, 'value')
  if (key === undefined) return []
  const type = key.slice(5)
  const wanted = rowOf(valueTypes, item.type)
  const options = objects(item.raw['answerOption'])
  if (!wanted?.includes(type)) return [reason('answerType', { wanted: (wanted ?? []).join(' / '), type })]
  if (options.length > 0 && !isOffered(item, options, type, answer[key]))
    return [reason('notOffered', { value: told(answer[key]) })]
  return [
    ...valueSetFaults(walk, item, answer[key]),
    ...limitFaults(item.raw, answer[key]),
    ...textFaults(item.raw, answer[key]),
    ...kindFaults(walk, item.raw, type, answer[key]),
  ]
}

function isOffered(item: Item, options: readonly Json[], type: string, value: unknown): boolean {
  if (item.type === 'open-choice' && type === 'String') return true
  const same = options.filter((option) => choiceKey(option, 'value') === `value${type}`)
  // A choice of codings does not say which texts may be given instead.
  return same.some((option) => sameOption(valueOfChoice(option, 'value'), value))
}

function sameOption(option: unknown, value: unknown): boolean {
  if (!isObject(option) || !isObject(value)) return fitsPattern(value, option)
  if ('code' in option) return option['code'] === value['code'] && option['system'] === value['system']
  return fitsPattern(value, option)
}

function valueSetFaults(walk: Walk, item: Item, value: unknown): readonly Reason[] {
  const url = item.raw['answerValueSet']
  if (typeof url !== 'string' || !isObject(value) || typeof value['code'] !== 'string') return []
  const system = typeof value['system'] === 'string' ? value['system'] : ''
  return walk.inValueSet(url, system, value['code']) === false
    ? [reason('answerNotInSet', { code: value['code'], valueSet: url })]
    : []
}

function limitFaults(item: Json, value: unknown): readonly Reason[] {
  return [
    ...limit(value, extensionValue(item, 'minValue') ?? extensionValue(item, 'minQuantity'), 'below', -1),
    ...limit(value, extensionValue(item, 'maxValue') ?? extensionValue(item, 'maxQuantity'), 'above', 1),
  ]
}

function limit(value: unknown, bound: unknown, word: 'below' | 'above', sign: number): readonly Reason[] {
  if (bound === undefined) return []
  const order = orderOf(value, bound)
  if (order === undefined) return [reason('notComparable', { value: told(value), bound: told(bound) })]
  return Math.sign(order) === sign ? [reason(word, { value: told(value), bound: told(bound) })] : []
}

/** Quantities are compared by their codes; what has none cannot be. */
function orderOf(value: unknown, bound: unknown): number | undefined {
  const [a, b] = [numberOf(value), numberOf(bound)]
  if (a !== undefined && b !== undefined) return a - b
  if (typeof value === 'string' && typeof bound === 'string') return compareDates(value, bound)
  if (!isObject(value) || !isObject(bound)) return undefined
  const [from, to] = [numberOf(value['value']), numberOf(bound['value'])]
  if (from === undefined || to === undefined || typeof value['code'] !== 'string') return undefined
  if (value['code'] === bound['code']) return from - to
  const converted = convert(from, value['code'], String(bound['code']))
  return converted === undefined ? undefined : converted - to
}

function textFaults(item: Json, value: unknown): readonly Reason[] {
  if (typeof value !== 'string') return []
  const { maxLength } = item
  const pattern = extensionValue(item, 'regex')
  return [
    ...(typeof maxLength === 'number' && value.length > maxLength
      ? [reason('answerLong', { most: maxLength })]
      : []),
    ...(typeof pattern === 'string' && !matches(pattern, value) ? [reason('answerForm', { pattern })] : []),
  ]
}

function matches(pattern: string, value: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(value).find()
  } catch {
    // A pattern that cannot be read is a fault of the form, not of the answer.
    return true
  }
}

function kindFaults(walk: Walk, item: Json, type: string, value: unknown): readonly Reason[] {
  if (type === 'Decimal') return placesFaults(item, value)
  if (type === 'Attachment' && isObject(value)) return attachmentFaults(item, value)
  if (type === 'Reference' && isObject(value)) return referenceFaults(walk, item, value)
  return []
}

function placesFaults(item: Json, value: unknown): readonly Reason[] {
  const most = numberOf(extensionValue(item, 'maxDecimalPlaces'))
  const places = lexemeOf(value)?.split('.')[1]?.length ?? 0
  return most !== undefined && places > most ? [reason('answerPlaces', { most })] : []
}

function attachmentFaults(item: Json, value: Json): readonly Reason[] {
  const most = numberOf(extensionValue(item, 'maxSize'))
  const data = typeof value['data'] === 'string' ? Buffer.byteLength(value['data'], 'base64') : undefined
  const size = data ?? numberOf(value['size']) ?? 0
  const kinds = objects(item['extension'])
    .filter(({ url }) => typeof url === 'string' && url.endsWith('/mimeType'))
    .map((one) => one['valueCode'])
  return [
    ...(most !== undefined && size > most ? [reason('attachmentLarge', { most })] : []),
    ...(kinds.length > 0 && !kinds.includes(value['contentType'])
      ? [reason('attachmentKind', { kinds: kinds.join(' / ') })]
      : []),
  ]
}

function referenceFaults(walk: Walk, item: Json, value: Json): readonly Reason[] {
  const type = /([A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[^/]+)?$/.exec(
    String(value['reference'] ?? ''),
  )?.[1]
  if (type === undefined) return []
  if (!walk.structures.isResource(type)) return [reason('noType', { type })]
  const wanted = objects(item['extension'])
    .filter(({ url }) => typeof url === 'string' && url.endsWith('/questionnaire-referenceResource'))
    .map((one) => one['valueCode'])
  return wanted.length > 0 && !wanted.includes(type) ? [reason('refersTo', { types: wanted.join(' / ') })] : []
}
