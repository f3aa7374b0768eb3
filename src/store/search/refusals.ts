import { storeErrors } from '../errors.ts'
import type { RawClause } from './request.ts'
import { type Why, why } from './why.ts'

/** Longest part of a searched value that a message repeats. */
const mostShown = 120

export function badValue(parameter: string, value: string, { reason, why: code, values }: Why) {
  const told = { parameter: parameter.slice(0, 60), value: value.slice(0, mostShown) }
  return storeErrors.badValue({ ...values, ...told, reason, why: code })
}

export function badClause(clause: Pick<RawClause, 'name' | 'values'>, reason: Why) {
  return badValue(clause.name, clause.values.join(',').slice(0, mostShown), reason)
}

export function badModifier(clause: RawClause) {
  return badClause(clause, why('modifier', { modifier: (clause.modifier ?? '').slice(0, 30) }))
}

export function tooCostly(reason: string) {
  return storeErrors.tooCostly({ reason })
}
