import { sql } from 'kysely'
import { foldForSearch } from '#fhir/search/index-values.ts'
import type { Parameter, ParameterKind } from '#fhir/search/parameter.ts'
import type { Context } from '#platform/context.ts'
import { ownFhirPath } from '#platform/own-address.ts'
import { indexPlan, parameters, patientParameters, structures, typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { allOf, anyOf, type Condition, compareSql, dateComparison, meets } from './compare.ts'
import { orderedCondition, pairCondition } from './ordered.ts'
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
    if (parameter.anyOf.length > 0) addAlternatives(scope, into, parameter, clause)
    else if (clause.modifier === 'missing') addMissing(scope, into, clause)
    else adders[parameter.kind](scope, into, parameter, clause)
  }
}

function addIds(into: Conditions, clause: RawClause): void {
  if (clause.modifier) throw bad(clause, `modifier :${clause.modifier.slice(0, 30)} is not supported`)
  into.ids = into.ids ? into.ids.filter((id) => clause.values.includes(id)) : clause.values
}

function addOrdered(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  if (clause.modifier !== undefined)
    throw bad(clause, `modifier :${clause.modifier.slice(0, 30)} is not supported`)
  into.others.push(orderedCondition(scope.ctx.facility, scope, parameter, clause.values))
}

/** A parameter that is others joined by OR; what must be absent must be absent in all of them. */
function addAlternatives(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  const clauses = parameter.anyOf.map((name) => ({ ...clause, name }))
  if (clause.modifier === 'not' || (clause.modifier === 'missing' && clause.values[0] === 'true')) {
    for (const one of clauses) addClause(scope, into, one)
    return
  }
  const parts = clauses.map((one) => {
    const part: Conditions = { tokens: [], others: [] }
    addClause(scope, part, one)
    return part
  })
  if (parts.every((part) => part.others.length === 0 && part.tokens.length === 1))
    into.tokens.push(parts.flatMap((part) => part.tokens.flat()))
  else into.others.push(anyOf(parts.map((part) => allOf([...part.tokens.map(meets), ...part.others]))))
}

function addLastUpdated(into: Conditions, clause: RawClause): void {
  const at = sql<number>`(extract(epoch from r.recorded_at) * 1000)::float8`
  into.others.push(anyOf(clause.values.map((value) => compareSql(at, at, dateComparison('_lastUpdated', value)))))
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
  const wanted = clause.values.flatMap((value) => referencesOf(scope.ctx, parameter, clause.modifier, value))
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

function referencesOf(
  ctx: Context,
  parameter: Parameter,
  type: string | undefined,
  value: string,
): readonly string[] {
  const literal = ownFhirPath(ctx.config, ctx.reachedAt, value) || value
  if (literal.includes('/') || literal.includes(':')) return [literal.replace(/\/_history\/[^/]+$/, '')]
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
      and s.n >= 0 and ${anyOf(likes.map((like) => sql<boolean>`s.value like ${like}`))})`)
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
      pairCondition(
        scope.ctx.facility,
        scope,
        parameter,
        scope.hash(`${parameter.code}=${a}`),
        second.parameter,
        b ?? '',
      ),
    )
    into.others.push(anyOf(parts))
  }
}
