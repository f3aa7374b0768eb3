import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The outcome of one published test case. */
export interface Result {
  readonly id: string
  readonly outcome: 'pass' | 'fail' | 'n/a'
  /** Why it failed or does not apply. */
  readonly reason?: string
}

/** What a file of tests/conformance exports. */
export interface Suite {
  readonly name: string
  /** Per cent of the applicable cases that must pass; 100 when left out. */
  readonly goal?: number
  readonly run: () => Promise<readonly Result[]>
}

export interface SuiteRun {
  readonly name: string
  readonly goal: number
  readonly results: readonly Result[]
}

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'tests/conformance')

/** Where the published cases are; undefined on a machine that has only this repository. */
export const sharedData = join(root, '../shared/data/fhir')
export const hasSharedData = existsSync(sharedData)

/** One file of the published cases as text. */
export const sharedText = (path: string): string => readFileSync(join(sharedData, path), 'utf8')

/** One line, one value. */
export const sharedLines = (path: string): readonly string[] =>
  sharedText(path)
    .split('\n')
    .filter((line) => line !== '')

/** The suites whose file name contains the word, in alphabetical order. */
export async function loadSuites(word = ''): Promise<readonly Suite[]> {
  const files = globSync('*.ts', { cwd: folder })
    .filter((file) => !file.endsWith('.test.ts') && basename(file).includes(word))
    .sort()
  return Promise.all(files.map(async (file) => (await import(pathToFileURL(join(folder, file)).href)) as Suite))
}

export async function runSuite({ name, goal = 100, run }: Suite): Promise<SuiteRun> {
  return { name, goal, results: await run() }
}

/** Runs a case: it passes when nothing is thrown and nothing is returned that tells a fault. */
export async function judge(id: string, work: () => unknown): Promise<Result> {
  try {
    const fault = await work()
    return typeof fault === 'string' ? { id, outcome: 'fail', reason: fault } : { id, outcome: 'pass' }
  } catch (cause) {
    return { id, outcome: 'fail', reason: (cause as Error).message.slice(0, 300) }
  }
}

type Known = Readonly<Record<string, Readonly<Record<string, string>>>>
export const known = JSON.parse(readFileSync(join(folder, 'known.json'), 'utf8')) as Known

export function counts(results: readonly Result[]) {
  const of = (outcome: Result['outcome']) => results.filter((one) => one.outcome === outcome).length
  const [pass, fail] = [of('pass'), of('fail')]
  return { pass, fail, notApplicable: of('n/a'), percent: pass + fail === 0 ? 100 : (100 * pass) / (pass + fail) }
}

/** What is not as known.json and the goal say; empty when all is well. */
export function surprises({ name, goal, results }: SuiteRun): readonly string[] {
  const expected = known[name] ?? {}
  const failed = results.filter((one) => one.outcome === 'fail')
  const names = new Set(failed.map((one) => one.id))
  const { percent } = counts(results)
  return [
    ...failed.filter((one) => !(one.id in expected)).map((one) => `${one.id} fails: ${one.reason ?? ''}`),
    ...Object.keys(expected)
      .filter((id) => !names.has(id))
      .map((id) => `${id} is in known.json but does not fail`),
    ...(percent < goal ? [`${percent.toFixed(1)} % pass, the goal is ${goal} %`] : []),
  ]
}
