import { type RawBuilder, sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import { evaluate } from '#fhir/search/expression.ts'
import { structures } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { type Here, localReference } from '../record-of.ts'
import {
  addClause,
  type Conditions,
  findParameter,
  isPatientParameter,
  type Scope,
  scopeOf,
} from './conditions.ts'
import { clauseOf, type RawClause } from './request.ts'
import { whereSql } from './where.ts'

/** Most resources that the inner part of a chain may match when it cannot be joined in the database. */
const mostInner = 2000

/** Reads all clauses of a search into conditions, also chains and _has. */
export async function readConditions(scope: Scope, clauses: readonly RawClause[]): Promise<Conditions> {
  const into: Conditions = { tokens: [], others: [] }
  for (const clause of clauses) {
    if (clause.name === '_has') await addHas(scope, into, clause)
    else if (clause.chain !== undefined) await addChain(scope, into, clause, clause.chain)
    else addClause(scope, into, clause)
  }
  return into
}

/** `subject:Patient.name=an`: the reference leads to a resource that meets the rest. */
async function addChain(scope: Scope, into: Conditions, clause: RawClause, rest: string): Promise<void> {
  const parameter = findParameter(scope.type, clause.name)
  if (parameter.kind !== 'reference')
    throw storeErrors.unknownParameter({ type: scope.type, parameter: `${clause.name}.${rest}` })
  const target =
    clause.modifier ?? (isPatientParameter(scope.type, clause.name) ? 'Patient' : parameter.targets[0])
  if (!target || (clause.modifier === undefined && target !== 'Patient' && parameter.targets.length !== 1))
    throw storeErrors.badValue({
      parameter: clause.name,
      value: rest,
      reason: 'name the type, as in subject:Patient.name',
    })
  const inner = scopeOf(scope.ctx, target)
  const conditions = await readConditions(inner, [{ ...clauseOf(rest, ''), values: clause.values }])
  if (target === 'Patient' && isPatientParameter(scope.type, clause.name)) {
    into.others.push(sql<boolean>`r.patient in (select r.id from ${whereSql(inner, conditions)})`)
    return
  }
  const { rows } = await sql<{ id: string }>`
    select r.id from ${whereSql(inner, conditions)} limit ${mostInner + 1}`.execute(scope.ctx.db)
  if (rows.length > mostInner) throw tooMany(`${clause.name}.${rest}`)
  into.tokens.push(rows.map((row) => scope.hash(`${parameter.code}=${target}/${row.id}`)))
}

/** `_has:Observation:patient:code=x`: some other resource refers here and meets the rest. */
async function addHas(scope: Scope, into: Conditions, clause: RawClause): Promise<void> {
  const [type = '', code = '', ...rest] = (clause.modifier ?? '').split(':')
  const inner = scopeOf(scope.ctx, type)
  const parameter = findParameter(type, code)
  if (parameter.kind !== 'reference' || rest.length === 0)
    throw storeErrors.badValue({
      parameter: '_has',
      value: clause.modifier ?? '',
      reason: 'Type:reference:parameter is needed',
    })
  const conditions = await readConditions(inner, [{ ...clauseOf(rest.join(':'), ''), values: clause.values }])
  if (scope.type === 'Patient' && isPatientParameter(type, code)) {
    into.others.push(sql<boolean>`r.id in (select r.patient from ${whereSql(inner, conditions)})`)
    return
  }
  const ids = await referredIds(scope, inner, whereSql(inner, conditions), parameter.code)
  into.ids = into.ids ? into.ids.filter((id) => ids.has(id)) : [...ids]
}

async function referredIds(
  scope: Scope,
  inner: Scope,
  from: RawBuilder<unknown>,
  code: string,
): Promise<Set<string>> {
  const { rows } = await sql<{ content: Buffer }>`
    select r.content from ${from} limit ${mostInner + 1}`.execute(scope.ctx.db)
  if (rows.length > mostInner) throw tooMany(`_has:${inner.type}`)
  const ids = new Set<string>()
  for (const row of rows)
    for (const to of referencesIn(scope.ctx, inner.type, code, row.content))
      if (to.type === scope.type) ids.add(to.id)
  return ids
}

/** The local references that a parameter finds in stored bytes. */
export function referencesIn(here: Here, type: string, code: string, content: Buffer) {
  const value = parseJsonBytes(content)
  return findParameter(type, code)
    .paths.flatMap((path) => evaluate(structures, path, { type, value }))
    .map((found) => localReference(here, (found.value as { reference?: string } | undefined)?.reference))
    .filter((found) => found !== undefined)
}

function tooMany(part: string) {
  return storeErrors.tooCostly({ reason: `${part} matches more than ${mostInner} resources` })
}
