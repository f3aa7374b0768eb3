import type { ProfileDefinition } from './profile/definition.ts'
import { codeRule } from './validate/code-rules.ts'

/** One row of data/fhir/r4/structures.json: min, single (1) or list (0), types, value set, reference targets. */
export type ElementRow = readonly [min: 0 | 1, single: 0 | 1, types: string, valueSet?: string, targets?: string]

/** What data/fhir/r4 says, as loaded. */
export interface StructureData {
  readonly structures: Readonly<Record<string, Readonly<Record<string, ElementRow>>>>
  /** Name of a value set → system → codes. */
  readonly valueSets: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  readonly primitives: Readonly<Record<string, string>>
  readonly resourceTypes: Readonly<Record<string, number>>
  /** Path of a type or element → its constraints. */
  readonly invariants: Readonly<Record<string, readonly InvariantRow[]>>
  /** All published code systems and value sets; read when one is asked for that `valueSets` does not have. */
  readonly terminology: () => TerminologyData
  /** Published profiles and extensions by URL; read when the first one is asked for. */
  readonly profiles: () => Readonly<Record<string, ProfileDefinition>>
}

export interface TerminologyData {
  /** Codes of complete code systems. */
  readonly systems: Readonly<Record<string, readonly string[]>>
  /** URL of a value set → system → codes, or `*` for all of the system. */
  readonly sets: Readonly<Record<string, Readonly<Record<string, readonly string[] | '*'>>>>
}

/** A published constraint: key, 1 when it is an error, FHIRPath, what it says. */
export type InvariantRow = readonly [key: string, error: 0 | 1, expression: string, human: string]

/** An element under the name it has in JSON: `valueQuantity`, not `value[x]`. */
export interface Element {
  /** Name in the definition: `value[x]`. */
  readonly defined: string
  readonly type: string
  readonly single: boolean
  readonly primitive: boolean
  /** Whether a code is in the value set that the element must obey; undefined when no list decides. */
  readonly hasCode: ((code: string) => boolean) | undefined
  /** Name of that value set. */
  readonly valueSet: string | undefined
  readonly targets: ReadonlySet<string> | undefined
}

export interface Type {
  readonly name: string
  readonly elements: ReadonlyMap<string, Element>
  /** Elements that must be there: the name for messages and the JSON names that satisfy it. */
  readonly required: readonly { readonly name: string; readonly names: readonly string[] }[]
}

