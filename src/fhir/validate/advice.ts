import { numberOf } from '../decimal.ts'
import { compilePath } from '../fhirpath/index.ts'
import { type Reason, type ReasonKind, reason, reasonOf } from '../reason.ts'
import { narrativeFault } from './narrative.ts'
import { fault, isObject, type Json, report, type Walk } from './walk.ts'

const tell = (walk: Walk, path: string, kind: ReasonKind, values?: Reason['values']) =>
  fault(walk, 'advice', path, { fault: reason(kind, values) })
export const isAbsolute = (address: string) => /^[a-z][a-z0-9+.-]*:/i.test(address)

/** Rules of data types that the specification states in words; they are asked by $validate. */
export const advice: Readonly<Record<string, (walk: Walk, value: Json, path: string) => void>> = {
  Coding: adviseCoding,
  Identifier: adviseIdentifier,
  Attachment: adviseAttachment,
  Expression: adviseExpression,
}

/** http://hl7.org/fhir/R4/datatypes.html#Coding the system is absolute and no value set, and it has the code. */
function adviseCoding(walk: Walk, { system, code }: Json, path: string): void {
  if (typeof system !== 'string') return
  if (!isAbsolute(system)) tell(walk, `${path}.system`, 'notAbsolute')
  else if (/^https?:\/\/(?:hl7\.org\/fhir|terminology\.hl7\.org)\/ValueSet\//.test(system))
    tell(walk, `${path}.system`, 'namesValueSet')
  if (typeof code === 'string' && hasCode(walk, system, code) === false)
    fault(walk, 'code', `${path}.code`, { value: code.slice(0, 60), valueSet: system })
}

/** Whether a code system has a code; undefined when it is not known here as a whole. */
export function hasCode(walk: Walk, system: string, code: string): boolean | undefined {
  const given = walk.resolve(system)
  if (given?.['resourceType'] === 'CodeSystem')
    return given['content'] === 'complete' ? conceptCodes(given['concept']).has(code) : undefined
  return walk.structures.codesOfSystem(system)?.has(code)
}

export function conceptCodes(concepts: unknown, found = new Set<string>()): Set<string> {
  for (const one of Array.isArray(concepts) ? concepts.filter(isObject) : []) {
    if (typeof one['code'] === 'string') found.add(one['code'])
    conceptCodes(one['concept'], found)
  }
  return found
}

function adviseIdentifier(walk: Walk, { system, value }: Json, path: string): void {
  if (system === 'urn:ietf:rfc:3986' && typeof value === 'string' && !isAbsolute(value))
    tell(walk, `${path}.value`, 'notWholeUri')
}

function adviseAttachment(walk: Walk, { data, size }: Json, path: string): void {
  const stated = numberOf(size)
  if (typeof data !== 'string' || stated === undefined) return
  const found = Buffer.byteLength(data.replace(/\s+/g, ''), 'base64')
  if (found !== stated) tell(walk, `${path}.size`, 'wrongSize', { stated, found })
}

function adviseExpression(walk: Walk, { language, expression }: Json, path: string): void {
  if (language !== 'text/fhirpath' || typeof expression !== 'string') return
  try {
    compilePath(expression)
  } catch (error) {
    fault(walk, 'advice', `${path}.expression`, { fault: reasonOf(error) })
  }
}

/** Ids of elements are unique in their resource, and texts hold no markup that a careless reader would run. */
export function adviseResource(walk: Walk, resource: Json, path: string): void {
  adviseNarrative(walk, resource, path)
  // Ids of ElementDefinitions are unique in the snapshot and in the differential, not over both.
  const ids = resource['resourceType'] === 'StructureDefinition' ? undefined : new Set<string>()
  visitInside(walk, resource, path, ids)
}

const markup = /<\s*(?:script|iframe|object|embed|img|svg|style)\b/i

function visitInside(walk: Walk, value: Json, path: string, ids: Set<string> | undefined): void {
  for (const [key, one] of Object.entries(value)) {
    const at = `${path}.${key}`
    if (typeof one === 'string' && key !== 'div' && markup.test(one))
      report(walk, walk.noMarkup ? 'error' : 'warning', 'advice', at, { fault: reason('markup') })
    if (isObject(one)) visitElement(walk, one, at, ids)
    else if (Array.isArray(one)) visitEach(walk, one, at, ids)
  }
}

function visitEach(walk: Walk, list: readonly unknown[], path: string, ids: Set<string> | undefined): void {
  for (const [index, one] of list.entries()) if (isObject(one)) visitElement(walk, one, `${path}[${index}]`, ids)
}

function visitElement(walk: Walk, value: Json, path: string, ids: Set<string> | undefined): void {
  // Resources inside have ids of their own.
  if (typeof value['resourceType'] === 'string') return
  const { id } = value
  if (ids && typeof id === 'string') {
    if (ids.has(id)) tell(walk, `${path}.id`, 'idTwice', { id: id.slice(0, 64) })
    ids.add(id)
  }
  visitInside(walk, value, path, ids)
}

/** Links of the narrative lead to something in it, or to an address of a kind that can be followed. */
function adviseNarrative(walk: Walk, resource: Json, path: string): void {
  const { text } = resource
  const div = isObject(text) ? text['div'] : undefined
  if (typeof div !== 'string' || div.length > 1_048_576 || narrativeFault(div)?.key === 'txt-1') return
  const places = new Set([...div.matchAll(/\s(?:id|name)\s*=\s*["']([^"']*)["']/g)].map(([, id]) => id))
  for (const [, href = ''] of div.matchAll(/<a\s[^>]*?href\s*=\s*["']([^"']*)["']/g)) {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(href)?.[1]?.toLowerCase()
    if (scheme !== undefined && !followed.has(scheme))
      tell(walk, `${path}.text.div`, 'linkKind', { address: href.slice(0, 80) })
    else if (
      href.startsWith('#') &&
      href.length > 1 &&
      !places.has(href.slice(1)) &&
      !walk.scope.contained.has(href.slice(1))
    )
      tell(walk, `${path}.text.div`, 'linkNowhere', { address: href.slice(0, 80) })
  }
}

const followed = new Set(['http', 'https', 'tel', 'mailto', 'ftp'])
