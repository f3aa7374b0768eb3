import { storeErrors } from '../errors.ts'
import type { RawClause } from './request.ts'

/** Longest part of a searched value that a message repeats. */
const mostShown = 120

export function badValue(parameter: string, value: string, reason: string) {
  return storeErrors.badValue({ parameter: parameter.slice(0, 60), value: value.slice(0, mostShown), reason })
}

export function badClause(clause: Pick<RawClause, 'name' | 'values'>, reason: string) {
  return badValue(clause.name, clause.values.join(',').slice(0, mostShown), reason)
}

export function badModifier(clause: RawClause) {
  return badClause(clause, `modifier :${(clause.modifier ?? '').slice(0, 30)} is not supported`)
}

export function tooCostly(reason: string) {
  return storeErrors.tooCostly({ reason })
}
