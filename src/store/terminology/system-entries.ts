import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes'
import { propertyValue, stateOf } from '#fhir/terminology/concept.ts'
import type { EntryExtra } from '#fhir/terminology/entry.ts'
import { pause } from '#platform/pause.ts'
import { contentHash, type PlacedEntry } from './write-concepts.ts'

/** A resource tells no first day of its concepts. */
const always = '1900-01-01'
/** Concepts between which others are served. */
const step = 1000

export interface Placed {
  readonly concept: CodeSystemConcept
  readonly parents: Set<string>
}

interface Node {
  readonly concept: CodeSystemConcept
  /** The concept that it stands in; empty at the top. */
  readonly parent: string
}

function* nodesOf(concepts: readonly CodeSystemConcept[] = []): Generator<Node> {
  const waiting: Node[] = concepts.toReversed().map((concept) => ({ concept, parent: '' }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next
    for (const child of (next.concept.concept ?? []).toReversed())
      waiting.push({ concept: child, parent: next.concept.code })
  }
}

/** All concepts, with the parents that nesting and properties tell. */
export async function placedOf(resource: CodeSystem): Promise<ReadonlyMap<string, Placed>> {
  const found = new Map<string, Placed>()
  const toldByParents: [child: string, parent: string][] = []
  for (const { concept, parent } of nodesOf(resource.concept)) {
    const known = found.get(concept.code) ?? { concept, parents: new Set<string>() }
    found.set(concept.code, known)
    if (parent !== '') known.parents.add(parent)
    for (const one of told(concept, ['parent', 'subsumedBy'])) known.parents.add(one)
    for (const child of told(concept, ['child'])) toldByParents.push([child, concept.code])
    if (found.size % step === 0) await pause()
  }
  for (const [child, parent] of toldByParents) if (child !== parent) found.get(child)?.parents.add(parent)
  return found
}

const told = (concept: CodeSystemConcept, properties: readonly string[]) =>
  (concept.property ?? []).flatMap(({ code, valueCode }) =>
    properties.includes(code) && valueCode !== undefined && valueCode !== '' ? [valueCode] : [],
  )

export function entryOf(resource: CodeSystem, { concept, parents }: Placed, position: number): PlacedEntry {
  const [parent = null, ...moreParents] = parents
  const property = concept.property ?? []
  const details: Record<string, string> = {}
  for (const one of property) {
    const value = propertyValue(one) ?? ''
    // A decimal that keeps its digits is an object.
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    details[one.code] = details[one.code] === undefined ? text : `${details[one.code]}; ${text}`
  }
  const entry = {
    code: concept.code,
    name: concept.display ?? '',
    nameEn: '',
    synonyms: [],
    parent,
    validFrom: always,
    validTo: null,
    details,
    ...(moreParents.length === 0 ? {} : { moreParents }),
    ...(stateOf({ properties: resource.property ?? [] }, property).inactive ? { inactive: true } : {}),
    extra: extraOf(concept),
  }
  return { ...entry, position, content: contentHash(entry) }
}

function extraOf({ definition, designation = [], property = [], extension }: CodeSystemConcept): EntryExtra {
  return {
    ...(definition === undefined ? {} : { definition }),
    designation,
    property,
    ...(extension ? { extension } : {}),
  }
}
