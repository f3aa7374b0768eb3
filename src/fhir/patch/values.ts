import { isDecimal, lexemeOf } from '../decimal.ts'
import { patchErrors } from './errors.ts'

export type Json = Record<string, unknown>

const mostValues = 200_000

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isDecimal(value)

/** Makes copies whose sum is bounded: a patch can copy a part into itself again and again. */
export class Copier {
  #left = mostValues

  copy(value: unknown): unknown {
    this.#left--
    if (this.#left < 0) throw patchErrors.tooCostly({ most: mostValues, what: 'values' })
    if (Array.isArray(value)) return value.map((one) => this.copy(one))
    if (!isObject(value)) return value
    const made: Json = {}
    for (const [name, one] of Object.entries(value)) {
      if (name === '__proto__') throw patchErrors.tooCostly({ most: 0, what: 'members named __proto__' })
      made[name] = this.copy(one)
    }
    return made
  }
}

/** Equality of RFC 6902, section 4.6: numbers by value, objects without order. */
export function sameJson(one: unknown, other: unknown): boolean {
  const [first, second] = [lexemeOf(one), lexemeOf(other)]
  if (first !== undefined || second !== undefined)
    return first !== undefined && second !== undefined && plainNumber(first) === plainNumber(second)
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, at) => sameJson(item, other[at]))
    )
  if (!isObject(one) || !isObject(other)) return one === other
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameJson(one[name], other[name]))
  )
}

/** One way to write a number: digits without zeros at either end, and where the point is. */
function plainNumber(lexeme: string): string {
  const [, sign = '', whole = '', part = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(lexeme) ?? []
  const digits = (whole + part).replace(/^0+/, '')
  const short = digits.replace(/0+$/, '')
  if (short === '') return '0'
  const power = BigInt(exponent) - BigInt(part.length) + BigInt(digits.length - short.length)
  return `${sign}${short}e${power}`
}
