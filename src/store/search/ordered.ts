import { type RawBuilder, sql } from 'kysely'
import { least } from '#fhir/search/date-range.ts'
import { paramNumber } from '#fhir/search/hash.ts'
import { spansMark } from '#fhir/search/index-leaf.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import { convert, isUnit, ucumSystem } from '#fhir/ucum/index.ts'
import { indexPlan } from '../definitions.ts'
import {
  allOf,
  anyOf,
  type Comparison,
  type Condition,
  comparePoint,
  compareSql,
  dateComparison,
  isTrue,
  meets,
  numberComparison,
  type Prefix,
} from './compare.ts'
import { askPlanned } from './planned.ts'
import { badClause, badModifier } from './refusals.ts'
import { plain, type RawClause, splitEscaped } from './request.ts'
import type { Conditions, Scope, TimeBound } from './scope.ts'
import { why } from './why.ts'

const oneDay = 86_400_000

/** A date condition: on the promoted column when the parameter has one, else on the side table. */
export function addDate(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  if (clause.modifier !== undefined) throw badModifier(clause)
  const wanted = clause.values.map((value) => dateComparison(parameter.code, value, scope.ctx.now()))
  const { condition, bound, ofColumns } = dateCondition(scope, parameter, wanted)
  into.others.push(condition)
  if (ofColumns) into.columns.push(condition)
  if (bound) into.times.push(bound)
}

export function dateCondition(scope: Scope, parameter: Parameter, wanted: readonly Comparison[]) {
  const { promoted } = indexPlan(scope.ctx.facility, scope.type)
  if (promoted.time !== parameter.code)
    return {
      condition: sideCondition(scope, parameter, 0, wanted.map(wholeSpan)),
      bound: undefined,
      ofColumns: false,
    }
  const [ct, end] = [sql`${scope.r}.ct`, sql`${scope.r}.ct_end`]
  const column = anyOf(wanted.map((one) => allOf([compareSql(ct, end, rounded(one)), ...edges(ct, one)])))
  const condition = allOf([column, sql<boolean>`${end} > ${least}`])
  const bound = wanted.length === 1 && wanted[0] ? boundOf(wanted[0]) : undefined
  return { condition, bound, ofColumns: true }
}

const rounded = (one: Comparison): Comparison => ({ ...one, slack: Math.round(one.slack) })

/** What follows for the beginning alone, said once more so that the index of times can start and end there. */
function edges(ct: RawBuilder<unknown>, { prefix, span }: Comparison): readonly Condition[] {
  if (prefix === 'eq') return [sql<boolean>`${ct} <= ${span.hi}`]
  if (prefix === 'le') return [sql<boolean>`${ct} <= ${span.hi}`]
  return prefix === 'eb' ? [sql<boolean>`${ct} < ${span.lo}`] : []
}

function boundOf({ prefix, span }: Comparison): TimeBound | undefined {
  if (prefix === 'eq' || prefix === 'sa') return { from: span.lo }
  if (prefix === 'ge' || prefix === 'gt' || prefix === 'po') return { fromShort: span.lo - oneDay }
  return undefined
}

interface Ordered {
  readonly comparison: Comparison
  /** Conditions of the unit over `o.unit`, none when it does not matter. */
  readonly unit: Condition | undefined
}

const wholeSpan = (comparison: Comparison): Ordered => ({ comparison, unit: undefined })

export async function addNumber(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  clause: RawClause,
): Promise<void> {
  if (clause.modifier !== undefined) throw badModifier(clause)
  const { condition, ofColumns } = await readNumber(scope, parameter, clause)
  into.others.push(condition)
  if (ofColumns) into.columns.push(condition)
}

/** What a search of numbers must know of what is stored: units in use, and whether the side table has rows. */
interface InUse {
  readonly units: readonly string[]
  readonly spans: boolean
}

/** A number or quantity condition. Quantities in units of the same kind are compared after conversion. */
export async function numberCondition(
  scope: Scope,
  parameter: Parameter,
  clause: RawClause,
  prefix?: Prefix,
): Promise<Condition> {
  return (await readNumber(scope, parameter, clause, prefix)).condition
}

