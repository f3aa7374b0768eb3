import type { Concept, Definition, Element, Include } from './definition.ts'

/** Codes by system. */
export type Codes = Readonly<Record<string, readonly string[]>>

const mostCodes = 1500
const prefix = 'http://hl7.org/fhir/ValueSet/'

/** Value sets whose members are rules and not a list: the validator knows them by these names. */
const ruled = ['mimetypes', 'currencies', 'all-languages', 'ucum-units']

function merged(parts: readonly Codes[]): Codes {
  const systems = [...new Set(parts.flatMap((part) => Object.keys(part)))]
  return Object.fromEntries(
    systems.map((system) => [system, [...new Set(parts.flatMap((part) => part[system] ?? []))].sort()]),
  )
}

/** Finds the codes of value sets that can be listed from the definitions alone, and remembers which were used. */
export function valueSetLister(terminology: readonly Definition[]) {
  const sets = new Map(terminology.filter((d) => d.resourceType === 'ValueSet').map((d) => [d.url, d]))
  const systems = new Map(terminology.filter((d) => d.resourceType === 'CodeSystem').map((d) => [d.url, d]))
  const used = new Map<string, Codes>()

  function codesOf(url: string): Codes | undefined {
    const set = sets.get(url.split('|')[0] ?? '')
    if (!set?.compose || set.compose.exclude) return undefined
    const parts = set.compose.include.map(codesOfInclude)
    const found = parts.every((part) => part !== undefined) ? merged(parts) : {}
    const count = Object.values(found).reduce((sum, codes) => sum + codes.length, 0)
    return count > 0 && count <= mostCodes ? found : undefined
  }

  function codesOfInclude(include: Include): Codes | undefined {
    if (include.filter) return undefined
    const system = include.system ?? ''
    if (include.concept) return { [system]: include.concept.map((concept) => concept.code) }
    if (include.valueSet) {
      const parts = include.valueSet.map(codesOf)
      return parts.length === 1 && !include.system ? parts[0] : undefined
    }
    const flat = (concepts: readonly Concept[]): string[] =>
      concepts.flatMap((c) => [c.code, ...flat(c.concept ?? [])])
    const concepts = systems.get(system)?.concept
    return concepts ? { [system]: flat(concepts) } : undefined
  }

  /** The name under which a value set stands in value-sets.json; '' when its codes cannot be listed. */
  function use(canonical: string): string {
    const url = canonical.split('|')[0] ?? ''
    const name = url.startsWith(prefix) ? url.slice(prefix.length) : url
    if (ruled.includes(name)) return name
    const codes = codesOf(url)
    if (!codes) return ''
    used.set(name, codes)
    return name
  }

  /** Everything that can be listed: for $validate and for profiles. */
  function everything(): Record<string, unknown> {
    const whole = [...systems.values()].filter((one) => one.content === 'complete' && one.caseSensitive !== false)
    const all = Object.fromEntries(
      whole
        .map((one) => [one.url, codesOfInclude({ system: one.url })?.[one.url] ?? []])
        .filter(([, codes]) => codes?.length),
    ) as Record<string, readonly string[]>
    const listed: Record<string, Record<string, unknown>> = {}
    for (const url of sets.keys()) {
      const codes = codesOf(url)
      if (!codes) continue
      const parts = Object.entries(codes).map(([system, list]) => [
        system,
        list.length === all[system]?.length ? '*' : list,
      ])
      listed[url] = Object.fromEntries(parts) as Record<string, unknown>
    }
    return { systems: all, sets: listed }
  }

  return { use, used, everything }
}

/** The value set that an element must obey: of its required binding, or the largest one it allows. */
export function strictValueSet(element: Element): string | undefined {
  if (element.binding?.strength === 'required') return element.binding.valueSet
  return element.binding?.extension?.find((one) => one.url.endsWith('/elementdefinition-maxValueSet'))
    ?.valueCanonical
}
