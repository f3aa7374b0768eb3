import { globSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { parseJson } from '#fhir/json.ts'
import { readXml } from '#fhir/xml/read-xml.ts'
import { writeXml } from '#fhir/xml/write-xml.ts'
import { structures } from '#store/definitions.ts'
import { judge, type Result, sharedData, sharedLines } from '#tests/support/conformance.ts'
import { sameValue } from '#tests/support/same-value.ts'

export const name = 'XML, every official R4 example from JSON to XML and back'

export async function run(): Promise<Result[]> {
  const results: Result[] = []
  for (const file of globSync('examples/**/*.ndjson', { cwd: sharedData }).sort())
    for (const [at, line] of sharedLines(file).entries())
      results.push(
        await judge(`${file}#${at + 1}`, () => {
          const resource = parseJson(line)
          const back = readXml(structures, writeXml(structures, resource))
          return isDeepStrictEqual(sameValue(resource), sameValue(back)) ? undefined : 'the values differ'
        }),
      )
  return results
}
