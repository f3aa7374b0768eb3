import { sql } from 'kysely'
import { least } from '#fhir/search/date-range.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import { indexPlan, typeNumber } from '../definitions.ts'
import {
  allOf,
  anyOf,
  type Comparison,
  type Condition,
  compareSql,
  dateComparison,
  meets,
  numberComparison,
} from './compare.ts'
import { splitEscaped } from './request.ts'

/** The type that is searched and how its search texts are hashed. */
interface Of {
  readonly type: string
  readonly hash: (text: string) => number
}

interface Ordered {
  readonly comparison: Comparison
  /** `system|code`, or a code or unit alone, as asked for. */
  readonly unit: string | undefined
}

/** A date, number or quantity condition: on the promoted column when the parameter has one, and on the side table. */
export function orderedCondition(
  facility: number,
  of: Of,
  parameter: Parameter,
  values: readonly string[],
): Condition {
  const wanted = values.map((value) => orderedOf(parameter, value))
  const { promoted } = indexPlan(facility, of.type)
  if (promoted.time === parameter.code) return timeCondition(wanted)
  const side = sideCondition(facility, of, parameter, 0, wanted)
  if (promoted.value !== parameter.code) return side
  return anyOf([...wanted.map((one) => valueCondition(of, parameter, one)), side])
}

/** The ordered half of a composite, whose token is the key of the side table. */
export function pairCondition(
  facility: number,
  of: Of,
  composite: Parameter,
  key: number,
  second: Parameter,
  value: string,
): Condition {
  return sideCondition(facility, of, composite, key, [orderedOf(second, value)])
}

function timeCondition(wanted: readonly Ordered[]): Condition {
  const column = wanted.map(({ comparison }) => compareSql(sql<number>`r.ct`, sql<number>`r.ct_end`, comparison))
  return sql<boolean>`(${anyOf(column)} and r.ct_end > ${least})`
}

function valueCondition(of: Of, parameter: Parameter, { comparison, unit }: Ordered): Condition {
  const compared = compareSql(sql<number>`r.value`, sql<number>`r.value`, comparison)
  return unit === undefined ? compared : allOf([compared, meets([of.hash(`${parameter.code}#unit=${unit}`)])])
}

function orderedOf(parameter: Parameter, value: string): Ordered {
  if (parameter.kind === 'date') return { comparison: dateComparison(parameter.code, value), unit: undefined }
  const [number = '', system, code] = splitEscaped(value, '|')
  const comparison = numberComparison(parameter.code, number)
  if (!code) return { comparison, unit: undefined }
  return { comparison, unit: system ? `${system}|${code}` : code }
}

/** `5.4|system|code` asks for the coded unit, `5.4||code` for the code or the unit as written. */
function unitCondition(unit: string): Condition {
  if (unit.includes('|')) return sql<boolean>`starts_with(o.unit, ${`${unit}|`})`
  return sql<boolean>`(split_part(o.unit, '|', 2) = ${unit} or split_part(o.unit, '|', 3) = ${unit})`
}

function sideCondition(
  facility: number,
  of: Of,
  parameter: Parameter,
  key: number,
  wanted: readonly Ordered[],
): Condition {
  const parts = wanted.map(({ comparison, unit }) => {
    const compared = compareSql(sql<number>`o.lo`, sql<number>`o.hi`, comparison)
    return unit === undefined ? compared : allOf([compared, unitCondition(unit)])
  })
  return sql<boolean>`r.id in (
    select o.id from search_ordered o
    where o.facility = ${facility} and o.type = ${typeNumber(of.type)} and o.param = ${parameter.number}
      and o.n >= 0 and o.key = ${key} and ${anyOf(parts)})`
}
