import { isDecimal } from '#fhir/decimal.ts'
import { structures } from '../definitions.ts'

/** Where a text of a bundle leads: `urn:uuid:…` to `Patient/1`. */
export interface Addresses {
  get(text: string): string | undefined
}

type Json = Record<string, unknown>

/** Elements of these types are links that a transaction rewrites; canonical ones and plain texts are not. */
const rewritten = new Set(['uri', 'url', 'oid', 'uuid'])

/**
 * Replaces every address of the bundle by the one the resource gets, in place: in references, in elements of type
 * uri, url, oid and uuid (attachments too), and in the links and images of narratives.
 * @see http://hl7.org/fhir/R4/http.html#trules
 */
export function rewriteReferences(resource: unknown, addresses: Addresses): void {
  const type = (resource as { resourceType?: unknown } | null)?.resourceType
  if (typeof type === 'string') rewriteWithin(resource as Json, type, addresses)
}

function rewriteWithin(holder: Json, type: string, addresses: Addresses): void {
  for (const key of Object.keys(holder)) {
    const value = holder[key]
    if (typeof value === 'string') {
      const made = rewrittenText(type, key, value, addresses)
      if (made !== undefined) holder[key] = made
    } else if (typeof value === 'object' && value !== null && !isDecimal(value))
      rewriteDeeper(value, holder, key, type, addresses)
  }
}

function rewriteDeeper(value: object, holder: Json, key: string, type: string, addresses: Addresses): void {
  const inner = elementOf(type, key)
  if (!Array.isArray(value)) {
    rewriteWithin(value as Json, typeOf(value, inner), addresses)
    return
  }
  const list = holder[key] as unknown[]
  for (const [at, one] of list.entries()) {
    if (typeof one === 'string') {
      const made = rewrittenText(type, key, one, addresses)
      if (made !== undefined) list[at] = made
    } else if (typeof one === 'object' && one !== null) rewriteWithin(one as Json, typeOf(one, inner), addresses)
  }
}

/** `_birthDate` holds the extensions of `birthDate`, as an Element does. */
function elementOf(type: string, key: string): string {
  return key.startsWith('_') ? 'Element' : (structures.type(type)?.elements.get(key)?.type ?? '')
}

function typeOf(value: object, inner: string): string {
  const own = (value as { resourceType?: unknown }).resourceType
  return typeof own === 'string' ? own : inner
}

function rewrittenText(type: string, key: string, text: string, addresses: Addresses): string | undefined {
  if (key === 'div') return type === 'Narrative' ? rewrittenLinks(text, addresses) : undefined
  const found = addresses.get(text)
  if (found === undefined) return undefined
  if (key === 'reference') return found
  return rewritten.has(elementOf(type, key)) ? found : undefined
}

function rewrittenLinks(div: string, addresses: Addresses): string | undefined {
  if (!div.includes('href') && !div.includes('src')) return undefined
  return div.replace(
    /(<(?:a|img)\b[^<>]*?\b(?:href|src)\s*=\s*)(["'])([^"'<>]*)\2/g,
    (whole, start: string, quote: string, link: string) => {
      const found = addresses.get(link)
      return found === undefined ? whole : `${start}${quote}${found}${quote}`
    },
  )
}

/** References of the form `Patient?identifier=…`, to be resolved by a search. */
export function conditionalReferences(value: unknown, found: Set<string> = new Set()): ReadonlySet<string> {
  forReferences(value, (reference) => {
    if (/^[A-Z][A-Za-z]+\?/.test(reference)) found.add(reference)
  })
  return found
}

/** Whether a resource refers to one of some addresses. */
export function refersTo(value: unknown, addresses: ReadonlySet<string>): boolean {
  let does = false
  forReferences(value, (reference) => {
    does ||= addresses.has(reference)
  })
  return does
}

function forReferences(value: unknown, visit: (reference: string) => void): void {
  if (typeof value !== 'object' || value === null || isDecimal(value)) return
  if (Array.isArray(value)) {
    for (const one of value) forReferences(one, visit)
    return
  }
  for (const key in value) {
    const one = (value as Record<string, unknown>)[key]
    if (key === 'reference' && typeof one === 'string') visit(one)
    else if (typeof one === 'object') forReferences(one, visit)
  }
}
