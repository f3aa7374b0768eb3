import type { Parameters, ParametersParameter, Resource } from '@medplum/fhirtypes'
import { type Asked, expand } from '#fhir/terminology/expand.ts'
import { outcomeOfIssues, TerminologyError } from '#fhir/terminology/issues.ts'
import { lookup, validateInSystem } from '#fhir/terminology/lookup.ts'
import { layered, resourceSource } from '#fhir/terminology/resource-source.ts'
import type { TerminologySource } from '#fhir/terminology/source.ts'
import { validateCode } from '#fhir/terminology/validate-code.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { publishedSource } from '#store/terminology/published.ts'
import { judge, type Result, sharedLines } from '#tests/support/conformance.ts'
import { difference } from '#tests/support/tx-compare.ts'

export const name = 'Terminology, HL7 tx-ecosystem tests'
export const goal = 90

interface Case {
  readonly name: string
  readonly operation: string
  readonly request: string
  readonly response: string
  readonly 'response:flat'?: string
  readonly profile?: string
  readonly 'Accept-Language'?: string
}

interface TestSuite {
  readonly name: string
  readonly setup: readonly string[]
  readonly tests: readonly Case[]
}

type Texts = ReadonlyMap<string, string>

const readJson = (texts: Texts, path: string) =>
  JSON.parse((texts.get(`tests/${path}`) ?? 'null').replace(/^\uFEFF/, '')) as unknown

const limits = { most: 10_000 }

export async function run(): Promise<Result[]> {
  const lines = sharedLines('suites/tx-ecosystem-tests.ndjson').map(
    (line) => JSON.parse(line) as { readonly path: string; readonly content: string },
  )
  const texts = new Map(lines.map((line) => [line.path, line.content]))
  const { suites } = readJson(texts, 'test-cases.json') as { readonly suites: readonly TestSuite[] }
  const results: Result[] = []
  const seen = new Set<string>()
  for (const suite of suites) {
    const setup = suite.setup.filter((path) => texts.has(`tests/${path}`))
    const lacking = suite.setup.filter((path) => !texts.has(`tests/${path}`))
    const source = layered([
      resourceSource(setup.map((path) => readJson(texts, path) as Resource)),
      publishedSource(),
    ])
    for (const one of suite.tests) {
      const id = `${suite.name}/${one.name}`
      if (seen.has(id)) continue
      seen.add(id)
      results.push(lacks(texts, one, lacking) ? notHere(id) : await judge(id, () => fault(texts, source, one)))
    }
  }
  return results
}

const notHere = (id: string): Result => ({ id, outcome: 'n/a', reason: 'its code system is not among the files' })

/** A case about a folder of code systems that were left out of the files. */
function lacks(texts: Texts, one: Case, lacking: readonly string[]): boolean {
  const folders = new Set(lacking.map((path) => path.split('/')[0] ?? ''))
  const request = texts.get(`tests/${one.request}`) ?? ''
  return [...folders].some(
    (folder) => request.includes(`/ValueSet/${folder}`) || request.includes(`System/${folder}`),
  )
}

async function fault(texts: Texts, source: TerminologySource, one: Case): Promise<string | undefined> {
  const request = readJson(texts, one.request) as Parameters
  const profile = one.profile === undefined ? [] : ((readJson(texts, one.profile) as Parameters).parameter ?? [])
  const sent = (request.parameter ?? []).flatMap((part) =>
    part.name === 'tx-resource' ? (part.resource ?? []) : [],
  )
  const parameter: ParametersParameter[] = [
    ...(request.parameter ?? []),
    ...profile.filter((part) => part.name !== 'uuid'),
  ]
  const asked: Asked = {
    parameters: { resourceType: 'Parameters', parameter },
    language: one['Accept-Language'],
    now: new Date(),
    newId: uuidv7,
  }
  const answer = asR5(await answerOf(layered([resourceSource(sent), source]), one.operation, asked))
  const expected = [one.response, one['response:flat']].flatMap((path) => (path === undefined ? [] : [path]))
  const faults = expected.map((path) => difference(readJson(texts, path), answer))
  return faults.includes(undefined) ? undefined : faults[0]
}

async function answerOf(source: TerminologySource, operation: string, asked: Asked): Promise<Resource> {
  try {
    if (operation === 'expand') return await expand(source, asked, limits)
    if (operation === 'lookup') return await lookup(source, asked)
    if (operation === 'cs-validate-code') return await validateInSystem(source, asked, limits)
    return await validateCode(source, asked, limits)
  } catch (error) {
    if (error instanceof TerminologyError) return outcomeOfIssues([error.issue])
    throw error
  }
}

interface Told {
  readonly url?: string
  readonly extension?: readonly { readonly url: string }[]
}

/** The tests are written for R5: what R4 tells by extensions stands there as `property`. */
function asR5(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asR5)
  if (typeof value !== 'object' || value === null) return value
  const { extension, ...rest } = value as { readonly extension?: readonly Told[] }
  const made: Record<string, unknown> = {}
  for (const [key, inside] of Object.entries(rest)) made[key] = asR5(inside)
  const properties = (extension ?? []).filter((one) => one.url?.includes('extension-ValueSet.expansion.'))
  const others = (extension ?? []).filter((one) => !properties.includes(one))
  if (others.length > 0) made['extension'] = others
  if (properties.length > 0)
    made['property'] = properties.map((one) =>
      Object.fromEntries(
        (one.extension ?? []).map((part) => {
          const [key = '', inside] = Object.entries(part).find(([name]) => name.startsWith('value')) ?? []
          return [part.url === 'value' ? key : part.url, inside]
        }),
      ),
    )
  return made
}
