import type { Parameter } from '#fhir/search/parameter.ts'
import { parametersOf } from '../definitions.ts'
import { clauseOf, isShaping } from './request.ts'
import { specialNames } from './scope.ts'

/** Names of a search that the type does not know; a lenient server leaves them out and shows it in the self link. */
export function unknownNames(type: string, names: readonly string[], facility: number): ReadonlySet<string> {
  const known = parametersOf(facility, type)
  return new Set(
    names.filter((name) => {
      if (isShaping(name)) return false
      const head = clauseOf(name, '').name
      return !specialNames.has(head) && !known.has(head)
    }),
  )
}

/** Every parameter that a type can be searched by, for the capability statement. */
export function knownParameters(
  type: string,
  facility: number,
): readonly { readonly code: string; readonly kind: Parameter['kind'] }[] {
  const own = [...parametersOf(facility, type).values()].map(({ code, kind }) => ({ code, kind }))
  return [...own, ...special]
}

const special = [
  { code: '_id', kind: 'token' },
  { code: '_lastUpdated', kind: 'date' },
  { code: '_text', kind: 'string' },
  { code: '_content', kind: 'string' },
  { code: '_list', kind: 'string' },
  { code: '_has', kind: 'special' },
  { code: '_filter', kind: 'special' },
] as const
