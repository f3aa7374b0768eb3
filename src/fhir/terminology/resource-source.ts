import type { CodeSystem, ConceptMap, Resource, ValueSet } from '@medplum/fhirtypes'
import { memoryProvider } from './memory-provider.ts'
import type { CodeProvider } from './provider.ts'
import type { TerminologySource } from './source.ts'
import { pickVersion } from './versions.ts'

/** Resources at hand: sent with a request, or published ones. */
export function resourceSource(resources: readonly Resource[]): TerminologySource {
  const of = <T extends CodeSystem | ValueSet | ConceptMap>(type: T['resourceType'], url: string) =>
    resources.filter(
      (one): one is T & Resource => one.resourceType === type && 'url' in one && one.url === url,
    ) as T[]
  const providers = new Map<CodeSystem, CodeProvider>()
  const providerOf = (system: CodeSystem) => {
    const made = providers.get(system) ?? memoryProvider(system)
    providers.set(system, made)
    return made
  }
  return {
    async codeSystems(url) {
      return of<CodeSystem>('CodeSystem', url)
        .filter((one) => one.content !== 'supplement' && one.content !== 'not-present')
        .map(providerOf)
    },
    async supplement(url, version) {
      const all = of<CodeSystem>('CodeSystem', url).filter((one) => one.content === 'supplement')
      return pickVersion(all, (one) => one.version, version)
    },
    valueSets: async (url) => of<ValueSet>('ValueSet', url),
    conceptMaps: async (url) => of<ConceptMap>('ConceptMap', url),
  }
}

/** Several sources as one; what an earlier one has in a version hides the same of a later one. */
export function layered(sources: readonly TerminologySource[]): TerminologySource {
  const merged = async <T>(
    ask: (source: TerminologySource) => Promise<readonly T[]>,
    versionOf: (one: T) => string | undefined,
  ) => {
    const found = new Map<string, T>()
    for (const source of sources)
      for (const one of await ask(source)) {
        const key = versionOf(one) ?? ''
        if (!found.has(key)) found.set(key, one)
      }
    return [...found.values()]
  }
  return {
    codeSystems: (url) =>
      merged(
        (source) => source.codeSystems(url),
        (one) => one.head.version,
      ),
    valueSets: (url) =>
      merged(
        (source) => source.valueSets(url),
        (one) => one.version,
      ),
    conceptMaps: (url) =>
      merged(
        (source) => source.conceptMaps(url),
        (one) => one.version,
      ),
    async supplement(url, version) {
      for (const source of sources) {
        const found = await source.supplement(url, version)
        if (found) return found
      }
      return undefined
    },
  }
}
