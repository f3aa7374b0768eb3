import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes'
import { type Concept, type ConceptProperty, type Designation, stateOf } from './concept.ts'
import type { CodeProvider } from './provider.ts'
import { canonicalOf, splitCanonical } from './versions.ts'

interface Addition {
  readonly designations: Designation[]
  readonly properties: ConceptProperty[]
  readonly extensions: NonNullable<CodeSystemConcept['extension']>
}

/** Supplements that are about a code system. */
export function supplementsFor(provider: CodeProvider, all: readonly CodeSystem[]): readonly CodeSystem[] {
  return all.filter((one) => splitCanonical(one.supplements ?? '').url === provider.head.url)
}

/** A code system with the designations, properties and extensions that supplements add. */
export function withSupplements(provider: CodeProvider, all: readonly CodeSystem[]): CodeProvider {
  const supplements = supplementsFor(provider, all)
  if (supplements.length === 0) return provider
  const added = additionsOf(supplements)
  const properties = [...provider.head.properties, ...supplements.flatMap((one) => one.property ?? [])]
  const head = { ...provider.head, properties }
  const more = (concept: Concept): Concept => {
    const addition = added.get(concept.code)
    if (!addition) return concept
    const all = [...concept.properties, ...addition.properties]
    return {
      ...concept,
      designations: [...concept.designations, ...addition.designations],
      properties: all,
      extensions: [...concept.extensions, ...addition.extensions],
      ...stateOf(head, all),
    }
  }
  return {
    ...provider,
    head,
    async find(code) {
      const found = await provider.find(code)
      return found && more(found)
    },
    async findAll(codes) {
      const found = await provider.findAll(codes)
      return new Map([...found].map(([code, concept]) => [code, more(concept)]))
    },
    async select(selection) {
      const found = await provider.select(selection)
      return { ...found, concepts: found.concepts.map(more) }
    },
  }
}

function additionsOf(supplements: readonly CodeSystem[]): ReadonlyMap<string, Addition> {
  const added = new Map<string, Addition>()
  for (const supplement of supplements) {
    const source = canonicalOf(supplement.url ?? '', supplement.version)
    const waiting = [...(supplement.concept ?? [])]
    for (let concept = waiting.pop(); concept; concept = waiting.pop()) {
      const known = added.get(concept.code) ?? { designations: [], properties: [], extensions: [] }
      added.set(concept.code, known)
      known.designations.push(...(concept.designation ?? []).map((one) => ({ ...one, source })))
      known.properties.push(...(concept.property ?? []))
      known.extensions.push(...(concept.extension ?? []))
      waiting.push(...(concept.concept ?? []))
    }
  }
  return added
}
