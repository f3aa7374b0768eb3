import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { AppError } from '#kernel/app-error.ts'
import { evaluateNodes } from '../fhirpath/evaluate.ts'
import { compilePath } from '../fhirpath/index.ts'
import { fromEngine, toEngine } from '../fhirpath/values.ts'
import type { Form } from './compile-form.ts'
import type { FormExpression } from './expression.ts'
import { around, isAsked, itemsJson, jsonOf, type Node, nodesOf, type Roots } from './nodes.ts'
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
    const context = at ? typedItem(focus) : [focus]
    const values: Record<string, unknown> = { resource, rootResource: resource, context }
    for (const name of expression.looks.names) values[name] = namedValue(scope, name, at)
    for (const { name, linkIds } of expression.found) values[name] = itemsOf(scope, linkIds)
    return evaluateNodes(expression.path, focus, values)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    scope.failures.set(expression.text, error.message)
    return []
  }
}

const typed = new WeakMap<object, readonly unknown[]>()

/** An item of the response as the engine's own value, which knows its type. */
function typedItem(json: unknown): readonly unknown[] {
  const known = typed.get(json as object)
  if (known) return known
  const made = evaluateNodes(itself, json)
  typed.set(json as object, made)
  return made
}

/** Items that are asked, by their linkIds, as `repeat(item)` finds them: those of the upper groups first. */
function itemsOf({ form, roots }: Scope, linkIds: readonly string[]): unknown[] {
  const nodes = linkIds
    .flatMap((linkId) => form.byLinkId.get(linkId) ?? [])
    .sort((a, b) => a.order - b.order)
    .flatMap((item) => nodesOf(roots, item))
    .filter((node) => isAsked(node) && isInGroups(node))
  const depths = new Map(nodes.map((node) => [node, depthOf(node)]))
  const sorted = nodes.sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0))
  return sorted.flatMap((node) => {
    const json = jsonOf(node, true)
    return json ? typedItem(toEngine(json)) : []
  })
}

const depthOf = ({ parent }: Node): number => (parent ? depthOf(parent) + 1 : 0)
const isInGroups = ({ parent }: Node): boolean => !parent || (parent.item.type === 'group' && isInGroups(parent))

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
function seenBy({ form, roots }: Scope, { sees }: FormExpression): QuestionnaireResponse {
  const wanted = sees.resource
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
