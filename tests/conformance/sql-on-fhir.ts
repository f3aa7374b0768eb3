import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { compileView } from '#fhir/view/compile-view.ts'
import { structures } from '#store/definitions.ts'
import { judge, type Result, sharedData, sharedText } from '#tests/support/conformance.ts'

export const name = 'SQL on FHIR v2'

interface File {
  readonly resources: readonly { readonly resourceType: string }[]
  readonly tests: readonly {
    readonly title: string
    readonly view: unknown
    readonly expect?: readonly object[]
    readonly expectError?: boolean
    readonly expectColumns?: readonly string[]
  }[]
}

export async function run(): Promise<Result[]> {
  const results: Result[] = []
  for (const name of readdirSync(join(sharedData, 'suites/sql-on-fhir'))
    .filter((one) => one.endsWith('.json'))
    .sort()) {
    const file = JSON.parse(sharedText(`suites/sql-on-fhir/${name}`)) as File
    for (const [at, test] of file.tests.entries())
      results.push(
        await judge(`${name.replace('.json', '')}/${at + 1} ${test.title}`, () => differenceOf(file, test)),
      )
  }
  return results
}

function differenceOf(file: File, test: File['tests'][number]): string | undefined {
  let rows: readonly object[]
  try {
    const view = compileView(test.view, (type) => structures.isResource(type))
    if (
      test.expectColumns &&
      !isDeepStrictEqual(
        view.columns.map((one) => one.name),
        test.expectColumns,
      )
    )
      return `columns ${view.columns.map((one) => one.name).join(', ')}`
    rows = file.resources.filter((one) => one.resourceType === view.resource).flatMap((one) => view.rows(one))
  } catch (error) {
    return test.expectError ? undefined : `fails: ${(error as Error).message}`
  }
  if (test.expectError) return 'no error'
  const plain = (list: readonly object[]) => list.map((row) => JSON.stringify(sorted(row))).sort()
  return isDeepStrictEqual(plain(rows), plain(test.expect ?? []))
    ? undefined
    : `${JSON.stringify(rows).slice(0, 200)} instead of ${JSON.stringify(test.expect).slice(0, 200)}`
}

const sorted = (row: object) => Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
