import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { CodeSystem, ConceptMap, ValueSet } from '@medplum/fhirtypes'
import { resourceSource } from '#fhir/terminology/resource-source.ts'
import type { TerminologySource } from '#fhir/terminology/source.ts'

type Published = CodeSystem | ValueSet | ConceptMap

const file = new URL('../../../data/fhir/r4/terminology.ndjson.gz', import.meta.url)

/** Lines of the file by type and URL; read at first use, parsed one by one when they are asked for. */
let lines: ReadonlyMap<string, readonly string[]> | undefined
const sources = new Map<string, TerminologySource>()

function readLines(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const line of gunzipSync(readFileSync(file)).toString('utf8').split('\n')) {
    const [, type, url] = /^\{"resourceType":"(\w+)","url":"([^"]+)"/.exec(line) ?? []
    if (type === undefined || url === undefined) continue
    const key = `${type} ${url}`
    found.set(key, [...(found.get(key) ?? []), line])
  }
  return found
}

function sourceOf(type: Published['resourceType'], url: string): TerminologySource {
  const key = `${type} ${url}`
  const known = sources.get(key)
  if (known) return known
  lines ??= readLines()
  const made = resourceSource((lines.get(key) ?? []).map((line) => JSON.parse(line) as Published))
  if (lines.has(key)) sources.set(key, made)
  return made
}

/** URLs of the code systems that R4 publishes. */
export function publishedSystems(): readonly string[] {
  lines ??= readLines()
  return [...lines.keys()].filter((key) => key.startsWith('CodeSystem ')).map((key) => key.slice(11))
}

/** Code systems, value sets and maps that R4 itself publishes, with those of v2 and v3. */
export function publishedSource(): TerminologySource {
  return {
    codeSystems: (url) => sourceOf('CodeSystem', url).codeSystems(url),
    supplement: (url, version) => sourceOf('CodeSystem', url).supplement(url, version),
    valueSets: (url) => sourceOf('ValueSet', url).valueSets(url),
    conceptMaps: (url) => sourceOf('ConceptMap', url).conceptMaps(url),
  }
}
