import { globSync } from 'node:fs'
import { parseJson } from '#fhir/json.ts'
import { validateResource } from '#fhir/validate.ts'
import { structures } from '#store/definitions.ts'
import { judge, type Result, sharedData, sharedLines } from '#tests/support/conformance.ts'

export const name = 'Validator, official R4 examples accepted as they are stored'
export const goal = 99

export async function run(): Promise<Result[]> {
  const results: Result[] = []
  for (const file of globSync('examples/**/*.ndjson', { cwd: sharedData }).sort())
    for (const [at, line] of sharedLines(file).entries())
      results.push(
        await judge(`${file}#${at + 1}`, () => {
          const [first] = validateResource(structures, parseJson(line)).issues
          return first && `${first.path} ${first.text}`
        }),
      )
  return results
}
