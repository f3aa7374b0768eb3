import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { isPatientParameter, parametersOf, typeNumber } from '../definitions.ts'
import { type Inner, innerConditions, narrow } from './chains.ts'
import { conditionOf, findReference } from './combine.ts'
import { commonTokens } from './common-tokens.ts'
import { meets } from './compare.ts'
import { refersToSql } from './json-references.ts'
import { badValue, tooCostly } from './refusals.ts'
import { clauseOf, type RawClause } from './request.ts'
import type { Conditions, Scope } from './scope.ts'
import { isNarrow, whereSql } from './where.ts'
import { why } from './why.ts'

/** Up to this many patients of the inner part are looked up by name; more are tested row by row. */
const mostListed = 2000
/** Resources of the inner part that are looked at before all of its patients are named. */
const mostSampled = 500
/** Patients that may be tested for one page, in processor time about as much as naming 2,000 of 3,000 resources. */
const mostTested = 1000
const ofPage = 50
/** Most resources of the inner part that are read for the references they hold. */
const mostRead = 20_000

/** `_has:Observation:patient:code=x`: some other resource refers here and meets the rest. */
export async function addHas(scope: Scope, into: Conditions, clause: RawClause): Promise<void> {
  const [type = '', code = '', ...rest] = (clause.modifier ?? '').split(':')
  if (rest.length === 0) throw badValue('_has', clause.modifier ?? '', why('hasForm'))
  const inner = await innerConditions(scope, type, [{ ...clauseOf(rest.join(':'), ''), values: clause.values }])
  await addReferring(scope, into, inner, code)
}

/** Adds that a resource of the inner scope, which meets its conditions, refers to the row by a parameter. */
export async function addReferring(scope: Scope, into: Conditions, inner: Inner, code: string): Promise<void> {
  const parameter = findReference(inner.scope, code)
  if (parameter.targets.length > 0 && !parameter.targets.includes(scope.type))
    throw badValue('_has', `${inner.scope.type}:${code}`, why('neverRefers', { name: code, type: scope.type }))
  await narrow(inner)
  if (scope.type === 'Patient' && isPatientParameter(inner.scope.type, code))
    await addByPatient(scope, into, inner, code)
  else await addByReading(scope, into, inner, code)
}

async function addByPatient(scope: Scope, into: Conditions, inner: Inner, code: string): Promise<void> {
  // The column may hold a performer when the subject is no patient.
  const mark = parametersOf(scope.ctx.facility, inner.scope.type).has('patient') ? 'patient' : code
  const { r } = inner.scope
  inner.conditions.others.push(sql<boolean>`(${meets(r, [inner.scope.hash(`${mark}:present`)])}) is true`)
  if (isNarrow(inner.conditions, await commonTokens(scope.ctx))) {
    const named = await namedPatients(inner)
    if (named) {
      into.ids = into.ids ? into.ids.filter((id) => named.has(id)) : [...named]
      return
    }
  }
  into.others.push(sql<boolean>`exists (select 1 from resource ${r} where ${r}.facility = ${scope.ctx.facility}
    and ${r}.type = ${inner.scope.typeNumber} and ${r}.patient = ${scope.r}.id
    and ${conditionOf(inner.scope, inner.conditions)} offset 0)`)
}

/**
 * The patients of the inner part by name; undefined when they are too many, or when so large a share of all patients fits
 * that a page is full sooner by testing patients in their order: the first resources tell the share.
 */
async function namedPatients({ scope, conditions }: Inner): Promise<ReadonlySet<string> | undefined> {
  const { r, ctx } = scope
  const found = sql`select ${r}.patient from ${whereSql(scope, conditions)} and ${r}.patient is not null`
  const first = await sql<{ patient: string }>`${found} limit ${mostSampled + 1}`.execute(ctx.db)
  const named = new Set(first.rows.map((row) => row.patient))
  if (first.rows.length <= mostSampled) return named
  if (!(await haveMorePatients(ctx, Math.floor((mostTested / ofPage) * named.size)))) return undefined
  const all = await sql<{ patient: string }>`
    select distinct x.patient from (${found}) x limit ${mostListed + 1}`.execute(ctx.db)
  return all.rows.length > mostListed ? undefined : new Set(all.rows.map((row) => row.patient))
}

async function haveMorePatients(ctx: Context, than: number): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from resource where facility = ${ctx.facility}
      and type = ${typeNumber('Patient')} and version > 0 limit ${than + 1}) x`.execute(ctx.db)
  return (rows[0]?.n ?? 0) > than
}

async function addByReading(scope: Scope, into: Conditions, inner: Inner, code: string): Promise<void> {
  const parameter = findReference(inner.scope, code)
  const { r } = inner.scope
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from ${whereSql(inner.scope, inner.conditions)} limit ${mostRead + 1}) x`.execute(
    scope.ctx.db,
  )
  if ((rows[0]?.n ?? 0) > mostRead)
    throw tooCostly(`_has:${inner.scope.type}:${code} matches more than ${mostRead} resources`)
  into.others.push(sql<boolean>`${scope.r}.id in (
    select x.id from (select ${r}.content from ${whereSql(inner.scope, inner.conditions)} offset 0) ${r}
    cross join lateral (${refersToSql(r, inner.scope.type, parameter, scope.type)}) x(id))`)
}
