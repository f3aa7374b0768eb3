import { reason } from '../reason.ts'
import type { EntryIndex } from './bundle-index.ts'
import { fault, type Json, type Walk } from './walk.ts'

/** What a document or message must hold: http://hl7.org/fhir/R4/documents.html#content */
const held: Readonly<Record<string, RegExp>> = {
  document:
    /^(?:subject|encounter|author|attester\.party|custodian|event\.detail|section(?:\.section)*\.(?:author|entry|focus))$/,
  message: /^(?:focus|sender|author|responsible|enterer)$/,
}

/** In a document or message, everything is reached from its first resource, and what that refers to is there. */
export function checkLinks(walk: Walk, index: EntryIndex, type: 'document' | 'message', path: string): void {
  const [first] = index.resources
  if (!first) return
  for (const { from, reference, place, member } of index.references) {
    if (from !== first || !held[type]?.test(member) || index.resolve(reference, from)) continue
    const relative = !/^[a-z][a-z0-9+.-]*:/i.test(reference)
    // Something of the same type and id under another address is meant and yet not found.
    if (relative && (type === 'document' || index.lookalike(reference)))
      fault(walk, 'bundleReference', place, { reference })
  }
  if (type === 'document') checkReached(walk, index, first, path)
}

function checkReached(walk: Walk, index: EntryIndex, first: Json, path: string): void {
  const reached = reachedFrom(index, first)
  for (const [at, resource] of index.resources.entries()) {
    const linked = index.linked.has(index.fullUrlOf(resource) ?? '')
    if (!reached.has(resource) && !linked)
      fault(walk, 'bundle', `${path}.entry[${at}]`, { fault: reason('notReached') })
  }
}

/** Resources that references lead to, forward and backward. */
function reachedFrom(index: EntryIndex, first: Json): ReadonlySet<Json> {
  const beside = new Map<Json, Json[]>()
  const join = (a: Json, b: Json) => beside.set(a, [...(beside.get(a) ?? []), b])
  for (const { from, reference } of index.references) {
    const to = index.resolve(reference, from)
    if (!to) continue
    join(from, to)
    join(to, from)
  }
  const reached = new Set<Json>([first])
  const waiting = [first]
  for (let one = waiting.pop(); one; one = waiting.pop())
    for (const next of beside.get(one) ?? [])
      if (!reached.has(next)) {
        reached.add(next)
        waiting.push(next)
      }
  return reached
}