async function readNumber(
  scope: Scope,
  parameter: Parameter,
  clause: RawClause,
  prefix?: Prefix,
): Promise<{ readonly condition: Condition; readonly ofColumns: boolean }> {
  const { promoted } = indexPlan(scope.ctx.facility, scope.type)
  const inUse = await unitsInUse(scope, parameter.code)
  const asked = clause.values.flatMap((value) => quantitiesOf(parameter.code, clause, value, inUse, prefix))
  const spans = sideCondition(
    scope,
    parameter,
    0,
    asked.map((one) => ({ comparison: one.comparison, unit: unitText(one.unit) })),
  )
  if (promoted.value !== parameter.code) return { condition: spans, ofColumns: false }
  const at = sql`${scope.r}.value`
  const points = asked.map(({ comparison, unit }) =>
    unit === undefined
      ? comparePoint(at, comparison)
      : allOf([
          comparePoint(at, comparison),
          isTrue(meets(scope.r, [scope.hash(`${parameter.code}#unit=${unit}`)])),
        ]),
  )
  return inUse.spans
    ? { condition: anyOf([...points, spans]), ofColumns: false }
    : { condition: anyOf(points), ofColumns: true }
}

async function unitsInUse(scope: Scope, code: string): Promise<InUse> {
  const asked = sql<{ value: string }>`
    select value from search_text where facility = ${scope.ctx.facility} and type = ${scope.typeNumber}
      and param = ${paramNumber(`${code}#unit`)}`
  const rows = await askPlanned(scope.ctx, asked)
  const values = rows.map((row) => row.value)
  return { units: values.filter((value) => value !== spansMark), spans: values.includes(spansMark) }
}

export interface Asked {
  readonly comparison: Comparison
  /** `system|code`, or a code or written unit alone. */
  readonly unit: string | undefined
}

/** `number|system|code` in its own unit and, converted, in every unit of its kind that is in use. */
export function quantitiesOf(
  parameter: string,
  clause: RawClause,
  value: string,
  inUse: Pick<InUse, 'units'>,
  prefix?: Prefix,
): readonly Asked[] {
  const [number = '', system = '', code = '', more] = splitEscaped(value, '|')
  if (more !== undefined) throw badClause(clause, why('numberForm'))
  const comparison = numberComparison(parameter, number, prefix)
  const unit = plain(code)
  if (unit === '') return [{ comparison, unit: undefined }]
  const asked = [{ comparison, unit: system ? `${plain(system)}|${unit}` : unit }]
  if (plain(system) !== ucumSystem || !isUnit(unit)) return asked
  const own = `${ucumSystem}|${unit}`
  const others = inUse.units.filter((one) => one !== own && one.startsWith(`${ucumSystem}|`))
  return [...asked, ...others.flatMap((one) => converted(comparison, unit, one))]
}

function converted(comparison: Comparison, from: string, to: string): readonly Asked[] {
  const target = to.slice(ucumSystem.length + 1)
  const [a, b] = [convert(comparison.span.lo, from, target), convert(comparison.span.hi, from, target)]
  if (a === undefined || b === undefined) return []
  const slack = Math.abs(convert(comparison.slack, from, target) ?? 0)
  return [
    {
      comparison: { ...comparison, span: { lo: tidy(Math.min(a, b)), hi: tidy(Math.max(a, b)) }, slack },
      unit: to,
    },
  ]
}

/** Twelve digits: what a conversion adds behind them is noise. */
const tidy = (value: number) => Number(value.toPrecision(12))

/** `5.4|system|code` asks for the coded unit, `5.4||code` for the code or the unit as written. */
export function unitText(unit: string | undefined): Condition | undefined {
  if (unit === undefined) return undefined
  if (unit.includes('|')) return sql<boolean>`starts_with(o.unit, ${`${unit}|`})`
  return sql<boolean>`(split_part(o.unit, '|', 2) = ${unit} or split_part(o.unit, '|', 3) = ${unit})`
}

export function sideCondition(
  scope: Scope,
  parameter: Pick<Parameter, 'number'>,
  key: number,
  wanted: readonly Ordered[],
): Condition {
  const parts = wanted.map(({ comparison, unit }) => {
    const compared = compareSql(sql`o.lo`, sql`o.hi`, comparison)
    return unit === undefined ? compared : allOf([compared, unit])
  })
  return sql<boolean>`${scope.r}.id in (
    select o.id from search_ordered o
    where o.facility = ${scope.ctx.facility} and o.type = ${scope.typeNumber} and o.param = ${parameter.number}
      and o.n >= 0 and o.key = ${key} and ${anyOf(parts)})`
}

/** Units in use by a composite, for its component of a quantity. */
export function compositeUnits(scope: Scope, code: string): Promise<Pick<InUse, 'units'>> {
  return unitsInUse(scope, code)
}
