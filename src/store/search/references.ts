import { sql } from 'kysely'
import { tokenCase, unversioned } from '#fhir/search/index-values.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import type { Context } from '#platform/context.ts'
import { ownFhirPath } from '#platform/own-address.ts'
import { isPatientParameter, structures } from '../definitions.ts'
import { meets } from './compare.ts'
import { referredIn } from './referred.ts'
import { badClause, badModifier, tooCostly } from './refusals.ts'
import { plain, type RawClause } from './request.ts'
import type { Conditions, Scope } from './scope.ts'
import { beginsWith } from './tokens.ts'
import { why } from './why.ts'

/** Most resources of a hierarchy that `:above` and `:below` walk. */
const mostRelatives = 5000

export async function addReference(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  clause: RawClause,
): Promise<void> {
  const { modifier } = clause
  if (modifier === 'identifier') {
    const hashes = clause.values.map((value) =>
      scope.hash(`${parameter.code}:identifier=${tokenCase(plain(value))}`),
    )
    into.tokens.push({ hashes })
  } else if (modifier === 'above' || modifier === 'below')
    await addHierarchy(scope, into, parameter, clause, modifier)
  else if (modifier !== undefined && !structures.isResource(modifier)) throw badModifier(clause)
  else addLiteral(scope, into, parameter, clause)
}

function addLiteral(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  const wanted = clause.values.flatMap((value) => referencesOf(scope.ctx, parameter, clause, plain(value)))
  into.tokens.push({ hashes: wanted.map((reference) => scope.hash(`${parameter.code}=${reference}`)) })
  const [only] = wanted
  // A bare id may mean other types than Patient, so only one that is spelt out fixes the patient.
  if (wanted.length === 1 && only?.startsWith('Patient/') && isPatientParameter(scope.type, parameter.code))
    into.patient = only.slice('Patient/'.length)
}

/** What a searched value may be written as in a reference: with every type it can have when none is given. */
export function referencesOf(
  ctx: Context,
  parameter: Parameter,
  clause: Pick<RawClause, 'modifier' | 'name' | 'values'>,
  value: string,
): readonly string[] {
  const own = ownFhirPath(ctx.config, ctx.reachedAt, value) || undefined
  const literal = unversioned(own ?? value)
  const { modifier: type } = clause
  if (literal.includes('/') || literal.includes(':') || literal.includes('|')) {
    const [named] = literal.split('/')
    if (type !== undefined && structures.isResource(named ?? '') && named !== type) return []
    // A reference to this server may be stored as it was sent, with the whole address.
    return own === undefined || own === value ? [literal] : [literal, unversioned(value)]
  }
  if (type !== undefined) return [`${type}/${literal}`]
  const targets = parameter.targets.length > 0 ? parameter.targets : Object.keys(structures.resourceTypes)
  return targets.map((target) => `${target}/${literal}`)
}

/**
 * `:below` of a canonical is the beginning of its version. Of a reference to the own type (a location part of
 * another) it is what lies below in the hierarchy, the named one included; `:above` what it lies in.
 */
async function addHierarchy(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  clause: RawClause,
  modifier: 'above' | 'below',
): Promise<void> {
  const values = clause.values.map(plain)
  if (modifier === 'below' && values.every((value) => /^(?:https?|urn):.*\|/.test(value))) {
    into.others.push(
      beginsWith(
        scope,
        `${parameter.code}:below`,
        values.map((value) => value.toLowerCase()),
      ),
    )
    return
  }
  if (!parameter.targets.includes(scope.type)) throw badModifier(clause)
  const start = values.flatMap((value) =>
    referencesOf(scope.ctx, { ...parameter, targets: [scope.type] }, { ...clause, modifier: undefined }, value),
  )
  const ids = start.map((one) => one.slice(scope.type.length + 1))
  if (start.some((one) => !one.startsWith(`${scope.type}/`)))
    throw badClause(clause, why('typeNeeded', { type: scope.type }))
  const all = modifier === 'below' ? await below(scope, parameter, ids) : await above(scope, parameter, ids)
  if (modifier === 'below')
    into.tokens.push({ hashes: all.map((id) => scope.hash(`${parameter.code}=${scope.type}/${id}`)) })
  else into.ids = into.ids ? into.ids.filter((id) => all.includes(id)) : all
}

/** The named ones and all that lie below them, level by level; a circle ends where it closes. */
async function below(scope: Scope, parameter: Parameter, start: readonly string[]): Promise<readonly string[]> {
  const seen = new Set(start)
  for (let level: readonly string[] = start; level.length > 0; ) {
    const hashes = level.map((id) => scope.hash(`${parameter.code}=${scope.type}/${id}`))
    const { rows } = await sql<{ id: string }>`
      select ${scope.r}.id from resource ${scope.r}
      where ${meets(scope.r, hashes)} and ${scope.r}.facility = ${scope.ctx.facility}
        and ${scope.r}.type = ${scope.typeNumber} and ${await seenIn(scope)} limit ${mostRelatives + 1}`.execute(
      scope.ctx.db,
    )
    level = rows.map((row) => row.id).filter((id) => !seen.has(id))
    for (const id of level) seen.add(id)
    if (seen.size > mostRelatives) throw tooCostly(`more than ${mostRelatives} lie below`)
  }
  return [...seen]
}

/** A hierarchy goes on through what the actor may see. */
const seenIn = async ({ ctx, type, r }: Scope) => (await ctx.access?.where(ctx, type, r)) ?? sql<boolean>`true`

/** What the named ones lie in, up to the top. */
async function above(scope: Scope, parameter: Parameter, start: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (let level: readonly string[] = start; level.length > 0; ) {
    const { rows } = await sql<{ content: Buffer }>`
      select ${scope.r}.content from resource ${scope.r}
      where ${scope.r}.facility = ${scope.ctx.facility} and ${scope.r}.type = ${scope.typeNumber}
        and ${scope.r}.id = any(${[...level]}::text[]) and ${await seenIn(scope)}`.execute(scope.ctx.db)
    level = rows
      .flatMap((row) => referredIn(scope.ctx, scope.type, parameter, row.content))
      .flatMap((to) => (to.type === scope.type && !found.has(to.id) ? [to.id] : []))
    for (const id of level) found.add(id)
    if (found.size > mostRelatives) throw tooCostly(`more than ${mostRelatives} lie above`)
  }
  return [...found]
}
