import { sql } from 'kysely'
import {
  type Filter,
  FilterError,
  type FilterOperator,
  type FilterStep,
  parseFilter,
} from '#fhir/search/filter.ts'
import { foldForSearch } from '#fhir/search/index-values.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import { addTarget, openInner, targetsOf } from './chains.ts'
import { addAny, conditionOf, findReference } from './combine.ts'
import { allOf, type Condition, dateComparison, meets, notTrue, type Prefix } from './compare.ts'
import { addHas } from './has.ts'
import { dateCondition, numberCondition } from './ordered.ts'
import { badClause, badValue, tooCostly } from './refusals.ts'
import type { RawClause } from './request.ts'
import { type Conditions, findParameter, noConditions, type Scope } from './scope.ts'
import { contains, endsWith, equals, hasString, startsWith } from './strings.ts'
import { why } from './why.ts'

/** `_filter=given eq "peter" and birthdate ge 2014-10-10`. http://hl7.org/fhir/R4/search_filter.html */
export async function addFilter(scope: Scope, into: Conditions, clause: RawClause): Promise<void> {
  let filter: Filter
  try {
    filter = parseFilter(clause.values[0] ?? '')
  } catch (error) {
    if (!(error instanceof FilterError)) throw error
    throw error.limit
      ? tooCostly(`the _filter has ${error.message}`)
      : badClause(clause, why('filterSyntax', { text: error.message }))
  }
  await add(scope, into, filter)
}

async function add(scope: Scope, into: Conditions, filter: Filter): Promise<void> {
  if (filter.kind === 'test') return addTest(scope, into, filter.path, filter.operator, filter.value)
  if (filter.kind === 'not') {
    const part = noConditions()
    await add(scope, part, filter.part)
    return addNot(scope, into, part)
  }
  if (filter.kind === 'and') {
    for (const part of filter.parts) await add(scope, into, part)
    return
  }
  const parts: Conditions[] = []
  for (const one of filter.parts) {
    const part = noConditions()
    await add(scope, part, one)
    parts.push(part)
  }
  addAny(scope, into, parts)
}

type Test = readonly [operator: FilterOperator, value: string]

async function addTest(
  scope: Scope,
  into: Conditions,
  path: readonly FilterStep[],
  ...[operator, value]: Test
): Promise<void> {
  const [step, ...rest] = path
  if (!step) return
  const [name = '', modifier] = step.name.startsWith('_has:') ? [step.name] : step.name.split(':')
  if (rest.length > 0 || step.where)
    return addStep(scope, into, step, { name, modifier, values: [value] }, rest, [operator, value])
  if (name.startsWith('_has:')) {
    if (operator !== 'eq') throw badValue('_filter', operator, why('onlyEq'))
    return addHas(scope, into, {
      name: '_has',
      modifier: name.slice('_has:'.length),
      values: [spelt(value)],
      chain: undefined,
    })
  }
  const clause: RawClause = {
    name: name === 'id' ? '_id' : name,
    modifier,
    values: [escaped(value)],
    chain: undefined,
  }
  if (operator === 'pr') return addPresence(scope, into, clause, value)
  await addOperator(scope, into, clause, operator, value)
}

/** A backslash is no escape in a filter. */
const escaped = (value: string) => value.replaceAll('\\', '\\\\')

/** `subject[birthdate lt 2000].name co an`: the reference leads to what meets both. */
async function addStep(
  scope: Scope,
  into: Conditions,
  step: FilterStep,
  clause: Pick<RawClause, 'name' | 'modifier' | 'values'>,
  rest: readonly FilterStep[],
  test: Test,
): Promise<void> {
  const parameter = findReference(scope, clause.name)
  const [next] = rest
  if (!next) throw badClause(clause, why('afterBrackets'))
  const parts: Conditions[] = []
  for (const target of targetsOf(
    scope,
    clause,
    parameter,
    next.name === 'id' ? '_id' : (next.name.split(':')[0] ?? ''),
  )) {
    const inner = await openInner(scope, target, async (within, conditions) => {
      if (step.where) await add(within, conditions, step.where)
      await addTest(within, conditions, rest, ...test)
    })
    const part = noConditions()
    await addTarget(scope, part, parameter, target, inner)
    parts.push(part)
  }
  addAny(scope, into, parts)
}

function addPresence(scope: Scope, into: Conditions, clause: RawClause, value: string): void | Promise<void> {
  if (value !== 'true' && value !== 'false') throw badClause(clause, why('presence'))
  return scope.search.add(scope, into, {
    ...clause,
    modifier: 'missing',
    values: [value === 'true' ? 'false' : 'true'],
  })
}

/** Modifiers that say the same as an operator. */
const modifiers: Partial<Readonly<Record<FilterOperator, string>>> = {
  in: 'in',
  ni: 'not-in',
  ss: 'below',
  sb: 'above',
}
const namespaces: Readonly<Record<string, string>> = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  ucum: 'http://unitsofmeasure.org',
}

