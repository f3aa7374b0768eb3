import { sql } from 'kysely'
import type { Parameter } from '#fhir/search/parameter.ts'
import { allOf, anyOf, type Condition, isTrue, meets } from './compare.ts'
import { badValue } from './refusals.ts'
import { type Conditions, findParameter, type Scope } from './scope.ts'
import { why } from './why.ts'

/** Adds that one of several lists of conditions must be met. */
export function addAny(scope: Scope, into: Conditions, parts: readonly Conditions[]): void {
  for (const { unindexed } of parts) if (unindexed !== undefined) into.unindexed = unindexed
  if (
    parts.every(
      (part) =>
        part.others.length === 0 && part.stored.length === 0 && part.tokens.length === 1 && part.ids === undefined,
    )
  )
    into.tokens.push({ hashes: parts.flatMap((part) => part.tokens.flatMap((test) => test.hashes)) })
  else into.others.push(anyOf(parts.map((part) => conditionOf(scope, part))))
}

/** All conditions as one, over the alias of the scope. */
export function conditionOf(scope: Scope, conditions: Conditions): Condition {
  const parts: Condition[] = conditions.tokens.map((test) => isTrue(meets(scope.r, test.hashes)))
  if (conditions.ids) parts.push(sql<boolean>`${scope.r}.id = any(${[...conditions.ids]}::text[])`)
  if (conditions.patient !== undefined) parts.push(sql<boolean>`${scope.r}.patient = ${conditions.patient}`)
  const stored = conditions.stored.map((make) => make(sql`${scope.r}.recorded_at`))
  return allOf([...parts, ...stored, ...conditions.others])
}

/** The parameter a chain or an inclusion follows. */
export function findReference(scope: Scope, name: string): Parameter {
  const parameter = findParameter(scope.ctx, scope.type, name)
  if (parameter.kind !== 'reference') throw badValue(name, '', why('notReference'))
  return parameter
}
