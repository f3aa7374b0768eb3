import { wordOf } from '#kernel/word-of.ts'
import { lexemeOf } from './decimal.ts'
import { primitiveFault } from './primitives.ts'
import type { Element, Structures, Type } from './structure.ts'

/** One fault of a resource. `code` is from http://hl7.org/fhir/R4/valueset-issue-type.html */
export interface Issue {
  readonly code: 'structure' | 'required' | 'value' | 'code-invalid' | 'not-found'
  /** FHIRPath of the element: `Observation.component[1].code`. */
  readonly path: string
  readonly text: string
}

/** A Reference met on the way, to be resolved and checked by the store. */
export interface ReferenceSite {
  readonly holder: { reference?: string }
  readonly path: string
}

export interface Validated {
  readonly issues: readonly Issue[]
  readonly references: readonly ReferenceSite[]
}

type Json = Record<string, unknown>

interface Walk {
  readonly structures: Structures
  readonly issues: Issue[]
  readonly references: ReferenceSite[]
  readonly containedIds: Set<string>
  /** Inside Bundle.entry or Parameters, references belong to that bundle and are not ours to resolve. */
  foreign: number
}

const mostIssues = 50
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && lexemeOf(value) === undefined

function fault(walk: Walk, code: Issue['code'], path: string, text: string): void {
  if (walk.issues.length < mostIssues) walk.issues.push({ code, path, text })
}

/** Checks a resource against the published structure of its type and collects its references. */
export function validateResource(structures: Structures, resource: unknown): Validated {
  const walk: Walk = { structures, issues: [], references: [], containedIds: new Set(), foreign: 0 }
  if (isObject(resource) && Array.isArray(resource['contained']))
    for (const one of resource['contained'])
      if (isObject(one) && typeof one['id'] === 'string') walk.containedIds.add(one['id'])
  visitResource(walk, resource, '')
  return { issues: walk.issues, references: walk.references }
}

function visitResource(walk: Walk, value: unknown, path: string): void {
  const name = isObject(value) ? value['resourceType'] : undefined
  const type =
    typeof name === 'string' && walk.structures.isResource(name) ? walk.structures.type(name) : undefined
  if (!isObject(value) || !type) {
    fault(walk, 'structure', path || 'resourceType', 'must be a resource with a known resourceType')
    return
  }
  const at = path || type.name
  if (value['id'] !== undefined && primitiveFault('id', value['id']))
    fault(walk, 'value', `${at}.id`, 'is not a valid id')
  visitMembers(walk, type, value, at, true)
}

function visitMembers(walk: Walk, type: Type, value: Json, path: string, resource: boolean): void {
  let content = 0
  for (const key of Object.keys(value)) {
    // A member set to undefined by our own code is not written and so not there.
    if ((resource && key === 'resourceType') || value[key] === undefined) continue
    if (key !== 'id') content++
    visitMember(walk, type, value, key, path)
  }
  if (content === 0 && !resource && value['id'] === undefined) fault(walk, 'structure', path, 'must not be empty')
  for (const { name, names } of type.required)
    if (!names.some((one) => value[one] !== undefined || value[`_${one}`] !== undefined))
      fault(walk, 'required', `${path}.${name}`, 'is missing')
  oneChoiceOnly(walk, type, value, path)
  if (type.name === 'Reference') visitReference(walk, value, path)
}

function oneChoiceOnly(walk: Walk, type: Type, value: Json, path: string): void {
  let seen: Map<string, string> | undefined
  for (const key of Object.keys(value)) {
    const name = key.startsWith('_') ? key.slice(1) : key
    const defined = type.elements.get(name)?.defined
    if (!defined?.endsWith('[x]')) continue
    seen ??= new Map()
    const other = seen.get(defined)
    if (other !== undefined && other !== name)
      fault(walk, 'structure', `${path}.${name}`, `only one of ${defined} may be given`)
    seen.set(defined, name)
  }
}

function visitMember(walk: Walk, type: Type, value: Json, key: string, path: string): void {
  const shadow = key.startsWith('_')
  const name = shadow ? key.slice(1) : key
  const element = type.elements.get(name)
  if (!element || (shadow && !element.primitive)) {
    fault(walk, 'structure', `${path}.${key}`, 'is not an element of this type')
    return
  }
  const member = value[key]
  const at = `${path}.${name}`
  if (element.single) {
    if (Array.isArray(member)) fault(walk, 'structure', at, 'must be a single value, not a list')
    else visitOne(walk, element, member, at, shadow)
    return
  }
  if (!Array.isArray(member)) fault(walk, 'structure', at, 'must be a list')
  else if (member.length === 0) fault(walk, 'structure', at, 'must not be an empty list')
  else visitList(walk, element, member, value[shadow ? name : `_${name}`], at, shadow)
}

function visitList(
  walk: Walk,
  element: Element,
  list: readonly unknown[],
  other: unknown,
  path: string,
  shadow: boolean,
): void {
  for (const [index, one] of list.entries()) {
    const twin = Array.isArray(other) ? (other[index] as unknown) : undefined
    // In lists of primitives null holds the place of a value or of its extensions; one of both must be there.
    if (one === null && element.primitive && twin !== null && twin !== undefined) continue
    visitOne(walk, element, one, `${path}[${index}]`, shadow)
  }
}

function visitOne(walk: Walk, element: Element, value: unknown, path: string, shadow: boolean): void {
  if (shadow) visitComplex(walk, 'Element', value, path)
  else if (element.primitive) visitPrimitive(walk, element, value, path)
  else if (element.type === 'Resource' || walk.structures.isResource(element.type)) visitInner(walk, value, path)
  else {
    visitComplex(walk, element.type, value, path)
    if (element.targets && isObject(value)) checkTarget(walk, element.targets, value, path)
  }
}

function visitInner(walk: Walk, value: unknown, path: string): void {
  const contained = path.includes('.contained[')
  if (!contained) walk.foreign++
  visitResource(walk, value, path)
  if (!contained) walk.foreign--
}

function visitPrimitive(walk: Walk, element: Element, value: unknown, path: string): void {
  const wrong = primitiveFault(element.type, value)
  if (wrong) fault(walk, 'value', path, wrong)
  else if (element.codes && !element.codes.has(value as string))
    fault(walk, 'code-invalid', path, `'${wordOf(value)}' is not a code of ${element.valueSet}`)
}

function visitComplex(walk: Walk, typeName: string, value: unknown, path: string): void {
  const type = walk.structures.type(typeName)
  if (!isObject(value) || !type) fault(walk, 'structure', path, 'must be an object')
  else visitMembers(walk, type, value, path, false)
}

function checkTarget(walk: Walk, targets: ReadonlySet<string>, value: Json, path: string): void {
  const literal =
    typeof value['reference'] === 'string' ? /^([A-Z][A-Za-z]+)\/[^/?]+/.exec(value['reference'])?.[1] : undefined
  if (literal && walk.structures.isResource(literal) && !targets.has(literal))
    fault(walk, 'value', `${path}.reference`, `may refer to ${[...targets].join(', ')}, not to ${literal}`)
}

function visitReference(walk: Walk, value: Json, path: string): void {
  const reference = value['reference']
  if (walk.foreign > 0 || typeof reference !== 'string') return
  if (!reference.startsWith('#'))
    walk.references.push({ holder: value as { reference?: string }, path: `${path}.reference` })
  else if (reference.length > 1 && !walk.containedIds.has(reference.slice(1)))
    fault(walk, 'not-found', `${path}.reference`, `no contained resource has the id ${reference.slice(1, 65)}`)
}
