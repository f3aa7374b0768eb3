import { finish, type Steps } from '#kernel/steps.ts'
import { lexemeOf } from '../decimal.ts'
import type { Element, Structures, Type } from '../structure.ts'
import { xmlErrors } from './errors.ts'
import { fhirNamespace, holdsResource, isAttribute, type Json, mostDepth } from './frames.ts'
import { checkNarrative } from './narrative.ts'

interface Write {
  readonly structures: Structures
  /** What is not handed over yet. */
  out: string[]
  readonly pretty: boolean
  depth: number
}

/** Pieces of a step: a few milliseconds. */
const mostPieces = 8_000

/**
 * Writes a resource as FHIR XML: elements in the order of their definition, numbers with their digits.
 * @see http://hl7.org/fhir/R4/xml.html
 */
export function writeXml(structures: Structures, resource: unknown, pretty = false): string {
  const parts: string[] = []
  finish(writeXmlInSteps(structures, resource, (part) => parts.push(part), pretty))
  return parts.join('')
}

/** The same part by part, with pauses in what is long. */
export function* writeXmlInSteps(
  structures: Structures,
  resource: unknown,
  take: (part: string) => void,
  pretty = false,
): Steps<void> {
  const write: Write = { structures, out: ['<?xml version="1.0" encoding="UTF-8"?>'], pretty, depth: 0 }
  if (!isObject(resource)) throw xmlErrors.notWritable({ path: 'the resource', reason: 'it is not an object' })
  for (const _ of writeResource(write, resource, ` xmlns="${fhirNamespace}"`)) {
    take(write.out.join(''))
    write.out = []
    yield
  }
  take(write.out.join(''))
}

function* writeResource(write: Write, resource: Json, namespace = ''): Steps<void> {
  const name = resource['resourceType']
  const type = typeof name === 'string' ? write.structures.type(name) : undefined
  if (!type || !write.structures.isResource(type.name))
    throw xmlErrors.notWritable({ path: 'resourceType', reason: 'its type is not known' })
  yield* writeComplex(write, type.name, type, resource, namespace)
}

function* writeComplex(write: Write, tag: string, type: Type, value: Json, namespace = ''): Steps<void> {
  if (write.depth >= mostDepth) throw xmlErrors.notWritable({ path: tag, reason: 'it is nested too deep' })
  line(write)
  write.out.push(`<${tag}${namespace}`)
  const known = knownNames(type)
  for (const name of Object.keys(value)) {
    if (!known.has(name)) throw xmlErrors.notWritable({ path: `${tag}.${name}`, reason: 'it is not defined' })
    const text = value[name]
    if (isAttribute(write.structures, type, name)) write.out.push(` ${name}="${escaped(text, name)}"`)
  }
  write.out.push('>')
  write.depth++
  for (const [name, element] of type.elements) {
    if (isAttribute(write.structures, type, name)) continue
    const twin = element.primitive ? value[`_${name}`] : undefined
    if (name in value || twin !== undefined) yield* writeElement(write, name, element, value[name], twin)
  }
  write.depth--
  line(write)
  write.out.push(`</${tag}>`)
  if (write.out.length > mostPieces) yield
}

function* writeElement(write: Write, name: string, element: Element, value: unknown, twin: unknown): Steps<void> {
  if (element.single) {
    yield* writeOne(write, name, element, value, twin)
    return
  }
  const values = listOf(value, name)
  const twins = listOf(twin, name)
  for (let at = 0; at < Math.max(values.length, twins.length); at++) {
    yield* writeOne(write, name, element, values[at], twins[at])
    if (write.out.length > mostPieces) yield
  }
}

function* writeOne(write: Write, name: string, element: Element, value: unknown, twin: unknown): Steps<void> {
  if (element.type === 'xhtml') {
    line(write)
    write.out.push(checkNarrative(value))
  } else if (element.primitive) yield* writePrimitive(write, name, value, twin)
  else if (!isObject(value)) throw xmlErrors.notWritable({ path: name, reason: 'it is not an object' })
  else if (holdsResource(write.structures, element)) {
    line(write)
    write.out.push(`<${name}>`)
    write.depth++
    yield* writeResource(write, value)
    write.depth--
    line(write)
    write.out.push(`</${name}>`)
  } else yield* writeComplex(write, name, typeOfElement(write, element, name), value)
}

function* writePrimitive(write: Write, name: string, value: unknown, twin: unknown): Steps<void> {
  const extras = isObject(twin) ? twin : {}
  const id = extras['id'] === undefined ? '' : ` id="${escaped(extras['id'], name)}"`
  const own = value === undefined || value === null ? '' : ` value="${escaped(value, name)}"`
  line(write)
  write.out.push(`<${name}${id}${own}`)
  const extensions = listOf(extras['extension'], name)
  if (extensions.length === 0) {
    write.out.push('/>')
    return
  }
  write.out.push('>')
  write.depth++
  const type = write.structures.type('Extension')
  for (const one of extensions)
    if (type && isObject(one)) yield* writeComplex(write, 'extension', type, one)
    else throw xmlErrors.notWritable({ path: `${name}.extension`, reason: 'it is not an object' })
  write.depth--
  line(write)
  write.out.push(`</${name}>`)
}

function typeOfElement(write: Write, element: Element, name: string): Type {
  const type = write.structures.type(element.type)
  if (!type) throw xmlErrors.notWritable({ path: name, reason: 'its type is not known' })
  return type
}

const names = new WeakMap<Type, ReadonlySet<string>>()

function knownNames(type: Type): ReadonlySet<string> {
  const known = names.get(type)
  if (known) return known
  const found = new Set<string>(['resourceType'])
  for (const [name, element] of type.elements) {
    found.add(name)
    if (element.primitive) found.add(`_${name}`)
  }
  names.set(type, found)
  return found
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && lexemeOf(value) === undefined

function listOf(value: unknown, path: string): readonly unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw xmlErrors.notWritable({ path, reason: 'it is not a list' })
}

function line(write: Write): void {
  if (write.pretty) write.out.push('\n', '  '.repeat(write.depth))
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
// Characters that XML 1.0 has no way to write.
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

function escaped(value: unknown, path: string): string {
  const text = typeof value === 'boolean' ? String(value) : (lexemeOf(value) ?? value)
  if (typeof text !== 'string') throw xmlErrors.notWritable({ path, reason: 'it is not a primitive value' })
  if (unwritable.test(text)) throw xmlErrors.notWritable({ path, reason: 'XML lacks one of its characters' })
  return text.replace(/[&<>"\t\n\r]/g, (one) => entities[one] ?? one)
}
