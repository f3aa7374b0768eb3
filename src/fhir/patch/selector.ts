import { fhirNamespace, xhtmlNamespace } from '../xml/frames.ts'
import type { XmlElement, XmlNode } from '../xml/tree.ts'
import { patchErrors } from './errors.ts'

/** What a selector found. */
export type Target =
  | { readonly kind: 'node'; readonly parent: XmlElement; readonly node: XmlNode }
  | { readonly kind: 'attribute'; readonly owner: XmlElement; readonly name: string }
  | { readonly kind: 'namespace'; readonly owner: XmlElement; readonly prefix: string }

/** Nodes that the selectors of one patch may still look at: what is longer would hold up all others. */
export interface Looks {
  left: number
}
const mostLooks = 1_000_000
export const newLooks = (): Looks => ({ left: mostLooks })

interface Search {
  readonly number: number
  readonly prefixes: ReadonlyMap<string, string>
  readonly looks: Looks
}

/** A qualified name, resolved once for all nodes that are compared with it. */
interface Name {
  readonly local: string
  readonly uri: string
}

/** Prefixes that FHIR's own patches use without declaring them. */
const usual = new Map([
  ['f', fhirNamespace],
  ['fhir', fhirNamespace],
  ['h', xhtmlNamespace],
  ['xhtml', xhtmlNamespace],
])

const step = /^(?:(?:([\w.-]+):)?([\w.-]+)|(\*)|(text|comment)\(\))((?:\[[^\]]*\])*)$/
const namePattern = String.raw`[\w.:-]+`
const test = new RegExp(
  String.raw`^((?:${namePattern}/)*)(?:(@)?(${namePattern})|(\.|text\(\)))\s*=\s*(?:'([^']*)'|"([^"]*)")$`,
)

/**
 * Finds what `sel` names: the part of XPath that RFC 5261 gives to patches.
 * @see https://www.rfc-editor.org/rfc/rfc5261#section-4.1
 */
export function select(
  document: XmlElement,
  selector: string,
  declared: ReadonlyMap<string, string>,
  { number, looks }: Pick<Search, 'number' | 'looks'>,
): readonly Target[] {
  if (selector.length > 2_000) throw patchErrors.tooCostly({ most: 2_000, what: 'characters in a selector' })
  const search: Search = { number, looks, prefixes: new Map([...usual, ...declared]) }
  const steps = splitSteps(selector.trim().replace(/^\//, ''))
  const last = steps.at(-1) ?? ''
  const special = last.startsWith('@') || last.startsWith('namespace::')
  let found: { parent: XmlElement; node: XmlNode }[] = [{ parent: document, node: document }]
  for (const one of special ? steps.slice(0, -1) : steps)
    found = found.flatMap(({ node }) => (node.kind === 'element' ? stepInto(node, one, search) : []))
  if (!special) return found.map(({ parent, node }) => ({ kind: 'node', parent, node }))
  const owners = found.flatMap(({ node }) => (node.kind === 'element' ? [node] : []))
  if (last.startsWith('@'))
    return owners
      .filter((owner) => owner.attributes.has(last.slice(1)))
      .map((owner) => ({ kind: 'attribute', owner, name: last.slice(1) }))
  const prefix = last.slice('namespace::'.length)
  return owners
    .filter((owner) => owner.namespaces.has(prefix))
    .map((owner) => ({ kind: 'namespace', owner, prefix }))
}

/** Steps are separated by slashes outside predicates. */
function splitSteps(selector: string): readonly string[] {
  return selector.match(/(?:\[(?:[^\]'"]|'[^']*'|"[^"]*")*\]|[^/[])+/g) ?? []
}

function stepInto(element: XmlElement, text: string, search: Search): { parent: XmlElement; node: XmlNode }[] {
  const [, prefix, name, any, kind, predicates = ''] = step.exec(text) ?? invalid(search, text)
  const uri = uriOf(prefix, search)
  look(search, element.children.length)
  let nodes: readonly XmlNode[] = element.children.filter((node) => {
    if (kind !== undefined) return node.kind === kind
    return node.kind === 'element' && (any !== undefined || (node.local === name && node.uri === uri))
  })
  for (const [, predicate = ''] of predicates.matchAll(/\[((?:[^\]'"]|'[^']*'|"[^"]*")*)\]/g))
    nodes = filtered(nodes, predicate.trim(), search)
  return nodes.map((node) => ({ parent: element, node }))
}

function filtered(nodes: readonly XmlNode[], predicate: string, search: Search): readonly XmlNode[] {
  if (/^\d{1,9}$/.test(predicate)) return nodes.slice(Number(predicate) - 1, Number(predicate))
  const [, way = '', at, name = '', self, single, double] = test.exec(predicate) ?? invalid(search, predicate)
  const wanted = single ?? double ?? ''
  const path = way
    .split('/')
    .filter((one) => one !== '')
    .map((one) => nameOf(one, search))
  const child = at === undefined && self === undefined ? nameOf(name, search) : undefined
  return nodes.filter((node) => {
    if (node.kind !== 'element') return false
    let owners: readonly XmlElement[] = [node]
    for (const one of path) owners = owners.flatMap((owner) => childrenOf(owner, one, search))
    if (child)
      return owners.some((owner) => childrenOf(owner, child, search).some((one) => textOf(one) === wanted))
    if (self !== undefined) return owners.some((owner) => textOf(owner) === wanted)
    return owners.some((owner) => owner.attributes.get(name)?.value === wanted)
  })
}

function look({ looks }: Search, count: number): void {
  looks.left -= count
  if (looks.left < 0) throw patchErrors.tooCostly({ most: mostLooks, what: 'nodes that its selectors look at' })
}

function nameOf(qualified: string, search: Search): Name {
  const [prefix, local = ''] = qualified.includes(':') ? qualified.split(':', 2) : [undefined, qualified]
  return { local, uri: uriOf(prefix, search) }
}

function childrenOf(element: XmlElement, { local, uri }: Name, search: Search): readonly XmlElement[] {
  look(search, element.children.length + 1)
  return element.children.filter(
    (one): one is XmlElement => one.kind === 'element' && one.local === local && one.uri === uri,
  )
}

const textOf = (element: XmlElement): string =>
  element.children.map((child) => (child.kind === 'text' ? child.text : '')).join('')

/** A name without a prefix is in the namespace of FHIR, RFC 5261 section 4.2.1: that of the patch itself. */
function uriOf(prefix: string | undefined, { prefixes, number }: Search): string {
  if (prefix === undefined) return prefixes.get('') ?? fhirNamespace
  const uri = prefixes.get(prefix)
  if (uri === undefined)
    throw patchErrors.invalid({ number, reason: `the prefix ${prefix.slice(0, 40)} is not declared` })
  return uri
}

function invalid({ number }: Search, text: string): never {
  throw patchErrors.invalid({ number, reason: `${text.slice(0, 80)} is not a selector that patches know` })
}
