import { canonicalJson } from '#fhir/json.ts'
import { applyJsonPatch } from '#fhir/patch/json-patch.ts'
import { sameJson } from '#fhir/patch/values.ts'
import { judge, type Result, sharedText } from '#tests/support/conformance.ts'

export const name = 'JSON Patch (RFC 6902)'

interface Case {
  readonly comment?: string
  readonly doc: unknown
  readonly patch: unknown
  readonly expected?: unknown
  readonly error?: string
  readonly disabled?: boolean
}

function fault({ doc, patch, expected, error }: Case): string | undefined {
  let result: unknown
  try {
    result = applyJsonPatch(doc, patch)
  } catch (cause) {
    return error === undefined ? `refused: ${(cause as Error).message}` : undefined
  }
  if (error !== undefined) return `not refused: ${error}`
  if (expected !== undefined && !sameJson(result, expected)) return `the result is ${canonicalJson(result)}`
  return undefined
}

export async function run(): Promise<Result[]> {
  const results: Result[] = []
  for (const file of ['spec_tests.json', 'tests-part1.json']) {
    const cases = JSON.parse(sharedText(`suites/json-patch/${file}`)) as readonly Case[]
    for (const [at, one] of cases.entries()) {
      const id = `${file}#${at + 1} ${one.comment ?? ''}`.trim()
      if (one.disabled) results.push({ id, outcome: 'n/a', reason: 'disabled in the suite itself' })
      else results.push(await judge(id, () => fault(one)))
    }
  }
  return results
}
