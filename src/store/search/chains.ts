import { sql } from 'kysely'
import type { Parameter } from '#fhir/search/parameter.ts'
import { isPatientParameter, parametersOf, structures } from '../definitions.ts'
import { addAny, conditionOf, findReference } from './combine.ts'
import { refersToSql } from './json-references.ts'
import { lookUp } from './look-up.ts'
import { askPlanned } from './planned.ts'
import { canonicalNames } from './referred.ts'
import { badClause } from './refusals.ts'
import { clauseOf, type RawClause } from './request.ts'
import { type Conditions, innerScope, noConditions, openConditions, type Scope, specialNames } from './scope.ts'
import { isNarrow, isPlannedOnce, whereSql } from './where.ts'

/** Up to this many resources of the inner part are looked up by name; more are tested row by row. */
const mostListed = 2000
const none: ReadonlySet<number> = new Set()
/** Most types a chain without a type may lead to. */
const mostTargets = 30

/** `subject:Patient.name=an`: the reference leads to a resource that meets the rest. */
export async function addChain(scope: Scope, into: Conditions, clause: RawClause, rest: string): Promise<void> {
  const parameter = findReference(scope, clause.name)
  const inner = { ...clauseOf(rest, ''), values: clause.values }
  const parts: Conditions[] = []
  for (const target of targetsOf(scope, clause, parameter, inner.name)) {
    const part = noConditions()
    await addTarget(scope, part, parameter, target, await innerConditions(scope, target, [inner]))
    parts.push(part)
  }
  const [only] = parts
  if (parts.length === 1 && only) {
    if (only.patient !== undefined) into.patient = only.patient
    into.tokens.push(...only.tokens)
    into.others.push(...only.others)
  } else addAny(scope, into, parts)
}

export interface Inner {
  readonly scope: Scope
  readonly conditions: Conditions
}

export async function innerConditions(outer: Scope, type: string, clauses: readonly RawClause[]): Promise<Inner> {
  const scope = innerScope(outer, type)
  const conditions = await openConditions(scope)
  for (const clause of clauses) await scope.search.add(scope, conditions, clause)
  return { scope, conditions }
}

/** The types a chain may lead to: the one it names, or all of the reference that know the next parameter. */
export function targetsOf(
  scope: Scope,
  clause: Pick<RawClause, 'name' | 'modifier' | 'values'>,
  parameter: Parameter,
  next: string,
): readonly string[] {
  if (clause.modifier !== undefined) {
    if (!structures.isResource(clause.modifier)) throw badClause(clause, 'after the colon stands a resource type')
    if (parameter.targets.length > 0 && !parameter.targets.includes(clause.modifier))
      throw badClause(clause, `${clause.name} never refers to ${clause.modifier}`)
    return [clause.modifier]
  }
  const all = parameter.targets.length > 0 ? parameter.targets : Object.keys(structures.resourceTypes)
  const known = all.filter((type) => specialNames.has(next) || parametersOf(scope.ctx.facility, type).has(next))
  if (known.length === 0 || known.length > mostTargets)
    throw badClause(clause, `name the type, as in ${clause.name}:Patient.${next.slice(0, 40)}`)
  return known
}

/** Adds that a reference leads to a resource of a type which meets conditions. */
export async function addTarget(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  target: string,
  inner: Inner,
): Promise<void> {
  const byPatient = target === 'Patient' && isPatientParameter(scope.type, parameter.code)
  if (!isNarrow(inner.conditions, none)) await lookUp(inner.scope, inner.conditions)
  const canonical = !parameter.types.has('Reference') && parameter.types.size > 0
  const asked = sql<{ id: string; content: Buffer | null }>`
    select ${inner.scope.r}.id, ${canonical ? sql`${inner.scope.r}.content` : sql`null::bytea`} as content
    from ${whereSql(inner.scope, inner.conditions)} limit ${mostListed + 1}`
  const once = !scope.ctx.access && isPlannedOnce(inner.conditions)
  const rows = await askPlanned(scope.ctx, asked, once)
  if (rows.length > mostListed) {
    into.others.push(rowByRow(scope, parameter, target, inner, byPatient))
    return
  }
  const names = rows.flatMap((row) => (row.content ? canonicalNames(row.content) : [`${target}/${row.id}`]))
  const tokens = { hashes: names.map((name) => scope.hash(`${parameter.code}=${name}`)) }
  const [first] = rows
  if (!byPatient || rows.length === 1) into.tokens.push(tokens)
  if (byPatient && rows.length === 1 && first) into.patient = first.id
  else if (byPatient)
    into.others.push(sql<boolean>`(${scope.r}.patient = any(${rows.map((row) => row.id)}::text[])
    and (${scope.r}.toks && ${tokens.hashes}::bigint[]) is true)`)
}

/**
 * So many fit the inner part that the rows of the outer one are tested in their order, each by key. The fence
 * (`offset 0`) keeps the planner from turning it round.
 */
function rowByRow(scope: Scope, parameter: Parameter, target: string, inner: Inner, byPatient: boolean) {
  const { r } = inner.scope
  const key = byPatient
    ? sql`${r}.id = ${scope.r}.patient`
    : sql`${r}.id in (${refersToSql(scope.r, scope.type, parameter, target)})`
  return sql<boolean>`exists (select 1 from resource ${r} where ${r}.facility = ${scope.ctx.facility}
    and ${r}.type = ${inner.scope.typeNumber} and ${key} and ${conditionOf(inner.scope, inner.conditions)} offset 0)`
}
