import type { EngineNode } from '../fhirpath/engine-types.ts'
import { compilePath, evaluateNodes } from '../fhirpath/evaluate.ts'
import { elementOf, type Known } from '../fhirpath/model.ts'
import { toEngine } from '../fhirpath/values.ts'
import { buildValue, insertAt, nameFor, put } from './build-value.ts'
import { patchErrors } from './errors.ts'
import type { Operation } from './operation.ts'
import { holderOf, type Located, listOf, locate, prune, removeAt } from './places.ts'
import type { Copier, Json } from './values.ts'

/** One operation on its way. */
export interface Change {
  readonly root: Json
  readonly operation: Operation
  readonly number: number
  readonly copier: Copier
}

type PathNode = EngineNode & { readonly path: string }

function nodesAt({ root, number }: Change, path: string): readonly PathNode[] {
  const nodes = evaluateNodes(compilePath(path), toEngine(root))
  for (const node of nodes)
    if (typeof (node as PathNode | null)?.convertData !== 'function')
      throw patchErrors.invalid({ number, reason: `${path.slice(0, 100)} is not a path of elements` })
  return nodes as PathNode[]
}

function onlyNode(change: Change): PathNode {
  const { number, operation } = change
  const nodes = nodesAt(change, operation.path)
  const path = operation.path.slice(0, 200)
  if (nodes.length > 1) throw patchErrors.several({ number, path, count: nodes.length })
  if (!nodes[0]) throw patchErrors.notFound({ number, path })
  return nodes[0]
}

function elementIn(node: PathNode, name: string | undefined, number: number): Known {
  const element = name === undefined ? undefined : elementOf(node.path, name)
  if (element) return element
  throw patchErrors.invalid({
    number,
    reason: `${node.path} has no element ${(name ?? 'without a name').slice(0, 40)}`,
  })
}

/** Gives an element a value for `name`: the first of a single element, or one more of a list. */
export function add(change: Change): void {
  const { operation, number, copier } = change
  const node = onlyNode(change)
  const element = elementIn(node, operation.name, number)
  const name = operation.name ?? ''
  const built = buildValue(operation.value, element, number, copier)
  const holder = holderOf(change.root, node, number)
  for (const choice of element.choices ?? [])
    if (Object.hasOwn(holder, name + choice)) throw patchErrors.exists({ number, path: element.path })
  put(holder, nameFor(element, name, built, number), element, built, number)
}

/** Puts a value into a list at `index`. */
export function insert(change: Change): void {
  const { operation, number, copier } = change
  const { holder, name, element } = listAt(change)
  const count = listOf(holder, name).length
  const index = operation.index
  if (index === undefined) throw patchErrors.invalid({ number, reason: 'its index is missing' })
  if (index > count) throw outOfRange(change, count, index)
  insertAt(holder, name, index, buildValue(operation.value, element, number, copier))
}

/** Takes an element away; that it is not there is no fault. */
export function deleteOne(change: Change): void {
  const { operation, number, root } = change
  const nodes = nodesAt(change, operation.path)
  if (nodes.length > 1)
    throw patchErrors.several({ number, path: operation.path.slice(0, 200), count: nodes.length })
  if (!nodes[0]) return
  removeAt(placed(change, nodes[0]))
  prune(root)
}

/** Gives an element another value. */
export function replace(change: Change): void {
  const { operation, number, copier } = change
  const node = onlyNode(change)
  const { holder, name, step, index, element } = placed(change, node)
  const built = buildValue(operation.value, element, number, copier)
  const renamed = nameFor(element, step, built, number)
  if (index !== undefined) {
    removeAt({ holder, name, step, index, element })
    insertAt(holder, name, index, built)
    return
  }
  if (renamed !== name) delete holder[name]
  delete holder[`_${name}`]
  if (built.value === undefined) delete holder[renamed]
  else holder[renamed] = built.value
  if (built.twin !== undefined) holder[`_${renamed}`] = built.twin
}

/** Moves an item of a list to another place in it. */
export function move(change: Change): void {
  const { operation, number } = change
  const { source, destination } = operation
  const { holder, name } = listAt(change)
  const values = listOf(holder, name)
  if (source === undefined || destination === undefined)
    throw patchErrors.invalid({ number, reason: 'its source or destination is missing' })
  for (const index of [source, destination])
    if (index >= values.length) throw outOfRange(change, values.length, index)
  const twins = holder[`_${name}`] as unknown[] | undefined
  while (twins && twins.length < values.length) twins.push(null)
  for (const list of twins ? [values, twins] : [values]) list.splice(destination, 0, ...list.splice(source, 1))
}

function outOfRange({ number, operation }: Change, count: number, index: number) {
  return patchErrors.outOfRange({ number, path: operation.path.slice(0, 200), count, index })
}

function placed(change: Change, node: PathNode): Located {
  const found = locate(change.root, node, change.number)
  if (found) return found
  throw patchErrors.invalid({ number: change.number, reason: 'the whole resource cannot be changed so' })
}

/** The list that a path names: that of its elements, or an empty one when the path ends in a name. */
function listAt(change: Change): Located {
  const { operation, number, root } = change
  const nodes = nodesAt(change, operation.path)
  const path = operation.path.slice(0, 200)
  const first = nodes[0] && placed(change, nodes[0])
  if (first) {
    const one = (node: PathNode) =>
      placed(change, node).holder === first.holder && placed(change, node).name === first.name
    if (first.index === undefined || !nodes.every(one))
      throw patchErrors.invalid({ number, reason: `${path} is not one list` })
    return first
  }
  const [, before, name = ''] = /^([\s\S]+)\.(\w+)\s*$/.exec(operation.path) ?? []
  const parents = before === undefined ? [] : nodesAt(change, before)
  if (parents.length !== 1 || !parents[0]) throw patchErrors.notFound({ number, path })
  const element = elementIn(parents[0], name, number)
  if (!element.list) throw patchErrors.invalid({ number, reason: `${path} is not a list` })
  return { holder: holderOf(root, parents[0], number), name, step: name, index: 0, element }
}
