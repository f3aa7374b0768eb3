import { sql } from 'kysely'
import type { Parameter } from '#fhir/search/parameter.ts'
import { heldToken } from '../contained-rows.ts'
import { isPatientParameter, parametersOf, structures } from '../definitions.ts'
import { addAny, conditionOf, findReference } from './combine.ts'
import { holdersOf } from './contained.ts'
import { narrowByWords } from './content.ts'
import { refersToSql } from './json-references.ts'
import { lookUp } from './look-up.ts'
import { askPlanned } from './planned.ts'
import { canonicalNames } from './referred.ts'
import { badClause } from './refusals.ts'
import { clauseOf, type RawClause } from './request.ts'
import { type Conditions, innerScope, noConditions, openConditions, type Scope, specialNames } from './scope.ts'
import { isNarrow, isPlannedOnce, whereSql } from './where.ts'
import { why } from './why.ts'

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
  /** Without what hides resources: what is contained is seen by whoever sees its container. */
  readonly bare: Conditions
}

export function innerConditions(outer: Scope, type: string, clauses: readonly RawClause[]): Promise<Inner> {
  return openInner(outer, type, async (scope, into) => {
    for (const clause of clauses) await scope.search.add(scope, into, clause)
  })
}

/** The inner part of a search, with the conditions that `add` adds to what others hide. */
export async function openInner(
  outer: Scope,
  type: string,
  add: (scope: Scope, into: Conditions) => Promise<void>,
): Promise<Inner> {
  const scope = innerScope(outer, type)
  const conditions = await openConditions(scope)
  const hidden = conditions.others.length
  await add(scope, conditions)
  const bare = { ...conditions, tokens: [...conditions.tokens], others: conditions.others.slice(hidden) }
  return { scope, conditions, bare }
}

/** The types a chain may lead to: the one it names, or all of the reference that know the next parameter. */
export function targetsOf(
  scope: Scope,
  clause: Pick<RawClause, 'name' | 'modifier' | 'values'>,
  parameter: Parameter,
  next: string,
): readonly string[] {
  if (clause.modifier !== undefined) {
    if (!structures.isResource(clause.modifier)) throw badClause(clause, why('typeAfterColon'))
    if (parameter.targets.length > 0 && !parameter.targets.includes(clause.modifier))
      throw badClause(clause, why('neverRefers', { name: clause.name, type: clause.modifier }))
    return [clause.modifier]
  }
  const all = parameter.targets.length > 0 ? parameter.targets : Object.keys(structures.resourceTypes)
  const known = all.filter((type) => specialNames.has(next) || parametersOf(scope.ctx.facility, type).has(next))
  if (known.length === 0 || known.length > mostTargets)
    throw badClause(clause, why('nameType', { example: `${clause.name}:Patient.${next.slice(0, 40)}` }))
  return known
}

/** Finds by name what an index of texts or words leaves of the inner part. */
export async function narrow({ scope, conditions }: Inner): Promise<void> {
  if (!isNarrow(conditions, none)) await lookUp(scope, conditions)
  if (!isNarrow(conditions, none)) await narrowByWords(scope, conditions)
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
  await narrow(inner)
  const canonical = !parameter.types.has('Reference') && parameter.types.size > 0
  const held = canonical ? undefined : heldToken(scope.ctx.facility, scope.type, parameter.code)
  const within = held && holdersOf(inner.scope, inner.bare, held, scope.type)
  const asked = sql<{ id: string; content: Buffer | null; holds: boolean }>`
    (select ${inner.scope.r}.id, ${canonical ? sql`${inner.scope.r}.content` : sql`null::bytea`} as content, false as holds
      from ${whereSql(inner.scope, inner.conditions)} limit ${mostListed + 1})
    ${within ? sql`union all (select h.id, null, true from (${within}) h limit ${mostListed + 1})` : sql``}`
  const once = !scope.ctx.access && isPlannedOnce(inner.conditions)
  const found = await askPlanned(scope.ctx, asked, once)
  const rows = found.filter(({ holds }) => !holds)
  const holders = found.filter(({ holds }) => holds).map(({ id }) => id)
  if (within && holders.length > 0) {
    const stored = noConditions()
    addStored(scope, stored, parameter, { target, inner, rows, byPatient })
    const held = holders.length > mostListed ? sql<boolean>`${scope.r}.id in (${within})` : undefined
    addAny(scope, into, [stored, { ...noConditions(), ...(held ? { others: [held] } : { ids: holders }) }])
  } else addStored(scope, into, parameter, { target, inner, rows, byPatient })
}

interface FoundInner {
  readonly target: string
  readonly inner: Inner
  readonly rows: readonly { readonly id: string; readonly content: Buffer | null }[]
  readonly byPatient: boolean
}

/** Adds that a reference leads to one of the resources that were found. */
function addStored(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  { target, inner, rows, byPatient }: FoundInner,
): void {
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