export interface Structures {
  /** Compiled on first use; undefined for an unknown type. */
  type(name: string): Type | undefined
  isResource(name: string): boolean
  isPrimitive(name: string): boolean
  /** Names a path step can have in JSON: `value` of Observation → valueQuantity, valueString, … */
  childrenOf(type: string, step: string): readonly { readonly name: string; readonly type: string }[]
  readonly resourceTypes: Readonly<Record<string, number>>
  resourceTypeName(number: number): string
  invariants(path: string): readonly InvariantRow[]
  /** Whether a published value set holds a code; undefined when it cannot be said from the definitions. */
  inValueSet(url: string, system: string | undefined, code: string): boolean | undefined
  /** Codes of a published code system that is complete. */
  codesOfSystem(url: string): ReadonlySet<string> | undefined
  /** A published profile or extension. */
  profile(url: string): ProfileDefinition | undefined
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Makes the structure of R4 types from its data; each type is compiled when it is first met. */
export function compileStructures(data: StructureData): Structures {
  const compiled = new Map<string, Type>()
  const children = new Map<string, Map<string, readonly { name: string; type: string }[]>>()
  const codeSets = new Map<string, (code: string) => boolean>()
  const numbers = new Map(Object.entries(data.resourceTypes).map(([name, number]) => [number, name]))
  const codesOf = (name: string) => {
    if (!name) return undefined
    const known = codeSets.get(name) ?? codeRule(name) ?? listedCodes(data.valueSets[name])
    if (known) codeSets.set(name, known)
    return known
  }
  const systemCodes = new Map<string, ReadonlySet<string>>()
  function codesOfSystem(url: string): ReadonlySet<string> | undefined {
    const known = systemCodes.get(url)
    const { systems } = data.terminology()
    if (known || !Object.hasOwn(systems, url)) return known
    const made = new Set(systems[url])
    systemCodes.set(url, made)
    return made
  }
  const isPrimitive = (name: string) => Object.hasOwn(data.primitives, name)

  function elementsOf(rows: Readonly<Record<string, ElementRow>>): Map<string, Element> {
    const elements = new Map<string, Element>()
    for (const [defined, [, single, types, valueSet, targets]] of Object.entries(rows)) {
      for (const type of types.split('|')) {
        const name = defined.endsWith('[x]') ? defined.slice(0, -3) + capital(type) : defined
        elements.set(name, {
          defined,
          type,
          single: single === 1,
          primitive: isPrimitive(type),
          hasCode: codesOf(valueSet ?? ''),
          valueSet: valueSet || undefined,
          targets: targets ? new Set(targets.split('|')) : undefined,
        })
      }
    }
    return elements
  }

  function type(name: string): Type | undefined {
    const known = compiled.get(name)
    if (known) return known
    if (!Object.hasOwn(data.structures, name)) return undefined
    const rows = data.structures[name] ?? {}
    const elements = elementsOf(rows)
    const required = Object.entries(rows)
      .filter(([, row]) => row[0] === 1)
      .map(([defined]) => ({
        name: defined,
        names: [...elements].filter(([, element]) => element.defined === defined).map(([json]) => json),
      }))
    const made = { name, elements, required }
    compiled.set(name, made)
    return made
  }

  return {
    type,
    isPrimitive,
    isResource: (name) => Object.hasOwn(data.resourceTypes, name),
    resourceTypes: data.resourceTypes,
    resourceTypeName: (number) => numbers.get(number) ?? '',
    childrenOf(parent, step) {
      const steps = children.get(parent) ?? new Map<string, readonly { name: string; type: string }[]>()
      children.set(parent, steps)
      const known = steps.get(step)
      if (known) return known
      const found = [...(type(parent)?.elements ?? [])]
        .filter(([name, element]) => name === step || element.defined === `${step}[x]`)
        .map(([name, element]) => ({ name, type: element.type }))
      steps.set(step, found)
      return found
    },
    invariants: (path) => (Object.hasOwn(data.invariants, path) ? (data.invariants[path] ?? []) : []),
    inValueSet: (url, system, code) => inValueSet(data, codesOf, url, system, code),
    codesOfSystem,
    profile(url) {
      const known = data.profiles()
      return Object.hasOwn(known, url) ? known[url] : undefined
    },
  }
}

const valueSetPrefix = 'http://hl7.org/fhir/ValueSet/'

/** The name of a value set in value-sets.json: its URL, without what all of HL7's have in common. */
function nameOfValueSet(canonical: string): string {
  const url = canonical.split('|', 1)[0] ?? ''
  return url.startsWith(valueSetPrefix) ? url.slice(valueSetPrefix.length) : url
}

function listedCodes(systems: Readonly<Record<string, readonly string[]>> | undefined) {
  if (!systems) return undefined
  const codes = new Set(Object.values(systems).flat())
  return (code: string) => codes.has(code)
}

function inValueSet(
  data: StructureData,
  codesOf: (name: string) => ((code: string) => boolean) | undefined,
  url: string,
  system: string | undefined,
  code: string,
): boolean | undefined {
  const name = nameOfValueSet(url)
  const systems = Object.hasOwn(data.valueSets, name) ? data.valueSets[name] : undefined
  if (system !== undefined && systems)
    return Object.hasOwn(systems, system) && (systems[system]?.includes(code) ?? false)
  return codesOf(name)?.(code) ?? inPublishedSet(data.terminology(), url.split('|', 1)[0] ?? '', system, code)
}

function inPublishedSet(
  { sets, systems }: TerminologyData,
  url: string,
  system: string | undefined,
  code: string,
): boolean | undefined {
  const set = Object.hasOwn(sets, url) ? sets[url] : undefined
  if (!set) return undefined
  const holds = (name: string) => {
    const codes = Object.hasOwn(set, name) ? set[name] : []
    return (codes === '*' ? (systems[name] ?? []) : (codes ?? [])).includes(code)
  }
  return system === undefined ? Object.keys(set).some(holds) : holds(system)
}
