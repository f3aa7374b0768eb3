import type { XmlAttribute, XmlElement, XmlNode } from './tree.ts'

const textEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }
const valueEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
}

export const escapeText = (text: string): string => text.replace(/[&<>\r]/g, (sign) => textEscapes[sign] ?? sign)
export const escapeValue = (text: string): string =>
  text.replace(/[&<"\t\n\r]/g, (sign) => valueEscapes[sign] ?? sign)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const inOrder = (a: XmlAttribute, b: XmlAttribute): number => compare(a.uri, b.uri) || compare(a.local, b.local)

/** Prefixes that the element or one of its attributes is written with. */
function usedPrefixes({ prefix, attributes }: XmlElement): string[] {
  const used = new Set([prefix, ...attributes.filter((one) => one.prefix !== '').map((one) => one.prefix)])
  used.delete('xml')
  return [...used].sort(compare)
}

function declarations(element: XmlElement, written: Readonly<Record<string, string>>): [string, string][] {
  return usedPrefixes(element).flatMap((prefix): [string, string][] => {
    const uri = element.namespaces[prefix] ?? ''
    return (written[prefix] ?? '') === uri ? [] : [[prefix, uri]]
  })
}

function writeNode(
  node: XmlNode,
  without: XmlElement | undefined,
  written: Readonly<Record<string, string>>,
): string {
  if (node.kind === 'text') return escapeText(node.text)
  if (node === without) return ''
  const added = declarations(node, written)
  const now = { ...written, ...Object.fromEntries(added) }
  const names = added.map(([prefix, uri]) => ` xmlns${prefix ? `:${prefix}` : ''}="${escapeValue(uri)}"`)
  const values = [...node.attributes].sort(inOrder).map((one) => ` ${one.name}="${escapeValue(one.value)}"`)
  const inner = node.children.map((child) => writeNode(child, without, now)).join('')
  return `<${node.name}${names.join('')}${values.join('')}>${inner}</${node.name}>`
}

/**
 * The one form of an element that is hashed: Exclusive XML Canonicalization 1.0 without comments (W3C, 18 July 2002).
 *
 * @param without left out with all that is in it: the signature itself, where it stands inside of what it signs
 */
export const canonical = (element: XmlElement, without?: XmlElement): Buffer =>
  Buffer.from(writeNode(element, without, {}), 'utf8')
