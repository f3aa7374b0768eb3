import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes'
import { type CodeSystemHead, type Concept, stateOf } from './concept.ts'
import { fitsFilter } from './filter-concept.ts'
import { fitsText, searchWords } from './fitting-text.ts'
import type { CodeProvider, Selection } from './provider.ts'

interface Draft {
  readonly concept: CodeSystemConcept
  readonly parents: Set<string>
  readonly children: Set<string>
}

export function headOf(resource: CodeSystem): CodeSystemHead {
  return {
    url: resource.url ?? '',
    version: resource.version,
    name: resource.name,
    title: resource.title,
    language: resource.language,
    content: resource.content,
    caseSensitive: resource.caseSensitive !== false,
    properties: resource.property ?? [],
    supplements: resource.supplements,
    valueSet: resource.valueSet,
  }
}

/** A CodeSystem resource as something to ask. */
export function memoryProvider(resource: CodeSystem): CodeProvider {
  const head = headOf(resource)
  const drafts = draftsOf(resource.concept ?? [])
  linkByProperties(drafts)
  const concepts = new Map<string, Concept>()
  for (const [code, draft] of drafts) concepts.set(code, conceptOf(head, draft))
  return providerOver(head, concepts)
}

function draftsOf(roots: readonly CodeSystemConcept[]): Map<string, Draft> {
  const drafts = new Map<string, Draft>()
  const waiting = roots.toReversed().map((concept) => ({ concept, parent: '' }))
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { concept, parent } = next
    const draft = drafts.get(concept.code) ?? { concept, parents: new Set(), children: new Set() }
    drafts.set(concept.code, draft)
    if (parent !== '') {
      draft.parents.add(parent)
      drafts.get(parent)?.children.add(concept.code)
    }
    for (const child of (concept.concept ?? []).toReversed())
      waiting.push({ concept: child, parent: concept.code })
  }
  return drafts
}

/** Hierarchies may also be told by the properties `parent` and `child`. */
function linkByProperties(drafts: ReadonlyMap<string, Draft>): void {
  const link = (child: string, parent: string) => {
    if (!drafts.has(child) || !drafts.has(parent) || child === parent) return
    drafts.get(child)?.parents.add(parent)
    drafts.get(parent)?.children.add(child)
  }
  for (const [code, { concept }] of drafts) {
    for (const { code: property, valueCode } of concept.property ?? []) {
      if (valueCode === undefined) continue
      if (property === 'parent' || property === 'subsumedBy') link(code, valueCode)
      if (property === 'child') link(valueCode, code)
    }
  }
}

function conceptOf(head: CodeSystemHead, { concept, parents, children }: Draft): Concept {
  const properties = concept.property ?? []
  return {
    code: concept.code,
    display: concept.display,
    definition: concept.definition,
    designations: concept.designation ?? [],
    properties,
    extensions: concept.extension ?? [],
    parents: [...parents],
    children: [...children],
    ...stateOf(head, properties),
  }
}

function providerOver(head: CodeSystemHead, concepts: ReadonlyMap<string, Concept>): CodeProvider {
  const folded = head.caseSensitive
    ? undefined
    : new Map([...concepts].map(([code, one]) => [code.toLowerCase(), one]))
  const above = new Map<string, ReadonlySet<string>>()
  const ancestors = (code: string): ReadonlySet<string> => {
    const known = above.get(code)
    if (known) return known
    const made = ancestorsIn(concepts, code)
    above.set(code, made)
    return made
  }
  const find = (code: string) => concepts.get(code) ?? folded?.get(code.toLowerCase())
  const fits = (concept: Concept, { filters }: Pick<Selection, 'filters'>) =>
    filters.every((filter) => fitsFilter(head, { ancestors }, concept, filter))
  return {
    head,
    paged: false,
    find: async (code) => find(code),
    async findAll(codes) {
      return new Map(codes.flatMap((code) => (find(code) ? [[code, find(code) as Concept]] : [])))
    },
    async select(selection) {
      const words = searchWords(selection.text ?? '')
      const all = [...concepts.values()].filter(
        (concept) =>
          fits(concept, selection) &&
          !(selection.activeOnly && concept.inactive) &&
          !(selection.selectableOnly && concept.abstract) &&
          fitsText(concept, words),
      )
      const from = selection.offset ?? 0
      return { concepts: all.slice(from, from + selection.limit), total: all.length }
    },
    fits: async (concept, filters) => fits(concept, { filters }),
    ancestors: async (code) => ancestors(code),
  }
}

/** Circles in the hierarchy end where they began. */
function ancestorsIn(concepts: ReadonlyMap<string, Concept>, code: string): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = [...(concepts.get(code)?.parents ?? [])]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue
    found.add(next)
    waiting.push(...(concepts.get(next)?.parents ?? []))
  }
  return found
}
