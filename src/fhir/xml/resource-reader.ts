import type { SaxesTagNS } from 'saxes'
import type { Element, Structures } from '../structure.ts'
import { xmlErrors } from './errors.ts'
import {
  alignExtras,
  type ComplexFrame,
  type Frame,
  fhirNamespace,
  holdsResource,
  isAttribute,
  type Json,
  mostDepth,
  orderOf,
  type PrimitiveFrame,
  primitiveValue,
  type SlotFrame,
  typeOf,
  xhtmlNamespace,
} from './frames.ts'

const mostElements = 100_000
const xsi = 'http://www.w3.org/2001/XMLSchema-instance'
const xmlns = 'http://www.w3.org/2000/xmlns/'

/** Whether elements must stand in the order of their definition, as the standard asks of every sender. */
export type ElementOrder = 'defined' | 'free'

/** Builds one resource from the tags of a document. */
export class ResourceReader {
  readonly #structures: Structures
  readonly #source: string
  readonly #order: ElementOrder
  readonly #frames: Frame[] = []
  #resource: Json = {}
  #tagStart = 0
  #elements = 0

  constructor(structures: Structures, source: string, order: ElementOrder) {
    this.#structures = structures
    this.#source = source
    this.#order = order
  }

  get resource(): Json {
    return this.#resource
  }

  /** Where the tag that is now being read begins in the source. */
  startTag(position: number): void {
    this.#tagStart = position
  }

