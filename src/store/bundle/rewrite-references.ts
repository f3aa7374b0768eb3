import { isDecimal } from '#fhir/decimal.ts'

/**
 * Replaces every text that is one of the bundle's fullUrls by the address the resource gets, in place.
 * The specification asks for it in references and in all elements of type uri, url, oid and uuid.
 * @see http://hl7.org/fhir/R4/http.html#trules
 */
export function rewriteReferences(value: unknown, addresses: ReadonlyMap<string, string>): void {
  if (typeof value !== 'object' || value === null || isDecimal(value)) return
  const holder = value as Record<string, unknown>
  for (const key of Object.keys(holder)) {
    const one = holder[key]
    if (typeof one === 'string') {
      const found = addresses.get(one)
      if (found !== undefined) holder[key] = found
    } else rewriteReferences(one, addresses)
  }
}

/** References of the form `Patient?identifier=…`, to be resolved by a search. */
export function conditionalReferences(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value !== 'object' || value === null || isDecimal(value)) return found
  for (const [key, one] of Object.entries(value)) {
    if (key === 'reference' && typeof one === 'string' && /^[A-Z][A-Za-z]+\?/.test(one)) found.add(one)
    else conditionalReferences(one, found)
  }
  return found
}
