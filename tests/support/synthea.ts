import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sharedData } from './conformance.ts'

/** Any value of a file; reading what is not there gives undefined. */
interface Json {
  readonly [name: string]: Json | undefined
}
export interface Oracle {
  readonly query: string
  readonly total: number
}

const folder = join(sharedData, 'synthea')

/** Searches with the total each must have when all files are loaded. */
export function oracles(): readonly Oracle[] {
  const text = readFileSync(join(folder, 'search-oracle.json'), 'utf8')
  return (JSON.parse(text) as { readonly queries: readonly Oracle[] }).queries
}

export function plainBundles(): readonly string[] {
  const files = readdirSync(join(folder, 'bundles')).filter((file) => file.endsWith('.json'))
  return files.sort().map((file) => join(folder, 'bundles', file))
}

export function packedBundles(): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ndjson.gz'))
  return files.sort().map((file) => join(folder, file))
}

/** The resources of files, as Synthea wrote them. */
export function resourcesOf(files: readonly string[]): readonly Json[] {
  const texts = files.flatMap((file) => {
    const bytes = readFileSync(file)
    return file.endsWith('.gz') ? gunzipSync(bytes).toString('utf8').trim().split('\n') : [bytes.toString('utf8')]
  })
  return texts.flatMap((text) => {
    const bundle = JSON.parse(text) as {
      readonly entry: readonly { readonly fullUrl: string; readonly resource: Json }[]
    }
    return bundle.entry.map((entry) => ({
      ...entry.resource,
      id: entry.fullUrl.slice('urn:uuid:'.length) as unknown as Json,
    }))
  })
}

const list = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value]
/** A text of a file. */
const word = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
const hasCode = (concept: Json | undefined, wanted: string): boolean =>
  wanted.split(',').some((one) => {
    const [system, code] = one.includes('|') ? one.split('|') : [undefined, one]
    return list(concept?.['coding']).some(
      (c) => word(c['code']) === code && (system === undefined || word(c['system']) === system),
    )
  })
const above = (quantity: Json | undefined, wanted: string): boolean => {
  const [text = '', system, code] = wanted.slice(2).split('|')
  if (!wanted.startsWith('gt')) throw new Error(`not counted here: ${wanted}`)
  const unit = system === undefined || (word(quantity?.['system']) === system && word(quantity?.['code']) === code)
  return unit && Number(quantity?.['value']) > Number(text)
}

/** First and last instant of a date as written; a time without a zone does not occur in these files. */
function span(text: string): readonly [number, number] {
  if (text.includes('T')) return [Date.parse(text), Date.parse(text)]
  const [year = 0, month, day] = text.split('-').map(Number)
  const lo = Date.UTC(year, (month ?? 1) - 1, day ?? 1)
  return [lo, (day ? lo + 86_400_000 : Date.UTC(month ? year : year + 1, month ?? 0, 1)) - 1]
}

function onDate(given: Json | undefined, wanted: string): boolean {
  const value = word(given)
  if (value === '') return false
  const prefix = /^[a-z]{2}/.exec(wanted)?.[0] ?? 'eq'
  const [[from, to], [lo, hi]] = [span(value), span(wanted.replace(/^[a-z]{2}/, ''))]
  if (prefix === 'lt') return from < lo
  if (prefix === 'gt') return to > hi
  return prefix === 'ge' ? to > hi || (from >= lo && to <= hi) : from >= lo && to <= hi
}

type Test = (one: Json, value: string) => boolean

/** What each parameter of the oracle means, said once more without the program's definitions. */
const tests: Readonly<Record<string, Test>> = {
  gender: (one, value) => word(one['gender']) === value,
  birthdate: (one, value) => onDate(one['birthDate'], value),
  family: (one, value) =>
    list(one['name']).some((n) => word(n['family']).toLowerCase().startsWith(value.toLowerCase())),
  'family:exact': (one, value) => list(one['name']).some((n) => word(n['family']) === value),
  deceased: (one) => one['deceasedDateTime'] !== undefined || (one['deceasedBoolean'] as unknown) === true,
  'death-date:missing': (one) => one['deceasedDateTime'] === undefined,
  'abatement-date:missing': (one) => one['abatementDateTime'] === undefined,
  code: (one, value) => hasCode(one['code'], value),
  'value-quantity': (one, value) => above(one['valueQuantity'], value),
  date: (one, value) => onDate(one['effectiveDateTime'], value),
  class: (one, value) => word(one['class']?.['code']) === value,
  status: (one, value) => word(one['status']) === value,
  'status:not': (one, value) => word(one['status']) !== value,
  'clinical-status': (one, value) => hasCode(one['clinicalStatus'], value),
  'component-code-value-quantity': (one, value) => {
    const [code = '', quantity = ''] = value.split('$')
    return list(one['component']).some(
      (part) => hasCode(part['code'], code) && above(part['valueQuantity'], quantity),
    )
  },
}

const patientOf = (one: Json) => word(one['subject']?.['reference']).slice('urn:uuid:'.length)

/** The test of one condition; a chain is looked up once for all. */
function testOf(name: string, value: string, all: readonly Json[]): (one: Json) => boolean {
  if (name === 'subject:Patient.gender') {
    const ids = all
      .filter((one) => word(one['resourceType']) === 'Patient' && word(one['gender']) === value)
      .map((one) => word(one['id']))
    const found = new Set(ids)
    return (one) => found.has(patientOf(one))
  }
  const has = /^_has:(\w+):patient:code$/.exec(name)
  if (has) {
    const found = new Set(
      all.filter((one) => word(one['resourceType']) === has[1] && hasCode(one['code'], value)).map(patientOf),
    )
    return (one) => found.has(word(one['id']))
  }
  const test = tests[name]
  if (!test) throw new Error(`not counted here: ${name}`)
  return (one) => test(one, value)
}

/** How many resources meet a query, counted in the files themselves. */
export function countIn(all: readonly Json[], query: string): number {
  const [type, text = ''] = query.split('?')
  const wanted = text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      return testOf(pair.slice(0, at), pair.slice(at + 1), all)
    })
  return all.filter((one) => word(one['resourceType']) === type && wanted.every((test) => test(one))).length
}
