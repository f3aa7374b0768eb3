import { decimal } from '../decimal.ts'
import type { Element, Structures, Type } from '../structure.ts'
import { xmlErrors } from './errors.ts'

export type Json = Record<string, unknown>

export const fhirNamespace = 'http://hl7.org/fhir'
export const xhtmlNamespace = 'http://www.w3.org/1999/xhtml'
/** As in JSON; the examples of R4 stay below 20. */
export const mostDepth = 64

/** A resource, a data type or a part of a resource that is being read. */
export interface ComplexFrame {
  readonly kind: 'complex'
  readonly name: string
  readonly type: Type
  readonly value: Json
  /** Place in the definition of the element met last. */
  last: number
  /** Names of primitive lists of which an item has an id or extensions. */
  readonly withExtras: Set<string>
}

/** A primitive: its value is an attribute, its children can only be extensions. */
export interface PrimitiveFrame {
  readonly kind: 'primitive'
  readonly name: string
  readonly extras: Json
  readonly hasValue: boolean
  readonly keepExtras: () => void
}

/** `contained` or `resource`: holds exactly one resource. */
export interface SlotFrame {
  readonly kind: 'slot'
  readonly name: string
  readonly keep: (resource: Json) => void
  full: boolean
}

/** The narrative: its text is taken as it stands. */
export interface XhtmlFrame {
  readonly kind: 'xhtml'
  readonly name: string
  readonly from: number
  readonly keep: (text: string) => void
  depth: number
}

export type Frame = ComplexFrame | PrimitiveFrame | SlotFrame | XhtmlFrame

const orders = new WeakMap<Type, ReadonlyMap<string, number>>()

/** Place of each element in the definition of its type; the variants of a choice share one. */
export function orderOf(type: Type): ReadonlyMap<string, number> {
  const known = orders.get(type)
  if (known) return known
  const places = new Map<string, number>()
  const order = new Map<string, number>()
  for (const [name, element] of type.elements) {
    if (!places.has(element.defined)) places.set(element.defined, places.size)
    order.set(name, places.get(element.defined) ?? 0)
  }
  orders.set(type, order)
  return order
}

/** Elements that are XML attributes: the id of what is not a resource, and the url of an extension. */
export function isAttribute(structures: Structures, type: Type, name: string): boolean {
  if (name === 'id') return !structures.isResource(type.name)
  return name === 'url' && type.name === 'Extension'
}

/** Elements that hold a resource with its own tag: `contained`, `Bundle.entry.resource`, `response.outcome`. */
export function holdsResource(structures: Structures, element: Element): boolean {
  return element.type === 'Resource' || structures.isResource(element.type)
}

export function typeOf(structures: Structures, name: string, path: () => string): Type {
  const type = structures.type(name)
  if (!type) throw xmlErrors.unknown({ path: path() })
  return type
}

const numeric = new Set(['decimal', 'integer', 'positiveInt', 'unsignedInt'])
const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** The JSON value of a primitive; what does not fit its type stays text, so that validation names it. */
export function primitiveValue(element: Element, text: string): unknown {
  if (element.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return numeric.has(element.type) && number.test(text) ? decimal(text) : text
}

/** Lists of primitives have a twin `_name` of the same length; a list without any value is left out. */
export function alignExtras(frame: ComplexFrame): void {
  for (const name of frame.withExtras) {
    const values = frame.value[name]
    const extras = frame.value[`_${name}`]
    if (!Array.isArray(values) || !Array.isArray(extras)) continue
    while (extras.length < values.length) extras.push(null)
    if (values.every((one) => one === null)) delete frame.value[name]
  }
}
