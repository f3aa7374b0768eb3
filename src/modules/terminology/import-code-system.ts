import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes'
import { propertyValue, stateOf } from '#fhir/terminology/concept.ts'
import { canonicalOf } from '#fhir/terminology/versions.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { beginLoad, endLoad } from '#store/terminology/concept-load.ts'
import { noteSystem } from '#store/terminology/note-system.ts'
import { closeAbsent, contentHash, type PlacedEntry, writeConcepts } from '#store/terminology/write-concepts.ts'
import type { ImportReport } from './import-table.ts'

/** Code systems with more concepts than this live in rows; smaller ones are asked as they are stored. */
export const mostInResource = 2000

const batchSize = 2000
const always = '1900-01-01'

interface Placed {
  readonly concept: CodeSystemConcept
  readonly parents: Set<string>
}

/** All concepts, with the parents that nesting and properties tell. */
function placedOf(resource: CodeSystem): ReadonlyMap<string, Placed> {
  const found = new Map<string, Placed>()
  const waiting = (resource.concept ?? []).toReversed().map((concept) => ({ concept, parent: '' }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { concept, parent } = next
    const known = found.get(concept.code) ?? { concept, parents: new Set<string>() }
    found.set(concept.code, known)
    for (const one of [parent, ...toldParents(concept)]) if (one !== '') known.parents.add(one)
    for (const child of (concept.concept ?? []).toReversed())
      waiting.push({ concept: child, parent: concept.code })
  }
  return found
}

const toldParents = (concept: CodeSystemConcept) =>
  (concept.property ?? []).flatMap(({ code, valueCode }) =>
    (code === 'parent' || code === 'subsumedBy') && valueCode !== undefined ? [valueCode] : [],
  )

/** How many concepts a code system has, nested ones counted. */
export function countConcepts(resource: CodeSystem): number {
  let count = 0
  const waiting = [...(resource.concept ?? [])]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    count++
    waiting.push(...(next.concept ?? []))
  }
  return count
}

function entryOf(resource: CodeSystem, { concept, parents }: Placed, position: number): PlacedEntry {
  const [parent = null, ...moreParents] = parents
  const property = concept.property ?? []
  const details: Record<string, string> = {}
  for (const one of property) {
    const text = String(propertyValue(one) ?? '')
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
    position,
    ...(moreParents.length === 0 ? {} : { moreParents }),
    ...(stateOf({ properties: resource.property ?? [] }, property).inactive ? { inactive: true } : {}),
    extra: {
      ...(concept.definition === undefined ? {} : { definition: concept.definition }),
      ...(concept.designation ? { designation: concept.designation } : { designation: [] }),
      property,
    },
  }
  return { ...entry, content: contentHash(entry) }
}

/** Puts the concepts of a large CodeSystem resource into rows, under its URL and version. */
export function importCodeSystem(ctx: Context, file: string, resource: CodeSystem): Promise<ImportReport> {
  const list = canonicalOf(resource.url ?? '', resource.version ?? '-')
  return inTransaction(ctx, async (tx) => {
    const load = await beginLoad(tx, file, list, 'import')
    const entries = [...placedOf(resource).values()].map((placed, at) => entryOf(resource, placed, at + 1))
    let added = 0
    let closed = 0
    for (let at = 0; at < entries.length; at += batchSize) {
      const written = await writeConcepts(tx, load, entries.slice(at, at + batchSize))
      added += written.added
      closed += written.closed
    }
    const codes = entries.map((entry) => entry.code)
    if (!load.isNew) closed += await closeAbsent(tx, load, codes, tx.now().toISOString().slice(0, 10))
    const report = {
      system: list,
      file,
      expected: entries.length,
      processed: entries.length,
      failed: 0,
      added,
      closed,
      refusals: [],
    }
    await endLoad(tx, load, report, Buffer.alloc(0), async () => noteSystem(tx, { ...systemOf(resource), list }))
    return report
  })
}

function systemOf(resource: CodeSystem) {
  const { url = '', version = '', name, title, language, caseSensitive, content, property } = resource
  return { url, version, head: { name, title, language, caseSensitive, content, property } }
}
