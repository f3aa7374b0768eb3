import { uuidv7 } from '#kernel/ids.ts'
import { giveKey, withWholeApp } from '#tests/support/whole-app.ts'
import { random } from '../hostile-bodies.ts'
import { heapMb, residentMb } from './memory.ts'
import { mutator } from './mutate.ts'

export interface EndpointsFuzzed {
  readonly requests: number
  readonly addresses: number
  readonly statuses: Readonly<Record<number, number>>
  readonly faults: readonly string[]
  readonly slowestMs: number
  readonly slowest: string
  readonly seconds: number
  readonly residentMb: readonly [number, number]
  /** MB of the heap that were not given back between the first third and the end. */
  readonly growthMb: number
}

interface Address {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly query: readonly string[]
}

const hangMs = 5000
const values = [
  '1',
  'p',
  '2026-11-23',
  'true',
  'Đặng',
  'Patient/p',
  '0'.repeat(8),
  '018f0000-0000-7000-8000-000000000000',
]
const bodies = [
  '{"resourceType":"Patient","name":[{"text":"A"}]}',
  '{"items":[{"code":"a","quantity":1}],"reason":"x","encounterId":"e","patientId":"p"}',
  '{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient?name=a"}}]}',
  '[]',
]
const fhir: readonly Address[] = [
  '',
  '/Patient',
  '/Patient/p',
  '/Patient/p/_history',
  '/Patient/p/$everything',
  '/Observation',
  '/ValueSet/$expand',
  '/CodeSystem/$lookup',
  '/Patient/$match',
  '/$export',
  '/Patient/_search',
  '/metadata',
].flatMap((path) =>
  (['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) => ({
    method,
    path: `/fhir/R4${path}`,
    query: [
      '_id',
      'name',
      'birthdate',
      '_sort',
      '_include',
      '_filter',
      '_elements',
      '_count',
      'code',
      'url',
      '_has:Observation:subject:code',
      'date',
      'value-quantity',
      '_text',
    ],
  })),
)

interface Described {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { parameters: { name: string; in: string }[] }>>>
  >
}

function addressesOf({ paths }: Described): readonly Address[] {
  const own = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters }]) => ({
      method: method.toUpperCase() as Address['method'],
      path,
      query: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    })),
  )
  return [...own, ...fhir]
}

/** Requests against every address of the program: none is answered by a 5xx, none takes long. */
export function fuzzEndpoints(
  count: number,
  seed: number,
  tell: (line: string) => void = () => {},
): Promise<EndpointsFuzzed> {
  const next = random(seed)
  const mutate = mutator(seed + 1)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  const text = () =>
    next() < 0.4
      ? pick(values)
      : mutate(values.map((one) => Buffer.from(one)))
          .toString('utf8')
          .slice(0, 400)
  const queryOf = ({ query }: Address) =>
    query
      .filter(() => next() < 0.4)
      .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(text())}`)
      .join('&')
  const requestAt = (address: Address) => {
    const path = address.path.replace(/\{\w+\}/g, () => encodeURIComponent(text().slice(0, 200)))
    const without = address.method === 'GET' || next() < 0.1
    const payload = without ? undefined : mutate(bodies.map((each) => Buffer.from(each)))
    const type = address.path.startsWith('/fhir') ? 'application/fhir+json' : 'application/json'
    const headers = { 'x-command-id': uuidv7(), ...(payload ? { 'content-type': type } : {}) }
    return { method: address.method, url: `${path}?${queryOf(address)}`, headers, ...(payload ? { payload } : {}) }
  }
  return withWholeApp(async (client) => {
    const { server } = client
    await giveKey(client)
    const described = (await server.inject({ url: '/api/openapi.json' })).json() as Described
    const addresses = addressesOf(described)
    const statuses: Record<number, number> = {}
    const faults: string[] = []
    const slow = { ms: 0, of: '' }
    const began = performance.now()
    const residentAtFirst = residentMb()
    let settled = 0
    const one = async (address: Address) => {
      const asked = requestAt(address)
      const before = performance.now()
      const { statusCode, body: said } = await server.inject(asked)
      const ms = performance.now() - before
      if (ms > slow.ms) Object.assign(slow, { ms, of: `${asked.method} ${address.path}` })
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1
      const what = `${asked.method} ${asked.url.slice(0, 300)} ${asked.payload?.toString('latin1').slice(0, 300)}`
      if (statusCode >= 500 || ms > hangMs)
        faults.push(`${statusCode} in ${Math.round(ms)} ms: ${what} – ${said.slice(0, 200)}`)
    }
    // Live updates and exports as streams never end by themselves.
    const answering = addresses.filter(({ path }) => !/\/live$/.test(path))
    for (let n = 0; n < count; n++) {
      await one(answering[n % answering.length] as Address)
      if (n === Math.floor(count / 3)) settled = heapMb()
      if (n % 5000 === 4999) tell(`${n + 1} requests, ${faults.length} faults, process ${residentMb()} MB`)
    }
    return {
      requests: count,
      addresses: answering.length,
      statuses,
      faults: faults.slice(0, 50),
      slowestMs: Math.round(slow.ms),
      slowest: slow.of,
      seconds: Math.round((performance.now() - began) / 1000),
      residentMb: [residentAtFirst, residentMb()],
      growthMb: heapMb() - settled,
    }
  })
}
