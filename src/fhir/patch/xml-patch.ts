import type { Steps } from '#kernel/steps.ts'
import type { Structures } from '../structure.ts'
import { readXmlInSteps } from '../xml/read-xml.ts'
import { readTree, writeTree, type XmlElement, type XmlNode } from '../xml/tree.ts'
import { writeXml } from '../xml/write-xml.ts'
import { patchErrors } from './errors.ts'
import { type Looks, newLooks, select, type Target } from './selector.ts'

const mostOperations = 1_000

const mostCharacters = 500_000

/** Applies an XML Patch to a resource. */
export function* applyXmlPatch(structures: Structures, resource: unknown, patch: string): Steps<unknown> {
  const target = writeXml(structures, resource)
  yield
  const patched = yield* patchXml(target, patch)
  return yield* readXmlInSteps(structures, patched)
}

/**
 * Applies an XML Patch to a document.
 * @see https://www.rfc-editor.org/rfc/rfc5261
 */
export function* patchXml(target: string, patch: string): Steps<string> {
  if (Math.max(target.length, patch.length) > mostCharacters)
    throw patchErrors.tooCostly({ most: mostCharacters, what: 'characters of XML' })
  const document = yield* readTree(target)
  const root = (yield* readTree(patch)).children.find((node) => node.kind === 'element')
  if (root?.kind !== 'element' || (root.local !== 'diff' && root.local !== 'patch'))
    throw patchErrors.invalid({ number: 0, reason: 'an XML Patch is a diff element with operations' })
  const operations = root.children.filter((node) => node.kind === 'element')
  if (operations.length === 0) throw patchErrors.invalid({ number: 0, reason: 'it has no operations' })
  if (operations.length > mostOperations) throw patchErrors.tooCostly({ most: mostOperations, what: 'operations' })
  const looks = newLooks()
  for (const [at, operation] of operations.entries()) {
    applyOne(document, root, operation, { number: at + 1, looks })
    yield
  }
  return writeTree(document)
}

interface Change {
  readonly operation: XmlElement
  readonly target: Target
  readonly number: number
  readonly selector: string
}

const kinds: Readonly<Record<string, (change: Change) => void>> = { add, replace, remove }

function applyOne(
  document: XmlElement,
  root: XmlElement,
  operation: XmlElement,
  { number, looks }: { readonly number: number; readonly looks: Looks },
): void {
  const kind = Object.hasOwn(kinds, operation.local) ? kinds[operation.local] : undefined
  if (!kind) throw patchErrors.invalid({ number, reason: 'it is none of add, replace, remove' })
  const selector = operation.attributes.get('sel')?.value
  if (selector === undefined) throw patchErrors.invalid({ number, reason: 'sel is missing' })
  const targets = select(document, selector, new Map([...root.namespaces, ...operation.namespaces]), {
    number,
    looks,
  })
  const path = selector.slice(0, 200)
  if (targets.length > 1) throw patchErrors.several({ number, path, count: targets.length })
  if (!targets[0]) throw patchErrors.notFound({ number, path })
  kind({ operation, target: targets[0], number, selector: path })
}

function add(change: Change): void {
  const { operation, target, number } = change
  if (target.kind !== 'node') throw patchErrors.invalid({ number, reason: 'an attribute has no content' })
  const type = operation.attributes.get('type')?.value
  if (type !== undefined) {
    addNamed(change, elementOf(target, number), type)
    return
  }
  const place = operation.attributes.get('pos')?.value
  const nodes = contentOf(operation)
  if (place === 'before' || place === 'after') {
    const at = target.parent.children.indexOf(target.node)
    target.parent.children.splice(place === 'after' ? at + 1 : at, 0, ...nodes)
  } else if (place === 'prepend') elementOf(target, number).children.unshift(...nodes)
  else if (place === undefined) elementOf(target, number).children.push(...nodes)
  else throw patchErrors.invalid({ number, reason: 'pos is none of prepend, before, after' })
}

/** `type="@name"` and `type="namespace::prefix"`. */
function addNamed({ operation, number, selector }: Change, owner: XmlElement, type: string): void {
  const text = textOf(operation)
  const prefix = /^namespace::([\w.-]+)$/.exec(type)?.[1]
  const name = /^@([\w.-]+)$/.exec(type)?.[1]
  if (prefix !== undefined && prefix !== 'xml' && prefix !== 'xmlns') {
    if (owner.namespaces.has(prefix)) throw patchErrors.exists({ number, path: `${selector}/${type}` })
    owner.namespaces.set(prefix, text)
  } else if (name !== undefined && name !== 'xmlns') {
    if (owner.attributes.has(name)) throw patchErrors.exists({ number, path: `${selector}/${type}` })
    owner.attributes.set(name, { uri: '', local: name, value: text })
  } else throw patchErrors.invalid({ number, reason: 'type is neither @name nor namespace::prefix' })
}

function replace({ operation, target, number }: Change): void {
  if (target.kind === 'attribute') {
    const attribute = target.owner.attributes.get(target.name)
    if (attribute) attribute.value = textOf(operation)
    return
  }
  if (target.kind === 'namespace') {
    target.owner.namespaces.set(target.prefix, textOf(operation))
    return
  }
  const { parent, node } = target
  const content = node.kind === 'text' ? contentOf(operation) : withoutBlanks(contentOf(operation))
  const fits = content.length === 1 ? content[0]?.kind === node.kind : node.kind === 'text' && content.length === 0
  if (!fits) throw patchErrors.invalid({ number, reason: 'its content is not one node of the kind it replaces' })
  parent.children.splice(parent.children.indexOf(node), 1, ...content)
}

function remove({ operation, target, number }: Change): void {
  if (target.kind === 'attribute') target.owner.attributes.delete(target.name)
  else if (target.kind === 'namespace') target.owner.namespaces.delete(target.prefix)
  else {
    const { children } = target.parent
    const spaces = operation.attributes.get('ws')?.value ?? 'none'
    if (!['none', 'before', 'after', 'both'].includes(spaces))
      throw patchErrors.invalid({ number, reason: 'ws is none of before, after, both' })
    let at = children.indexOf(target.node)
    if ((spaces === 'after' || spaces === 'both') && isBlank(children[at + 1])) children.splice(at + 1, 1)
    if ((spaces === 'before' || spaces === 'both') && isBlank(children[at - 1])) children.splice(--at, 1)
    children.splice(at, 1)
  }
}

function elementOf(target: Target, number: number): XmlElement {
  if (target.kind === 'node' && target.node.kind === 'element') return target.node
  throw patchErrors.invalid({ number, reason: 'sel is not an element' })
}

const isBlank = (node: XmlNode | undefined) => node?.kind === 'text' && node.text.trim() === ''
const withoutBlanks = (nodes: readonly XmlNode[]) => nodes.filter((node) => !isBlank(node))
const contentOf = (operation: XmlElement): XmlNode[] => structuredClone(operation.children) as XmlNode[]
const textOf = (operation: XmlElement) =>
  operation.children.map((node) => (node.kind === 'text' ? node.text : '')).join('')
