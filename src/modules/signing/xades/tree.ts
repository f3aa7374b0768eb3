import { SaxesParser, type SaxesTagNS } from 'saxes'
import { defineErrors } from '#kernel/app-error.ts'

export const xmlSignatureErrors = defineErrors('xml-signature', {
  malformed: { category: 'invalid', text: 'The XML file is damaged: {reason}.' },
  unsupported: { category: 'invalid', text: 'The XML file holds {feature}, which is not signed here.' },
  alreadySigned: { category: 'conflict', text: 'The XML file is signed already.' },
})

export interface XmlElement {
  readonly kind: 'element'
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly uri: string
  readonly attributes: readonly XmlAttribute[]
  /** Namespaces that hold here, by prefix. */
  readonly namespaces: Readonly<Record<string, string>>
  readonly children: XmlNode[]
}

export interface XmlAttribute {
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly uri: string
  readonly value: string
}

export type XmlNode = XmlElement | { readonly kind: 'text'; readonly text: string }

const mostDepth = 100
const mostElements = 2_000_000
const xmlnsUri = 'http://www.w3.org/2000/xmlns/'

function elementOf(tag: SaxesTagNS, inherited: Readonly<Record<string, string>>): XmlElement {
  const { name, prefix, local, uri } = tag
  const attributes = Object.values(tag.attributes).filter((one) => one.uri !== xmlnsUri && one.name !== 'xmlns')
  return {
    kind: 'element',
    name,
    prefix,
    local,
    uri,
    attributes: attributes.map((one) => ({
      name: one.name,
      prefix: one.prefix,
      local: one.local,
      uri: one.uri,
      value: one.value,
    })),
    namespaces: { ...inherited, ...tag.ns },
    children: [],
  }
}

/** Reads XML into a tree. A document type or an instruction could change what the bytes mean: both are refused. */
export function readTree(bytes: Buffer): XmlElement {
  const open: XmlElement[] = []
  let root: XmlElement | undefined
  let count = 0
  const parser = new SaxesParser({ xmlns: true, position: false })
  parser.on('error', (cause) => {
    throw xmlSignatureErrors.malformed({ reason: cause.message })
  })
  parser.on('doctype', () => {
    throw xmlSignatureErrors.unsupported({ feature: 'a document type' })
  })
  parser.on('processinginstruction', () => {
    throw xmlSignatureErrors.unsupported({ feature: 'an instruction' })
  })
  parser.on('opentag', (tag) => {
    const parent = open.at(-1)
    if (open.length >= mostDepth || ++count > mostElements)
      throw xmlSignatureErrors.unsupported({ feature: 'too many or too deep elements' })
    const element = elementOf(tag, parent?.namespaces ?? {})
    parent?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => void open.pop())
  const addText = (text: string) => open.at(-1)?.children.push({ kind: 'text', text })
  parser.on('text', addText)
  parser.on('cdata', addText)
  const text = bytes.toString('utf8')
  if (!Buffer.from(text, 'utf8').equals(bytes)) throw xmlSignatureErrors.malformed({ reason: 'not UTF-8' })
  parser.write(text).close()
  if (!root) throw xmlSignatureErrors.malformed({ reason: 'no element' })
  return root
}

export const elementsOf = (parent: XmlElement | undefined): XmlElement[] =>
  (parent?.children ?? []).filter((node) => node.kind === 'element')

/** The child of this name; undefined when there is none, an error when there are several. */
export function only(parent: XmlElement | undefined, uri: string, local: string): XmlElement | undefined {
  const found = elementsOf(parent).filter((one) => one.uri === uri && one.local === local)
  if (found.length > 1) throw xmlSignatureErrors.malformed({ reason: `${local} twice` })
  return found[0]
}

/** A path of children, each the only one of its name. */
export const pathTo = (from: XmlElement | undefined, uri: string, ...names: readonly string[]) =>
  names.reduce<XmlElement | undefined>((at, local) => only(at, uri, local), from)

export const textOf = (element: XmlElement | undefined): string =>
  (element?.children ?? []).map((node) => (node.kind === 'text' ? node.text : '')).join('')

export const attributeOf = (element: XmlElement | undefined, name: string): string | undefined =>
  element?.attributes.find((one) => one.name === name)?.value
