import {
  alike,
  type EngineContext,
  type EngineDecimal,
  type EngineTime,
  isEngineDecimal,
  isQuantity,
  isTime,
  plainValue,
} from './engine-types.ts'
import { fhirPathErrors } from './errors.ts'
import { fhirPathLimits } from './limits.ts'

type Which = 'lowBoundary' | 'highBoundary'

/** Where a dateTime without an offset may lie: anywhere on earth. */
const offsets: Readonly<Record<Which, string>> = { lowBoundary: '+14:00', highBoundary: '-12:00' }

/** `lowBoundary([precision])`, `highBoundary([precision])`: the least and the greatest value that is meant. */
export const boundary = (which: Which) =>
  function (this: EngineContext, nodes: readonly unknown[], wanted?: unknown) {
    const value = only(nodes, which)
    if (value === undefined) return []
    const digits = digitsOf(wanted)
    if (isQuantity(value)) {
      const bound = value.value[which](digits)
      return bound === null ? [] : alike(value, value.ctx, bound, value.unit)
    }
    if (isTime(value)) return timeBoundary(value, which, digits)
    const number = typeof value === 'number' || typeof value === 'bigint' ? this.getDecimal(value) : value
    if (isEngineDecimal(number)) return number[which](digits) ?? []
    throw fhirPathErrors.failed({ reason: `${which}() needs a number, a quantity or a date` })
  }

function timeBoundary(value: EngineTime, which: Which, digits: number | undefined) {
  const bound = value[which](digits)
  if (!isTime(bound)) return []
  const lacksOffset = /^\d{4}.*T.*\d$/.test(bound.asStr) && !/[+-]\d\d:\d\d$/.test(bound.asStr)
  return lacksOffset ? alike(bound, bound.ctx, bound.asStr + offsets[which]) : bound
}

/** `precision()`: digits after the point of a number, digits of a date or time. */
export function precision(this: EngineContext, nodes: readonly unknown[]) {
  const value = only(nodes, 'precision')
  if (value === undefined) return []
  if (typeof value === 'number' || typeof value === 'bigint' || isEngineDecimal(value))
    return String(value).split('.')[1]?.length ?? 0
  if (isTime(value)) return value.asStr.replace(/(Z|[+-]\d\d:\d\d)$/, '').replace(/\D/g, '').length
  throw fhirPathErrors.failed({ reason: 'precision() needs a number or a date' })
}

/** `power(exponent)`; the exponent is bounded, as the result is exact. */
export function power(this: EngineContext, nodes: readonly unknown[], wanted: unknown) {
  const value = only(nodes, 'power')
  if (value === undefined || (Array.isArray(wanted) && wanted.length === 0)) return []
  const number = typeof value === 'number' || typeof value === 'bigint' ? this.getDecimal(value) : value
  if (!isEngineDecimal(number)) throw fhirPathErrors.failed({ reason: 'power() needs a number' })
  const most = fhirPathLimits.exponent
  if (Math.abs(Number(wanted)) > most) throw fhirPathErrors.tooCostly({ most, what: 'as an exponent' })
  return number.power(wanted) ?? []
}

function only(nodes: readonly unknown[], called: string): unknown {
  if (nodes.length > 1) throw fhirPathErrors.failed({ reason: `${called}() needs one item, not ${nodes.length}` })
  return plainValue(nodes[0]) ?? undefined
}

function digitsOf(wanted: unknown): number | undefined {
  if (typeof wanted === 'number') return wanted
  return isEngineDecimal(wanted) ? (wanted as EngineDecimal).toNumber() : undefined
}
