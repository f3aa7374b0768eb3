import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { AppError } from '#kernel/app-error.ts'
import { evaluateNodes } from '../fhirpath/evaluate.ts'
import { compilePath } from '../fhirpath/index.ts'
import { fromEngine, toEngine } from '../fhirpath/values.ts'
import type { Form } from './compile-form.ts'
import type { FormExpression } from './expression.ts'
import { around, itemsJson, jsonOf, type Node, type Roots } from './nodes.ts'
import { findVariable } from './steps.ts'
import type { Environment, FormItem } from './types.ts'

/** Where expressions of a fill are run: what they can see, and values of variables until the next change. */
export interface Scope {
  readonly form: Form
  readonly roots: Roots
  readonly environment: Environment
  readonly variables: Map<string | Node, Map<FormExpression, unknown[]>>
  /** Expressions that could not be evaluated, and why. */
  readonly failures: Map<string, string>
}

const itself = compilePath('$this', 'QuestionnaireResponse.item')

/** Values of an expression seen from a node, or from the whole response. One that fails gives none. */
export function evaluate(scope: Scope, expression: FormExpression, at: Node | undefined): unknown[] {
  const values = evaluateTyped(scope, expression, at).map(fromEngine)
  return values.filter((value) => value !== null && value !== undefined)
}

/** The same with the engine's own values, which know their types: variables are used in other expressions. */
function evaluateTyped(scope: Scope, expression: FormExpression, at: Node | undefined): unknown[] {
  const resource = seenBy(scope, expression)
  const focus = toEngine(at ? (jsonOf(at, true) ?? { linkId: at.item.linkId }) : resource)
  try {
    const context = at ? evaluateNodes(itself, focus) : [focus]
    const values: Record<string, unknown> = { resource, rootResource: resource, context }
    for (const name of expression.looks.names) values[name] = namedValue(scope, name, at)
    return evaluateNodes(expression.path, focus, values)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    scope.failures.set(expression.text, error.message)
    return []
  }
}

function namedValue(scope: Scope, name: string, at: Node | undefined): unknown {
  if (name === 'qitem') return at?.item.raw
  if (name === 'questionnaire') return scope.form.questionnaire
  return variableOf(scope, name, at) ?? scope.environment[name] ?? []
}

function variableOf(scope: Scope, name: string, at: Node | undefined): unknown[] | undefined {
  const found = findVariable(scope.form, at?.item, name)
  if (!found) return undefined
  const owner = found.owner && at ? around(at, found.owner) : undefined
  const place = owner ?? ''
  const kept = scope.variables.get(place) ?? new Map<FormExpression, unknown[]>()
  scope.variables.set(place, kept)
  const known = kept.get(found.expression)
  if (known) return known
  // A variable that uses itself is empty there.
  kept.set(found.expression, [])
  const value = evaluateTyped(scope, found.expression, owner)
  kept.set(found.expression, value)
  return value
}

/**
 * The response as an expression sees it: only what is asked. Where it names the items it looks at, the others are left
 * out, so that the cost of one expression does not grow with the form.
 */
function seenBy({ form, roots }: Scope, { looks }: FormExpression): QuestionnaireResponse {
  const wanted = looks.resource
  if (wanted?.size === 0) return shell([])
  if (!wanted) return shell(itemsJson(roots, true))
  const whole = new Set<FormItem>()
  const path = new Set<FormItem>()
  for (const linkId of wanted) {
    const item = form.byLinkId.get(linkId)
    if (!item) continue
    whole.add(item)
    for (let up = item.parent; up; up = up.parent) path.add(up)
  }
  return shell(pruned(roots, whole, path))
}

const shell = (item: QuestionnaireResponseItem[]): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  ...(item.length > 0 ? { item } : {}),
})

function pruned(
  children: Roots,
  whole: ReadonlySet<FormItem>,
  path: ReadonlySet<FormItem>,
): QuestionnaireResponseItem[] {
  const found: QuestionnaireResponseItem[] = []
  for (const [item, nodes] of children) {
    if (!whole.has(item) && !path.has(item)) continue
    for (const node of nodes) {
      const one = whole.has(item) ? jsonOf(node, true) : prunedNode(node, whole, path)
      if (one) found.push(one)
    }
  }
  return found
}

function prunedNode(
  node: Node,
  whole: ReadonlySet<FormItem>,
  path: ReadonlySet<FormItem>,
): QuestionnaireResponseItem | undefined {
  if (!node.enabled) return undefined
  const item = pruned(node.children, whole, path)
  const { linkId, type } = node.item
  if (type === 'group') return { linkId, ...(item.length > 0 ? { item } : {}) }
  if (node.answers.length === 0) return undefined
  return { linkId, answer: [{ ...node.answers[0], ...(item.length > 0 ? { item } : {}) }] }
}
