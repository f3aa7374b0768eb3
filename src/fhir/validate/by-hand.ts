import { numberOf } from '../decimal.ts'
import { convert } from '../ucum/index.ts'
import { compareDates } from './quick/dates.ts'
import { typeOfReference } from './value-checks.ts'
import { isObject, type Json, type Walk } from './walk.ts'

/** Constraints that the quick form of FHIRPath cannot say, or says of references that only the store can resolve. */
export const byHand: Readonly<Record<string, (walk: Walk, value: unknown) => boolean>> = {
  'ctm-1': (walk, value) =>
    !isObject(value) || value['onBehalfOf'] === undefined || mayBePractitioner(walk, value['member']),
  // A month and a day in it cannot be ordered; that is not held against them, as later versions say.
  'mdd-1': (_walk, value) => !isObject(value) || notAfter(value['whenPrepared'], value['whenHandedOver']),
  'per-1': (_walk, value) => !isObject(value) || notAfter(value['start'], value['end']),
  // The published expression says more than two, its words more than one; later versions corrected it.
  'que-12': (_walk, value) =>
    !isObject(value) ||
    !Array.isArray(value['enableWhen']) ||
    value['enableWhen'].length < 2 ||
    value['enableBehavior'] !== undefined,
  'que-7': (_walk, value) =>
    !isObject(value) || value['operator'] !== 'exists' || value['answerBoolean'] !== undefined,
  'ras-1': (_walk, value) => !isObject(value) || (isPercent(value['low']) && isPercent(value['high'])),
  'ras-2': (_walk, value) => !isObject(value) || (numberOf(value['probabilityDecimal']) ?? 0) <= 100,
  'rng-2': (_walk, value) => !isObject(value) || inOrder(value['low'], value['high']),
}

function mayBePractitioner(walk: Walk, member: unknown): boolean {
  const reference = isObject(member) ? member['reference'] : undefined
  const type = typeof reference === 'string' ? typeOfReference(walk, reference) : undefined
  return type === undefined || type === 'Practitioner'
}

function notAfter(first: unknown, second: unknown): boolean {
  return typeof first !== 'string' || typeof second !== 'string' || (compareDates(first, second) ?? 0) <= 0
}

const ucum = 'http://unitsofmeasure.org'
const isPercent = (value: unknown) => !isObject(value) || (value['code'] === '%' && value['system'] === ucum)

/** Whether a quantity is not above another; what cannot be compared is not out of order. */
function inOrder(low: unknown, high: unknown): boolean {
  if (!isObject(low) || !isObject(high)) return true
  const [from, to] = [numberOf(low['value']), numberOf(high['value'])]
  if (from === undefined || to === undefined) return true
  const unit = unitOf(low)
  if (unit === unitOf(high)) return from <= to
  if (low['system'] !== ucum || high['system'] !== ucum) return true
  const converted = convert(to, String(high['code']), String(low['code']))
  return converted === undefined || from <= converted
}

const unitOf = (quantity: Json) => quantity['code'] ?? quantity['unit']
