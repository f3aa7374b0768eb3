import { sql } from 'kysely'
import { keyKinds, partSeparator } from '#fhir/search/index-composite.ts'
import { foldForSearch, tokenCase } from '#fhir/search/index-values.ts'
import type { Component, Parameter } from '#fhir/search/parameter.ts'
import { addAny } from './combine.ts'
import { allOf, anyOf, type Comparison, type Condition, compareSql, dateComparison } from './compare.ts'
import { compositeUnits, quantitiesOf, sideCondition, unitText } from './ordered.ts'
import { referencesOf } from './references.ts'
import { badClause, badModifier, tooCostly } from './refusals.ts'
import { plain, type RawClause, splitEscaped } from './request.ts'
import { type Conditions, noConditions, type Scope } from './scope.ts'
import { hasString, startsWith } from './strings.ts'
import { why } from './why.ts'

/** Most keys that the parts of one composite value may mean. */
const mostKeys = 500

/** `code$value`: the parts must be met by the same element. http://hl7.org/fhir/R4/search.html#composite */
export async function addComposite(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  clause: RawClause,
): Promise<void> {
  if (clause.modifier !== undefined) throw badModifier(clause)
  const tuples = clause.values.map((value) => splitEscaped(value, '$'))
  const size = parameter.components.length
  if (tuples.some((tuple) => tuple.length !== size || tuple.includes('')))
    throw badClause(clause, why('partsNeeded', { count: size }))
  const [first] = tuples
  if (parameter.ofRoot && tuples.length === 1 && first) return addTuple(scope, into, parameter, first)
  const parts: Conditions[] = []
  for (const tuple of tuples) {
    const part = noConditions()
    if (parameter.ofRoot) await addTuple(scope, part, parameter, tuple)
    else await addNode(scope, part, parameter, clause, tuple)
    parts.push(part)
  }
  addAny(scope, into, parts)
}

/** A composite over the resource itself: each part is a condition of its own. */
async function addTuple(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  tuple: readonly string[],
): Promise<void> {
  for (const [at, { parameter: part }] of parameter.components.entries())
    await scope.search.add(scope, into, {
      name: part.code,
      modifier: undefined,
      values: [tuple[at] ?? ''],
      chain: undefined,
    })
}

interface Part {
  readonly component: Component
  readonly value: string
}

async function addNode(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  clause: RawClause,
  tuple: readonly string[],
): Promise<void> {
  const parts = parameter.components.map((component, at) => ({ component, value: tuple[at] ?? '' }))
  const keys = keysOf(
    scope,
    clause,
    parts.filter((one) => keyKinds.has(one.component.parameter.kind)),
  )
  const others = parts.filter((one) => !keyKinds.has(one.component.parameter.kind))
  const [only] = others
  const hashes = keys.map((key) => scope.hash(`${parameter.code}=${key}`))
  if (!only) into.tokens.push({ hashes })
  else if (others.length === 1 && only.component.parameter.kind !== 'string') {
    const asked = await askedOf(scope, parameter, clause, only)
    const wanted = asked.map((one) => ({ comparison: one.comparison, unit: unitText(one.unit) }))
    into.others.push(anyOf(hashes.map((hash) => sideCondition(scope, parameter, hash, wanted))))
  } else into.others.push(hasString(scope, parameter, await rowCondition(scope, parameter, clause, keys, others)))
}

/** The equality parts as one text, as the index joins them. */
function keysOf(scope: Scope, clause: RawClause, parts: readonly Part[]): readonly string[] {
  let keys: readonly string[] | undefined
  for (const { component, value } of parts) {
    const forms = formsOf(scope, clause, component, value)
    keys = keys ? keys.flatMap((key) => forms.map((form) => `${key}$${form}`)) : forms
    if (keys.length > mostKeys) throw tooCostly(`${clause.name} means more than ${mostKeys} values`)
  }
  return keys ?? ['']
}

function formsOf(scope: Scope, clause: RawClause, { parameter }: Component, value: string): readonly string[] {
  if (parameter.kind === 'reference')
    return referencesOf(scope.ctx, parameter, { ...clause, modifier: undefined }, plain(value))
  return [parameter.kind === 'token' ? tokenCase(plain(value)) : plain(value)]
}

async function askedOf(scope: Scope, parameter: Parameter, clause: RawClause, { component, value }: Part) {
  const { kind, code } = component.parameter
  if (kind === 'date') return [{ comparison: dateComparison(code, value, scope.ctx.now()), unit: undefined }]
  return quantitiesOf(code, clause, value, await compositeUnits(scope, parameter.code))
}

/** The row of a composite with several ordered or text parts: `key`, then each part. */
async function rowCondition(
  scope: Scope,
  parameter: Parameter,
  clause: RawClause,
  keys: readonly string[],
  others: readonly Part[],
): Promise<Condition> {
  const conditions: Condition[] = [anyOf(keys.map((key) => startsWith(key + partSeparator)))]
  for (const [at, part] of others.entries()) {
    const text = sql<string>`split_part(s.value, ${partSeparator}, ${at + 2})`
    if (part.component.parameter.kind === 'string') {
      const like = `${foldForSearch(plain(part.value)).replace(/[\\%_]/g, '\\$&')}%`
      conditions.push(sql<boolean>`${text} like ${like}`)
    } else {
      const asked = await askedOf(scope, parameter, clause, part)
      conditions.push(anyOf(asked.map((one) => textSpan(text, one.comparison, one.unit))))
    }
  }
  return allOf(conditions)
}

/** A comparison with `lo,hi,unit` in a text. */
function textSpan(
  text: ReturnType<typeof sql<string>>,
  comparison: Comparison,
  unit: string | undefined,
): Condition {
  const part = (at: number) => sql`split_part(${text}, ',', ${at})`
  const compared = compareSql(sql`${part(1)}::float8`, sql`${part(2)}::float8`, comparison)
  if (unit === undefined) return compared
  return allOf([
    compared,
    unit.includes('|')
      ? sql<boolean>`starts_with(${part(3)}, ${`${unit}|`})`
      : sql<boolean>`split_part(${part(3)}, '|', 2) = ${unit}`,
  ])
}
