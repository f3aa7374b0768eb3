import { numberOf } from '../../decimal.ts'
import { fitsPattern } from '../../profile/match.ts'
import { compareDates } from '../quick/dates.ts'
import { isObject, type Json } from '../walk.ts'
import { type Item, objects, valueOfChoice } from './item.ts'

/** The answers given so far, seen from an item: its own, those beside it, then those around it. */
export type AnswersOf = (linkId: string) => readonly unknown[]

/**
 * Whether a question is asked, by the answers to others.
 * @see http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen
 */
export function isEnabled(item: Item, answersOf: AnswersOf): boolean {
  const conditions = objects(item.raw['enableWhen'])
  if (conditions.length === 0) return true
  const met = conditions.map((condition) => isMet(condition, answersOf(String(condition['question']))))
  return item.raw['enableBehavior'] === 'any' ? met.includes(true) : !met.includes(false)
}

function isMet(condition: Json, answers: readonly unknown[]): boolean {
  const wanted = valueOfChoice(condition, 'answer')
  const { operator } = condition
  if (operator === 'exists') return answers.length > 0 === wanted
  if (operator === '!=') return !answers.some((one) => isEqual(one, wanted))
  return answers.some((one) => compares(one, String(operator), wanted))
}

function isEqual(answer: unknown, wanted: unknown): boolean {
  if (isObject(answer) && isObject(wanted) && 'code' in wanted)
    return (
      answer['code'] === wanted['code'] &&
      (wanted['system'] === undefined || answer['system'] === wanted['system'])
    )
  return fitsPattern(answer, wanted)
}

function compares(answer: unknown, operator: string, wanted: unknown): boolean {
  if (operator === '=') return isEqual(answer, wanted)
  const order = orderOf(answer, wanted)
  if (order === undefined) return false
  if (operator === '>') return order > 0
  if (operator === '<') return order < 0
  return operator === '>=' ? order >= 0 : order <= 0
}

function orderOf(answer: unknown, wanted: unknown): number | undefined {
  const [a, b] = [numberOf(answer), numberOf(wanted)]
  if (a !== undefined && b !== undefined) return a - b
  if (typeof answer === 'string' && typeof wanted === 'string') return compareDates(answer, wanted)
  return isObject(answer) && isObject(wanted) ? orderOf(answer['value'], wanted['value']) : undefined
}
