import fhirpath from 'fhirpath'
import type { SyntaxNode } from './corrections.ts'
import { fhirPathErrors } from './errors.ts'
import { elementOf } from './model.ts'

/** What is known of a collection before any resource is there: types, unless they cannot be said; order. */
interface Shape {
  readonly types: readonly string[] | undefined
  readonly ordered: boolean
}

const unknown: Shape = { types: undefined, ordered: true }
const keepsItems = new Set(['where', 'trace', 'distinct', 'single'])
const needsOrder = new Set(['first', 'last', 'tail', 'skip', 'take'])
const losesOrder = new Set(['children', 'descendants'])
const wrappers = new Set(['EntireExpression', 'TermExpression', 'InvocationTerm', 'ParenthesizedTerm'])

/**
 * Refuses an expression that names elements which its type does not have (`name.given1`, `Observation.valueQuantity`,
 * which is `Observation.value`), or asks for the first of what has no order. What cannot be known is not refused.
 */
export function checkTypes(expression: string, type: string): void {
  shapeOf(fhirpath.parse(expression).children[0] as SyntaxNode, { types: [type], ordered: true }, type)
}

function shapeOf(node: SyntaxNode | undefined, focus: Shape, root: string): Shape {
  if (!node) return unknown
  const [first, second] = node.children ?? []
  if (wrappers.has(node.type)) return shapeOf(first, focus, root)
  if (node.type === 'InvocationExpression') return shapeOf(second, shapeOf(first, focus, root), '')
  if (node.type === 'MemberInvocation') return memberOf(wordOf(node), focus, root)
  if (node.type === 'FunctionInvocation') return callOf(node, focus, root)
  if (node.type === 'TypeExpression') {
    shapeOf(first, focus, root)
    return node.text === 'as' ? typed(wordOf(second)) : unknown
  }
  if (node.type === 'IndexerExpression') return shapeOf(first, focus, root)
  if (node.type !== 'ParamList') for (const child of node.children ?? []) shapeOf(child, focus, root)
  return unknown
}

function memberOf(name: string, focus: Shape, root: string): Shape {
  if (root !== '' && (name === root || /^(Domain)?Resource$/.test(name))) return focus
  if (!focus.types) return unknown
  const found = focus.types.flatMap((type) => elementOf(type, name) ?? [])
  if (found.length === 0)
    throw fhirPathErrors.invalid({
      reason: `${focus.types.join(' or ').slice(0, 80)} has no element ${name.slice(0, 40)}`,
    })
  const types = found.flatMap(({ type, choices }) => choices?.map(typeName) ?? [type])
  return { types: types.some(isOpen) ? undefined : types, ordered: focus.ordered }
}

function callOf(node: SyntaxNode, focus: Shape, root: string): Shape {
  const [name, parameters] = node.children?.[0]?.children ?? []
  const called = wordOf(name)
  const [argument] = parameters?.children ?? []
  if (losesOrder.has(called)) return { types: undefined, ordered: false }
  if (called === 'ofType' || called === 'as') return typed(wordOf(argument))
  if (needsOrder.has(called) && !focus.ordered)
    throw fhirPathErrors.invalid({ reason: `${called}() needs items in order` })
  if (keepsItems.has(called) || needsOrder.has(called)) {
    if (called === 'where') shapeOf(argument, focus, root)
    return focus
  }
  if (called === 'exists' || called === 'all') shapeOf(argument, focus, root)
  return called === 'select' ? shapeOf(argument, focus, root) : unknown
}

/** Types of which anything may follow. */
const isOpen = (type: string) =>
  type === 'Resource' || type === 'Element' || type === 'xhtml' || type.startsWith('System.')
const typeName = (choice: string) => {
  const lower = choice.charAt(0).toLowerCase() + choice.slice(1)
  return elementOf(choice, 'id') ? choice : lower
}
const typed = (word: string): Shape => ({
  types: /^[A-Z]/.test(word) && elementOf(word, 'id') ? [word] : undefined,
  ordered: true,
})

/** The word of the innermost name below a node. */
function wordOf(node: SyntaxNode | undefined): string {
  let at = node
  while (at?.children?.[0] && at.type !== 'Identifier') at = at.children[0]
  return (at?.text ?? '').replace(/^`|`$/g, '')
}