  open(tag: SaxesTagNS): void {
    this.#count()
    const parent = this.#frames.at(-1)
    if (parent?.kind === 'xhtml') {
      parent.depth++
      if (tag.uri !== xhtmlNamespace) throw this.#outside(tag.name, xhtmlNamespace)
      if (this.#frames.length + parent.depth > mostDepth) throw xmlErrors.tooDeep({ most: mostDepth })
      return
    }
    if (this.#frames.length >= mostDepth) throw xmlErrors.tooDeep({ most: mostDepth })
    this.#frames.push(this.#frameFor(tag, parent))
  }

  /** As for JSON: one resource has fewer values than a bundle of many. */
  #count(): void {
    this.#elements++
    const name = this.#resource['resourceType']
    const most = name === 'Bundle' || name === 'Parameters' ? mostElements * 10 : mostElements
    if (this.#elements > most) throw xmlErrors.tooLarge({ most })
  }

  close(position: number): void {
    const frame = this.#frames.at(-1)
    if (frame?.kind === 'xhtml' && frame.depth > 0) {
      frame.depth--
      return
    }
    if (frame?.kind === 'xhtml') frame.keep(this.#source.slice(frame.from, position))
    if (frame?.kind === 'complex') this.#closeComplex(frame)
    if (frame?.kind === 'primitive') this.#closePrimitive(frame)
    if (frame?.kind === 'slot' && !frame.full) throw xmlErrors.empty({ path: this.#path() })
    this.#frames.pop()
  }

  text(text: string): void {
    if (this.#frames.at(-1)?.kind === 'xhtml' || text.trim() === '') return
    throw xmlErrors.text({ path: this.#path() })
  }

  #closeComplex(frame: ComplexFrame): void {
    alignExtras(frame)
    if (Object.keys(frame.value).length === 0) throw xmlErrors.empty({ path: this.#path() })
  }

  #closePrimitive(frame: PrimitiveFrame): void {
    if (Object.keys(frame.extras).length > 0) frame.keepExtras()
    else if (!frame.hasValue) throw xmlErrors.empty({ path: this.#path() })
  }

  #frameFor(tag: SaxesTagNS, parent: Exclude<Frame, { kind: 'xhtml' }> | undefined): Frame {
    if (!parent) return this.#resourceFrame(tag, (resource) => (this.#resource = resource))
    if (parent.kind === 'slot') return this.#onlyResource(tag, parent)
    if (parent.kind === 'primitive') return this.#extensionFrame(tag, parent)
    return this.#elementFrame(tag, parent)
  }

  #onlyResource(tag: SaxesTagNS, slot: SlotFrame): Frame {
    if (slot.full) throw xmlErrors.twice({ path: this.#path(tag.local) })
    slot.full = true
    return this.#resourceFrame(tag, slot.keep)
  }

  #resourceFrame(tag: SaxesTagNS, keep: (resource: Json) => void): ComplexFrame {
    this.#mustBeFhir(tag)
    if (!this.#structures.isResource(tag.local)) throw xmlErrors.unknown({ path: this.#path(tag.local) })
    const value: Json = { resourceType: tag.local }
    keep(value)
    return this.#complex(tag, tag.local, value)
  }

  #extensionFrame(tag: SaxesTagNS, parent: PrimitiveFrame): ComplexFrame {
    this.#mustBeFhir(tag)
    if (tag.local !== 'extension') throw xmlErrors.unknown({ path: this.#path(tag.local) })
    const value: Json = {}
    const list = parent.extras['extension'] as unknown[] | undefined
    if (list) list.push(value)
    else parent.extras['extension'] = [value]
    return this.#complex(tag, 'Extension', value)
  }

  #elementFrame(tag: SaxesTagNS, parent: ComplexFrame): Frame {
    const name = tag.local
    const element = parent.type.elements.get(name)
    if (!element || isAttribute(this.#structures, parent.type, name))
      throw xmlErrors.unknown({ path: this.#path(name) })
    this.#mustStandHere(name, element, parent)
    if (element.type === 'xhtml') return this.#xhtmlFrame(tag, parent.value)
    this.#mustBeFhir(tag)
    if (holdsResource(this.#structures, element)) {
      this.#takeAttributes(tag, {}, () => false)
      return { kind: 'slot', name, full: false, keep: (resource) => put(parent.value, name, element, resource) }
    }
    if (element.primitive) return this.#primitiveFrame(tag, element, parent)
    const value: Json = {}
    put(parent.value, name, element, value)
    return this.#complex(tag, element.type, value)
  }

  #complex(tag: SaxesTagNS, typeName: string, value: Json): ComplexFrame {
    const type = typeOf(this.#structures, typeName, () => this.#path(tag.local))
    this.#takeAttributes(tag, value, (name) => isAttribute(this.#structures, type, name))
    return { kind: 'complex', name: tag.local, type, value, last: 0, withExtras: new Set() }
  }

  #primitiveFrame(tag: SaxesTagNS, element: Element, parent: ComplexFrame): PrimitiveFrame {
    const found: Json = {}
    this.#takeAttributes(tag, found, (name) => name === 'value' || name === 'id')
    const text = found['value'] as string | undefined
    const extras: Json = found['id'] === undefined ? {} : { id: found['id'] }
    const name = tag.local
    const value = text === undefined ? undefined : primitiveValue(element, text)
    if (value !== undefined || !element.single) put(parent.value, name, element, value ?? null)
    const keepExtras = () => {
      parent.withExtras.add(name)
      const twin = `_${name}`
      if (element.single) {
        parent.value[twin] = extras
        return
      }
      const list = (parent.value[twin] ?? []) as unknown[]
      const at = (parent.value[name] as unknown[]).length - 1
      while (list.length < at) list.push(null)
      list.push(extras)
      parent.value[twin] = list
    }
    return { kind: 'primitive', name, extras, hasValue: text !== undefined, keepExtras }
  }

  #xhtmlFrame(tag: SaxesTagNS, narrative: Json): Frame {
    // The text is kept as it stands, so it has to name its namespace itself.
    if (tag.name !== 'div' || tag.ns[''] !== xhtmlNamespace) throw this.#outside(tag.name, xhtmlNamespace)
    const keep = (text: string) => {
      narrative['div'] = text
    }
    return { kind: 'xhtml', name: 'div', from: this.#tagStart, depth: 0, keep }
  }

  #mustStandHere(name: string, element: Element, parent: ComplexFrame): void {
    const place = orderOf(parent.type).get(name) ?? 0
    if (place < parent.last && this.#order === 'defined') throw xmlErrors.order({ path: this.#path(name) })
    if (place <= parent.last && element.single && isThere(parent, element))
      throw xmlErrors.twice({ path: this.#path(name) })
    parent.last = place
  }

  #mustBeFhir(tag: SaxesTagNS): void {
    if (tag.uri !== fhirNamespace) throw this.#outside(tag.name, fhirNamespace)
  }

  #takeAttributes(tag: SaxesTagNS, target: Json, accepts: (name: string) => boolean): void {
    for (const { local, uri, value, name } of Object.values(tag.attributes)) {
      if (uri === xmlns || uri === xsi) continue
      if (uri !== '' || !accepts(local)) throw xmlErrors.unknown({ path: `${this.#path(tag.local)}.@${name}` })
      if (value === '') throw xmlErrors.empty({ path: `${this.#path(tag.local)}.@${name}` })
      target[local] = value
    }
  }

  #outside(name: string, namespace: string) {
    return xmlErrors.namespace({ path: this.#path(name), namespace })
  }

  #path(name?: string): string {
    const names = this.#frames.map((frame) => frame.name)
    return (name === undefined ? names : [...names, name]).join('.').slice(0, 200)
  }
}

function put(holder: Json, name: string, element: Element, value: unknown): void {
  const list = holder[name]
  if (element.single) holder[name] = value
  else if (Array.isArray(list)) list.push(value)
  else holder[name] = [value]
}

/** Whether the element, or another variant of the same choice, was met before. */
function isThere(parent: ComplexFrame, element: Element): boolean {
  for (const [name, { defined }] of parent.type.elements)
    if (defined === element.defined && (name in parent.value || `_${name}` in parent.value)) return true
  return false
}
