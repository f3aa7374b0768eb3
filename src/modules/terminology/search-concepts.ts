import type { Context } from '#platform/context.ts'
import type { Concept } from './concept.ts'
import type { FoundConcept } from './contract.ts'
import { houseSynonyms } from './corrections.ts'
import { usesHere } from './count-use.ts'
import { type CodingRules, childrenOf, codingRules, type MoreSpecific } from './domain/coding-rules.ts'
import type { Sex } from './domain/pick-range.ts'
import { type Hit, search } from './domain/search.ts'
import { buildSearchIndex, type Searchable, type SearchIndex } from './domain/search-index.ts'
import { type ConceptList, keptByRevision } from './read-list.ts'

export interface SearchableConcept extends Searchable {
  readonly concept: Concept
  readonly rules: CodingRules
  readonly moreSpecific: MoreSpecific | undefined
}

export interface ConceptQuery {
  readonly system: string
  readonly text: string
  /** Room whose habits count, beside the actor's departments. */
  readonly room?: string | undefined
  readonly sex?: Sex | undefined
  readonly limit?: number | undefined
}

function searchable(concept: Concept, moreSpecific: MoreSpecific | undefined): SearchableConcept {
  const rules = codingRules(concept.details)
  return {
    concept,
    rules,
    moreSpecific,
    code: concept.code,
    name: concept.name,
    nameEn: concept.nameEn,
    synonyms: [...concept.synonyms, ...houseSynonyms(concept.system, concept.code)],
    // Where the list asks for a longer code but has none with a name, the doctor may still take this one.
    selectable: !(rules.needsMoreSpecific && moreSpecific) && !rules.deathCauseOnly,
    last: rules.notPrimary || rules.discouragedPrimary,
  }
}

function indexOf(list: ConceptList): SearchIndex<SearchableConcept> {
  const children = childrenOf(list.concepts)
  return buildSearchIndex(list.concepts.map((concept) => searchable(concept, children.get(concept.code))))
}

type ReadIndex = (ctx: Context) => Promise<SearchIndex<SearchableConcept>>
const indexes = new Map<string, ReadIndex>()

/** The list in memory, made again when it was loaded anew. */
export function conceptIndex(ctx: Context, system: string): Promise<SearchIndex<SearchableConcept>> {
  let read = indexes.get(system)
  if (!read) {
    read = keptByRevision([system], ([list]) => indexOf(list as ConceptList))
    indexes.set(system, read)
  }
  return read(ctx)
}

function answer(hit: Hit<SearchableConcept>, sex: Sex | undefined): FoundConcept {
  const { item } = hit
  const { mainlySex, needsMoreSpecific, notPrimary, discouragedPrimary } = item.rules
  return {
    system: item.concept.system,
    code: item.code,
    name: item.name,
    nameEn: item.nameEn,
    why: {
      reason: hit.reason,
      ranges: hit.ranges.map(([from, to]) => [from, to]),
      ...(hit.synonym ? { synonym: hit.synonym } : {}),
    },
    usedHere: hit.uses,
    selectable: item.selectable !== false,
    ...(item.moreSpecific && needsMoreSpecific ? { moreSpecific: item.moreSpecific } : {}),
    needsMoreSpecific,
    notPrimary,
    discouragedPrimary,
    ...(mainlySex ? { mainlySex } : {}),
    sexWarning: mainlySex !== undefined && sex !== undefined && sex !== mainlySex,
    details: item.concept.details,
  }
}

/** Finds entries of a code list as people type; nothing typed gives what is used most here. */
export async function searchConcepts(ctx: Context, query: ConceptQuery): Promise<readonly FoundConcept[]> {
  const index = await conceptIndex(ctx, query.system)
  const uses = await usesHere(ctx, query.system, query.room)
  return search(index, query.text, { limit: query.limit ?? 20, uses }).map((hit) => answer(hit, query.sex))
}
