import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import type { Form } from './compile-form.ts'
import { isStruck } from './row-marks.ts'
import type { Answer, FormItem, Key } from './types.ts'

/** An item of a form in one fill; a repeating group has one node for each row. */
export interface Node {
  readonly item: FormItem
  readonly parent: Node | undefined
  readonly children: Map<FormItem, Node[]>
  /** Place among the rows of its group, from 0. */
  row: number
  answers: readonly Answer[]
  /** Its own condition; whether it is asked depends on what is around it too. */
  enabled: boolean
  /** Computed, but a person wrote something else. */
  own: boolean
  /** Members of the response's item that are not answers: id, extension, definition, text. */
  extra: Partial<QuestionnaireResponseItem>
  /** A signed or struck row as it stands: nothing in it changes. */
  locked: QuestionnaireResponseItem | undefined
  /** JSON as last made, by whether only what is asked stands in it. */
  made: { all?: QuestionnaireResponseItem | undefined; asked?: QuestionnaireResponseItem | undefined }
}

export type Roots = Map<FormItem, Node[]>

export const isRow = (item: FormItem): boolean => item.type === 'group' && item.repeats

export function newNode(item: FormItem, parent: Node | undefined, row = 0): Node {
  const node: Node = {
    item,
    parent,
    children: new Map(),
    row,
    answers: [],
    enabled: true,
    own: false,
    extra: {},
    locked: undefined,
    made: {},
  }
  grow(node.children, item.items, node)
  return node
}

/** Puts a node under every item that is no text and no group of rows. */
export function grow(children: Roots, items: readonly FormItem[], parent: Node | undefined): void {
  for (const item of items)
    if (item.type !== 'display') children.set(item, isRow(item) ? [] : [newNode(item, parent)])
}

export function keyOf({ item, row, parent }: Node): Key {
  const rows: number[] = isRow(item) ? [row] : []
  for (let at = parent; at; at = at.parent) if (isRow(at.item)) rows.unshift(at.row)
  return keyFrom(item.linkId, rows)
}

export const keyFrom = (linkId: string, rows: readonly number[]): Key =>
  rows.length > 0 ? `${linkId}@${rows.join('.')}` : linkId

/** linkId and rows of a key. */
export function readKey(key: Key): { linkId: string; rows: readonly number[] } {
  const [, linkId = key, rows] = /^(.*)@([\d.]+)$/s.exec(key) ?? []
  return { linkId, rows: rows === undefined ? [] : rows.split('.').map(Number) }
}

/** Nodes of an item, all of them or those below one node, which is of a group around the item or the item itself. */
export function nodesOf(roots: Roots, item: FormItem, within?: Node): readonly Node[] {
  if (within?.item === item) return [within]
  const { parent } = item
  if (within && parent === within.item) return within.children.get(item) ?? []
  if (!parent) return roots.get(item) ?? []
  return nodesOf(roots, parent, within).flatMap((one) => one.children.get(item) ?? [])
}

/** The node itself or the one around it that is of this item. */
export function around(node: Node, item: FormItem): Node | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) if (at.item === item) return at
  return undefined
}

/** Whether a node is asked: its own condition, those around it, and an answer where it stands below a question. */
export function isAsked(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (!at.enabled) return false
    if (at.parent && at.parent.item.type !== 'group' && at.parent.answers.length === 0) return false
  }
  return true
}

/** Whether a node stands in a row that is signed or struck through, or is one. */
export function isInLocked(node: Node | undefined): boolean {
  for (let at = node; at; at = at.parent) if (at.locked) return true
  return false
}

/** Whether a node stands in a row that is struck through, or is one. */
export function isInStruck(node: Node): boolean {
  for (let at: Node | undefined = node; at; at = at.parent) if (at.locked && isStruck(at.locked)) return true
  return false
}

export function forget(node: Node): void {
  for (let at: Node | undefined = node; at; at = at.parent) at.made = {}
}

export function* eachNode(roots: Roots): Generator<Node> {
  for (const nodes of roots.values())
    for (const node of nodes) {
      yield node
      yield* eachNode(node.children)
    }
}

/** Finds a node by its key. */
export function findNode(form: Form, roots: Roots, key: Key): Node | undefined {
  const { linkId, rows } = readKey(key)
  const item = form.byLinkId.get(linkId) ?? form.byLinkId.get(key)
  if (!item) return undefined
  const left = item.linkId === linkId ? [...rows] : []
  const path: FormItem[] = []
  for (let at: FormItem | undefined = item; at; at = at.parent) path.unshift(at)
  let node: Node | undefined
  for (const one of path) {
    const nodes: readonly Node[] | undefined = (node?.children ?? roots).get(one)
    node = nodes?.[isRow(one) ? (left.shift() ?? -1) : 0]
    if (!node) return undefined
  }
  return left.length === 0 ? node : undefined
}

/**
 * The JSON of a node; undefined when there is nothing to say. Rows stay, even empty ones.
 * @param asked leaves out what is not asked
 */
export function jsonOf(node: Node, asked: boolean): QuestionnaireResponseItem | undefined {
  if (node.locked) return node.locked
  const kind = asked ? 'asked' : 'all'
  if (kind in node.made) return node.made[kind]
  const made = asked && !node.enabled ? undefined : makeJson(node, asked)
  node.made[kind] = made
  return made
}

function makeJson(node: Node, asked: boolean): QuestionnaireResponseItem | undefined {
  const { item, answers, extra } = node
  const children = itemsJson(node.children, asked)
  const own = { ...extra, linkId: item.linkId }
  if (item.type === 'group')
    return children.length > 0 || isRow(item) || Object.keys(extra).length > 0
      ? { ...own, ...(children.length > 0 ? { item: children } : {}) }
      : undefined
  if (answers.length === 0) return Object.keys(extra).length > 0 ? own : undefined
  const given = children.length > 0 ? [{ ...answers[0], item: children }, ...answers.slice(1)] : [...answers]
  return { ...own, answer: given }
}

export function itemsJson(children: Roots, asked: boolean): QuestionnaireResponseItem[] {
  return [...children.values()].flatMap((nodes) => nodes.flatMap((one) => jsonOf(one, asked) ?? []))
}
