import type { Steps } from '#kernel/steps.ts'
import { xmlErrors } from './errors.ts'
import { mostDepth } from './frames.ts'
import { feed, makeParser, normalSource } from './parser.ts'

export interface XmlElement {
  readonly kind: 'element'
  readonly prefix: string
  readonly local: string
  readonly uri: string
  /** Without the declarations of namespaces. */
  readonly attributes: Map<string, { readonly uri: string; readonly local: string; value: string }>
  /** Prefix → namespace, as declared on this element. */
  readonly namespaces: Map<string, string>
  readonly children: XmlNode[]
}

interface XmlText {
  readonly kind: 'text'
  readonly text: string
}

interface XmlComment {
  readonly kind: 'comment'
  readonly text: string
}

export type XmlNode = XmlElement | XmlText | XmlComment

const xmlns = 'http://www.w3.org/2000/xmlns/'

/** A document as a tree, for what has to move in it. The first child of what is returned is the root. */
export function* readTree(text: string): Steps<XmlElement> {
  const document: XmlElement = makeElement('', '', '')
  const open: XmlElement[] = [document]
  const parser = makeParser()
  parser.on('opentag', (tag) => {
    if (open.length > mostDepth) throw xmlErrors.tooDeep({ most: mostDepth })
    const element = makeElement(tag.prefix, tag.local, tag.uri)
    for (const [prefix, uri] of Object.entries(tag.ns)) element.namespaces.set(prefix, uri)
    for (const { name, uri, local, value } of Object.values(tag.attributes))
      if (uri !== xmlns) element.attributes.set(name, { uri, local, value })
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => open.pop())
  const keep = (node: XmlNode) => {
    if (open.length > 1) open.at(-1)?.children.push(node)
  }
  parser.on('text', (text) => keep({ kind: 'text', text }))
  parser.on('cdata', (text) => keep({ kind: 'text', text }))
  parser.on('comment', (text) => keep({ kind: 'comment', text }))
  yield* feed(parser, normalSource(text))
  return document
}

export const makeElement = (prefix: string, local: string, uri: string): XmlElement => ({
  kind: 'element',
  prefix,
  local,
  uri,
  attributes: new Map(),
  namespaces: new Map(),
  children: [],
})

/** The tree as text; a namespace that is not in scope where an element now stands is declared on it. */
export function writeTree(document: XmlElement): string {
  return document.children.map((child) => writeNode(child, new Map())).join('')
}

function writeNode(node: XmlNode, scope: ReadonlyMap<string, string>): string {
  if (node.kind === 'text') return node.text.replace(/[&<>]/g, (one) => entities[one] ?? one)
  if (node.kind === 'comment') return `<!--${node.text}-->`
  const declared = new Map(node.namespaces)
  if ((declared.get(node.prefix) ?? scope.get(node.prefix) ?? '') !== node.uri) declared.set(node.prefix, node.uri)
  const inside = declared.size === 0 ? scope : new Map([...scope, ...declared])
  const name = node.prefix === '' ? node.local : `${node.prefix}:${node.local}`
  const spaces = [...declared]
    .filter(([prefix, uri]) => scope.get(prefix) !== uri)
    .map(([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${inAttribute(uri)}"`)
  const attributes = [...node.attributes].map(([key, { value }]) => ` ${key}="${inAttribute(value)}"`)
  const head = `<${name}${spaces.join('')}${attributes.join('')}`
  if (node.children.length === 0) return `${head}/>`
  return `${head}>${node.children.map((child) => writeNode(child, inside)).join('')}</${name}>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}
const inAttribute = (text: string) => text.replace(/[&<>"\t\n\r]/g, (one) => entities[one] ?? one)
