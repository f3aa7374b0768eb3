import { isDecimal, numberOf } from '../../decimal.ts'
import { NoAnswer, reason } from '../../reason.ts'
import type { Json } from '../walk.ts'

/** What an expression gives: FHIRPath knows only collections. */
export type Values = readonly unknown[]

export const nothing: Values = []
export const yes: Values = [true]
export const no: Values = [false]
export const truth = (value: boolean): Values => (value ? yes : no)

/** A primitive that has extensions and no value. */
export class Valueless {
  readonly extensions: unknown
  constructor(extensions: unknown) {
    this.extensions = extensions
  }
}

/** What evaluating may still cost, in values that are looked at. */
export interface Budget {
  left: number
}

/** Ends an evaluation that costs too much. */
export function spend({ budget }: { readonly budget: Budget }, count: number): void {
  budget.left -= count + 1
  if (budget.left < 0) throw new NoAnswer(reason('tooCostly'))
}

/** What an expression is asked on. */
export interface Asked {
  readonly resource: Json
  readonly rootResource: Json
  readonly context: unknown
  readonly budget: Budget
  inValueSet(url: string, system: string | undefined, code: string): boolean | undefined
}

/** A collection as a condition: its boolean, true for one thing of another kind, undefined when it is empty. */
export function asBoolean(values: Values): boolean | undefined {
  if (values.length === 0) return undefined
  if (values.length > 1) throw new NoAnswer(reason('notOneValue'))
  const [one] = values
  return typeof one === 'boolean' ? one : true
}

export const fromBoolean = (value: boolean | undefined): Values => (value === undefined ? nothing : truth(value))

export function same(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return isDecimal(left) || isDecimal(right) ? numberOf(left) === numberOf(right) : false
  if (isDecimal(left) || isDecimal(right)) return numberOf(left) === numberOf(right)
  if (Array.isArray(left) !== Array.isArray(right)) return false
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && same((left as Json)[key], (right as Json)[key]))
}

/** `=`: undefined when one side is empty. */
export function equal(left: Values, right: Values): boolean | undefined {
  if (left.length === 0 || right.length === 0) return undefined
  return left.length === right.length && left.every((one, at) => same(one, right[at]))
}

export function distinct(values: Values): Values {
  if (values.length < 2) return values
  if (values.every((one) => typeof one === 'string')) return [...new Set(values)]
  const found: unknown[] = []
  for (const one of values) if (!found.some((other) => same(one, other))) found.push(one)
  return found
}

/** -1, 0 or 1; undefined when the two cannot be ordered. */
export function compare(left: unknown, right: unknown): number | undefined {
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== undefined && b !== undefined) return Math.sign(a - b)
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0
  return undefined
}
