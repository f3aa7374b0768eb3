import type { ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes'
import type { TerminologySource } from '#fhir/terminology/source.ts'

/** Value sets that are named by the URL alone: `<code system>?fhir_vs`, `?fhir_vs=isa/<code>`, `http://loinc.org/vs`. */
export function implicitSets(source: TerminologySource): TerminologySource {
  return {
    ...source,
    async valueSets(url) {
      const known = await source.valueSets(url)
      if (known.length > 0) return known
      const include = includeOf(url)
      if (!include?.system || (await source.codeSystems(include.system)).length === 0) return []
      const set: ValueSet = { resourceType: 'ValueSet', url, status: 'active', compose: { include: [include] } }
      return [set]
    },
  }
}

function includeOf(url: string): ValueSetComposeInclude | undefined {
  const [, system, code] = /^([^?]+)\?fhir_vs(?:=isa\/(.+))?$/.exec(url) ?? []
  if (system !== undefined)
    return {
      system,
      ...(code === undefined ? {} : { filter: [{ property: 'concept', op: 'is-a', value: code }] }),
    }
  return url === 'http://loinc.org/vs' ? { system: 'http://loinc.org' } : undefined
}
