import { sql } from 'kysely'
import { least } from '#fhir/search/date-range.ts'
import { foldForSearch } from '#fhir/search/index-values.ts'
import type { Parameter, ParameterKind } from '#fhir/search/parameter.ts'
import type { Context } from '#platform/context.ts'
import { indexPlan, parameters, patientParameters, structures, typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { type Comparison, type Condition, compareSql, dateComparison, numberComparison } from './compare.ts'
import { type RawClause, splitEscaped } from './request.ts'

/** What a search of one type asks of its rows. */
export interface Conditions {
  /** Alternatives of hashes, each of which must meet the row's tokens. */
  readonly tokens: number[][]
  /** Any other condition over the alias `r`. */
  readonly others: Condition[]
  /** The row's patient, when it is known. */
  patient?: string
  ids?: readonly string[]
}

export interface Scope {
  readonly ctx: Context
  readonly type: string
  readonly hash: (text: string) => number
}

export function scopeOf(ctx: Context, type: string): Scope {
  if (!structures.isResource(type)) throw storeErrors.unknownType({ type: type.slice(0, 60) })
  return { ctx, type, hash: indexPlan(ctx.facility, type).hash }
}

const bad = (clause: RawClause, reason: string) =>
  storeErrors.badValue({ parameter: clause.name, value: clause.values.join(',').slice(0, 120), reason })

export function findParameter(type: string, name: string): Parameter {
  const found = parameters.of(type).get(name)
  if (!found) throw storeErrors.unknownParameter({ type, parameter: name.slice(0, 60) })
  return found
}

type Adder = (scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause) => void

const adders: Readonly<Record<ParameterKind, Adder>> = {
  token: addToken,
  uri: addToken,
  reference: addReference,
  string: addString,
  composite: addComposite,
  date: addOrdered,
  number: addOrdered,
  quantity: addOrdered,
}

/** Adds the condition of one clause without a chain. */
export function addClause(scope: Scope, into: Conditions, clause: RawClause): void {
  if (clause.name === '_id') addIds(into, clause)
  else if (clause.name === '_lastUpdated') addLastUpdated(into, clause)
  else {
    const parameter = findParameter(scope.type, clause.name)
    if (clause.values.every((value) => value === '')) throw bad(clause, 'a value is missing')
    if (clause.modifier === 'missing') addMissing(scope, into, clause)
    else adders[parameter.kind](scope, into, parameter, clause)
  }
}

function addIds(into: Conditions, clause: RawClause): void {
  if (clause.modifier) throw bad(clause, `modifier :${clause.modifier.slice(0, 30)} is not supported`)
  into.ids = into.ids ? into.ids.filter((id) => clause.values.includes(id)) : clause.values
}

function addOrdered(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  into.others.push(orderedCondition(scope, parameter, clause))
}

function addLastUpdated(into: Conditions, clause: RawClause): void {
  const at = sql<number>`(extract(epoch from r.recorded_at) * 1000)::float8`
  into.others.push(anyOf(clause.values.map((value) => compareSql(at, at, dateComparison('_lastUpdated', value)))))
}

export function anyOf(conditions: readonly Condition[]): Condition {
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`
}

function addMissing(scope: Scope, into: Conditions, clause: RawClause): void {
  const present = scope.hash(`${clause.name}:present`)
  if (clause.values[0] === 'false') into.tokens.push([present])
  else if (clause.values[0] === 'true') into.others.push(sql<boolean>`not (r.toks @> ${[present]}::bigint[])`)
  else throw bad(clause, 'must be true or false')
}

function addToken(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  const hashes = clause.values.map((value) => scope.hash(`${parameter.code}=${value}`))
  if (clause.modifier === undefined) into.tokens.push(hashes)
  else if (clause.modifier === 'not' && parameter.kind === 'token')
    into.others.push(sql<boolean>`not (r.toks && ${hashes}::bigint[])`)
  else throw bad(clause, `modifier :${clause.modifier.slice(0, 30)} is not supported`)
}

function addReference(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  if (clause.modifier === 'identifier') {
    into.tokens.push(clause.values.map((value) => scope.hash(`${parameter.code}:identifier=${value}`)))
    return
  }
  if (clause.modifier !== undefined && !structures.isResource(clause.modifier))
    throw bad(clause, `modifier :${clause.modifier.slice(0, 30)} is not supported`)
  const wanted = clause.values.flatMap((value) => referencesOf(parameter, clause.modifier, value))
  into.tokens.push(wanted.map((reference) => scope.hash(`${parameter.code}=${reference}`)))
  const patients = wanted.filter((reference) => reference.startsWith('Patient/'))
  if (
    clause.values.length === 1 &&
    patients.length === 1 &&
    isPatientParameter(scope.type, parameter.code) &&
    !isOpen(wanted)
  )
    into.patient = (patients[0] ?? '').slice('Patient/'.length)
}

/** A bare id may mean other types than Patient, so it does not fix the patient. */
const isOpen = (wanted: readonly string[]) => wanted.length > 1

/** Whether a parameter says the same as the column `patient`: the first of the compartment's definition. */
export function isPatientParameter(type: string, code: string): boolean {
  const first = patientParameters(type)[0]
  if (first === code) return true
  return (first === 'patient' || first === 'subject') && (code === 'patient' || code === 'subject')
}

function referencesOf(parameter: Parameter, type: string | undefined, value: string): readonly string[] {
  if (value.includes('/') || value.includes(':')) return [value.replace(/\/_history\/[^/]+$/, '')]
  if (type) return [`${type}/${value}`]
  const targets = parameter.targets.length > 0 ? parameter.targets : Object.keys(structures.resourceTypes)
  return targets.map((target) => `${target}/${value}`)
}

function addString(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  if (clause.modifier === 'exact') {
    into.tokens.push(clause.values.map((value) => scope.hash(`${parameter.code}:exact=${value}`)))
    return
  }
  if (clause.modifier !== undefined && clause.modifier !== 'contains')
    throw bad(clause, `modifier :${clause.modifier.slice(0, 30)} is not supported`)
  const before = clause.modifier === 'contains' ? '%' : ''
  const likes = clause.values.map((value) => `${before}${foldForSearch(value).replace(/[\\%_]/g, '\\$&')}%`)
  into.others.push(sql<boolean>`r.id in (
    select s.id from search_string s
    where s.facility = ${scope.ctx.facility} and s.type = ${typeNumber(scope.type)} and s.param = ${parameter.number}
      and ${anyOf(likes.map((like) => sql<boolean>`s.value like ${like}`))})`)
}

interface Ordered {
  readonly comparison: Comparison
  readonly unit: Condition | undefined
}

/** A date, number or quantity condition, on the promoted column or on the side table. */
function orderedCondition(scope: Scope, parameter: Parameter, clause: RawClause): Condition {
  if (clause.modifier !== undefined)
    throw bad(clause, `modifier :${clause.modifier.slice(0, 30)} is not supported`)
  const wanted = clause.values.map((value) => orderedOf(parameter, value))
  if (indexPlan(scope.ctx.facility, scope.type).promoted.time !== parameter.code)
    return sideCondition(scope, parameter, 0, wanted)
  const column = wanted.map(({ comparison }) => compareSql(sql<number>`r.ct`, sql<number>`r.ct_end`, comparison))
  return sql<boolean>`(${anyOf(column)} and r.ct_end > ${least})`
}

function orderedOf(parameter: Parameter, value: string): Ordered {
  if (parameter.kind === 'date') return { comparison: dateComparison(parameter.code, value), unit: undefined }
  const [number = '', system, code] = splitEscaped(value, '|')
  return { comparison: numberComparison(parameter.code, number), unit: unitCondition(system, code) }
}

/** `5.4|system|code` asks for the coded unit, `5.4||code` for the code or the unit as written. */
function unitCondition(system: string | undefined, code: string | undefined): Condition | undefined {
  if (!code) return undefined
  if (system) return sql<boolean>`starts_with(o.unit, ${`${system}|${code}|`})`
  return sql<boolean>`(split_part(o.unit, '|', 2) = ${code} or split_part(o.unit, '|', 3) = ${code})`
}

function sideCondition(scope: Scope, parameter: Parameter, key: number, wanted: readonly Ordered[]): Condition {
  const parts = wanted.map(({ comparison, unit }) => {
    const compared = compareSql(sql<number>`o.lo`, sql<number>`o.hi`, comparison)
    return unit ? sql<boolean>`(${compared} and ${unit})` : compared
  })
  return sql<boolean>`r.id in (
    select o.id from search_ordered o
    where o.facility = ${scope.ctx.facility} and o.type = ${typeNumber(scope.type)} and o.param = ${parameter.number}
      and o.key = ${key} and ${anyOf(parts)})`
}

function addComposite(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  const [first, second] = parameter.components
  if (!first || !second || clause.modifier !== undefined) throw bad(clause, 'not supported')
  const pairs = clause.values.map((value) => splitEscaped(value, '$'))
  if (pairs.some((pair) => pair.length !== 2)) throw bad(clause, 'two parts joined by $ are needed')
  if (parameter.ofRoot) {
    if (pairs.length > 1) throw bad(clause, 'alternatives are not supported for this parameter')
    const [a = '', b = ''] = pairs[0] ?? []
    addClause(scope, into, { name: first.parameter.code, modifier: undefined, values: [a], chain: undefined })
    addClause(scope, into, { name: second.parameter.code, modifier: undefined, values: [b], chain: undefined })
  } else if (second.parameter.kind === 'token') {
    into.tokens.push(pairs.map(([a, b]) => scope.hash(`${parameter.code}=${a}$${b}`)))
  } else {
    const parts = pairs.map(([a, b]) =>
      sideCondition(scope, parameter, scope.hash(`${parameter.code}=${a}`), [
        orderedOf(second.parameter, b ?? ''),
      ]),
    )
    into.others.push(anyOf(parts))
  }
}
