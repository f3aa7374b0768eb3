import { type CompiledPath, compilePath } from '../fhirpath/index.ts'
import { type Looks, looksAt } from './dependencies.ts'

/** An expression of a form, parsed, with what it looks at. */
export interface FormExpression {
  readonly text: string
  readonly path: CompiledPath
  readonly looks: Looks
}

const known = new Map<string, FormExpression>()
const mostKept = 5_000

/** Where an expression stands decides what it begins at: the response, or the response's item. */
export type ExpressionBase = 'QuestionnaireResponse' | 'QuestionnaireResponse.item'

/** Parses an expression; the same text is parsed once, since forms share their parts. */
export function formExpression(text: string, base: ExpressionBase): FormExpression {
  const key = `${base} ${text}`
  const found = known.get(key)
  if (found) return found
  const path = base === 'QuestionnaireResponse' ? compilePath(text) : compilePath(text, base)
  const made = { text, path, looks: looksAt(text) }
  if (known.size >= mostKept) known.clear()
  known.set(key, made)
  return made
}