/** A value whose namespace is one of the short names that filters may use. */
function spelt(value: string): string {
  return value.replace(/^(\w+)\|/, (all, name: string) =>
    Object.hasOwn(namespaces, name) ? `${namespaces[name]}|` : all,
  )
}

async function addOperator(
  scope: Scope,
  into: Conditions,
  clause: RawClause,
  operator: FilterOperator,
  value: string,
): Promise<void> {
  if (clause.name.startsWith('_') && ['_id', '_lastUpdated', '_text', '_content', '_list'].includes(clause.name))
    return addSpecial(scope, into, clause, operator, value)
  const parameter = findParameter(scope.ctx, scope.type, clause.name)
  if (parameter.anyOf.length > 0) {
    const parts: Conditions[] = []
    for (const name of parameter.anyOf) {
      const part = noConditions()
      await addOperator(scope, part, { ...clause, name }, operator, value)
      parts.push(part)
    }
    return addAny(scope, into, parts)
  }
  if (parameter.kind === 'string') into.others.push(stringTest(scope, parameter, clause, operator, value))
  else if (parameter.kind === 'date') into.others.push(dateTest(scope, parameter, clause, operator, value))
  else if (parameter.kind === 'number' || parameter.kind === 'quantity')
    into.others.push(await numberCondition(scope, parameter, clause, ordered(clause, operator)))
  else await addEquality(scope, into, clause, parameter, operator)
}

async function addSpecial(
  scope: Scope,
  into: Conditions,
  clause: RawClause,
  operator: FilterOperator,
  value: string,
): Promise<void> {
  if (operator === 'eq') return scope.search.add(scope, into, clause)
  if (clause.name === '_lastUpdated' && operator !== 'po' && operator !== 'co')
    return scope.search.add(scope, into, { ...clause, values: [ordered(clause, operator) + value] })
  if (operator !== 'ne') throw unfit(clause, operator)
  const part = noConditions()
  await scope.search.add(scope, part, clause)
  addNot(scope, into, part)
}

/** Adds that a part is not so; what no index answers stays bounded. */
function addNot(scope: Scope, into: Conditions, part: Conditions): void {
  into.others.push(notTrue(conditionOf(scope, part)))
  if (part.unindexed !== undefined) into.unindexed = part.unindexed
}

function unfit(clause: RawClause, operator: string) {
  return badClause(clause, why('operator', { operator }))
}

/** Tokens, references, URIs and composites: equal, unequal, or what a modifier says. */
async function addEquality(
  scope: Scope,
  into: Conditions,
  clause: RawClause,
  parameter: Parameter,
  operator: FilterOperator,
): Promise<void> {
  const given = parameter.kind === 'token' ? { ...clause, values: clause.values.map(spelt) } : clause
  if (operator === 'eq' || (operator === 're' && parameter.kind === 'reference'))
    return scope.search.add(scope, into, given)
  if (operator === 'sw' && parameter.kind === 'uri')
    return scope.search.add(scope, into, { ...given, modifier: 'below' })
  if (operator === 'ne') {
    const part = noConditions()
    await scope.search.add(scope, part, given)
    into.others.push(notTrue(conditionOf(scope, part)))
    if (parameter.kind !== 'composite') into.tokens.push({ hashes: [scope.hash(`${parameter.code}:present`)] })
    return
  }
  const modifier = parameter.kind === 'token' ? modifiers[operator] : undefined
  if (modifier === undefined) throw unfit(clause, operator)
  await scope.search.add(scope, into, { ...given, modifier })
}

const strings: Partial<Readonly<Record<FilterOperator, (text: string) => Condition>>> = {
  eq: equals,
  ne: (text) => sql<boolean>`s.value <> ${text}`,
  co: contains,
  sw: startsWith,
  ew: endsWith,
  gt: (text) => sql<boolean>`s.value collate "C" > ${text}`,
  lt: (text) => sql<boolean>`s.value collate "C" < ${text}`,
  ge: (text) => sql<boolean>`s.value collate "C" >= ${text}`,
  le: (text) => sql<boolean>`s.value collate "C" <= ${text}`,
}

function stringTest(
  scope: Scope,
  parameter: Parameter,
  clause: RawClause,
  operator: FilterOperator,
  value: string,
): Condition {
  const make = strings[operator]
  if (!make) throw unfit(clause, operator)
  return hasString(scope, parameter, make(foldForSearch(value)))
}

function dateTest(
  scope: Scope,
  parameter: Parameter,
  clause: RawClause,
  operator: FilterOperator,
  value: string,
): Condition {
  const prefix = operator === 'po' || operator === 'co' ? operator : ordered(clause, operator)
  const present = meets(scope.r, [scope.hash(`${parameter.code}:present`)])
  const comparison = dateComparison(parameter.code, escaped(value), scope.ctx.now(), prefix)
  return allOf([dateCondition(scope, parameter, [comparison]).condition, sql<boolean>`(${present}) is true`])
}

const prefixes: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'])

function ordered(clause: RawClause, operator: FilterOperator): Prefix {
  if (!prefixes.has(operator)) throw unfit(clause, operator)
  return operator as Prefix
}
