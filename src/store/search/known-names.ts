import { parameters } from '../definitions.ts'
import { clauseOf, isShaping } from './request.ts'

/** Names of a search that the type does not know; a lenient server leaves them out and shows it in the self link. */
export function unknownNames(type: string, names: readonly string[]): ReadonlySet<string> {
  const known = parameters.of(type)
  return new Set(
    names.filter((name) => {
      if (isShaping(name)) return false
      const head = clauseOf(name, '').name
      return head !== '_has' && head !== '_id' && head !== '_lastUpdated' && !known.has(head)
    }),
  )
}
