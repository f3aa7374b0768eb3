import { type CompiledPath, compilePath } from '../fhirpath/index.ts'
import { type Looks, looksAt } from './dependencies.ts'
import { type Found, findItems } from './found-items.ts'

/** An expression of a form, parsed, with what it looks at. */
export interface FormExpression {
  readonly text: string
  readonly path: CompiledPath
  readonly looks: Looks
  /** Items that are looked up instead of searched for, under the names they have in `path`. */
  readonly found: readonly Found[]
  /** What is left to see of the response when these are known. */
  readonly sees: Looks
}

const known = new Map<string, FormExpression>()
const mostKept = 5_000

/** A form was read by two persons before it is used; a slow tablet is no reason to leave a sum out. */
const milliseconds = 2_000

/** Where an expression stands decides what it begins at: the response, or the response's item. */
export type ExpressionBase = 'QuestionnaireResponse' | 'QuestionnaireResponse.item'

/** Parses an expression; the same text is parsed once, since forms share their parts. */
export function formExpression(text: string, base: ExpressionBase): FormExpression {
  const key = `${base} ${text}`
  const before = known.get(key)
  if (before) return before
  const { text: rest, found } = findItems(text)
  const path = compilePath(rest, base === 'QuestionnaireResponse' ? undefined : base, milliseconds)
  const made = { text, path, looks: looksAt(text), found, sees: looksAt(rest) }
  if (known.size >= mostKept) known.clear()
  known.set(key, made)
  return made
}
