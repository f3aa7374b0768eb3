import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { compilePath, evaluatePath } from '#fhir/fhirpath/index.ts'
import { canonicalJson, parseJson } from '#fhir/json.ts'
import { sameJson } from '#fhir/patch/values.ts'
import { judge, type Result, sharedData } from '#tests/support/conformance.ts'

export const name = 'FHIRPath, cases of fhirpath.js by section of the specification'
export const goal = 90

const folder = join(sharedData, 'suites/fhirpath-js')

interface Case {
  readonly desc?: string
  readonly expression?: string | readonly string[]
  readonly result?: unknown
  readonly error?: boolean
  readonly disable?: boolean
  readonly model?: string
  readonly inputfile?: string
  readonly variables?: Readonly<Record<string, unknown>>
  readonly context?: string
}

interface File {
  readonly tests?: readonly unknown[]
  readonly subject?: unknown
}

/** Cases stand in groups: `- 'group: title': [ … ]`. */
function casesIn(tests: readonly unknown[]): readonly Case[] {
  return tests.flatMap((one) => {
    if (typeof one !== 'object' || one === null) return []
    if ('expression' in one) return [one as Case]
    return Object.values(one).flatMap((inner) => (Array.isArray(inner) ? casesIn(inner) : []))
  })
}

function notHere(test: Case, hasFile: boolean): string | undefined {
  if (test.disable === true) return 'disabled in the suite itself'
  if (typeof test.expression === 'object' && !Array.isArray(test.expression)) return 'cannot be read as YAML'
  if (test.model !== undefined && test.model !== 'r4') return `is about ${test.model}, not R4`
  if (test.variables || test.context) return 'uses variables or a context that only the runner of the suite gives'
  return hasFile ? undefined : 'its input file is not among the published cases here'
}

const inputOf = (test: Case, subject: unknown): unknown =>
  test.inputfile === undefined
    ? structuredClone(subject ?? {})
    : parseJson(readFileSync(join(folder, 'input-r4', test.inputfile), 'utf8'))

function fault(test: Case, expression: string, subject: unknown): string | undefined {
  let found: unknown[]
  try {
    found = evaluatePath(compilePath(expression), inputOf(test, subject))
  } catch (cause) {
    return test.error ? undefined : (cause as Error).message
  }
  if (test.error) return 'not refused'
  return sameJson(parseJson(canonicalJson(found)), parseJson(canonicalJson(test.result)))
    ? undefined
    : `gives ${canonicalJson(found)}`
}

export async function run(): Promise<Result[]> {
  const results: Result[] = []
  const there = new Set(globSync('*', { cwd: join(folder, 'input-r4') }))
  for (const file of globSync('*.yaml', { cwd: folder }).sort()) {
    const { tests = [], subject } = parseDocument(readFileSync(join(folder, file), 'utf8')).toJS() as File
    for (const [at, test] of casesIn(tests).entries()) {
      const reason = notHere(test, test.inputfile === undefined || there.has(test.inputfile))
      for (const expression of [test.expression ?? []].flat().map(String)) {
        const id = `${file}#${at + 1} ${expression.replace(/\s+/g, ' ').slice(0, 80)}`
        if (reason) results.push({ id, outcome: 'n/a', reason })
        else results.push(await judge(id, () => fault(test, expression, subject)))
      }
    }
  }
  return results
}
