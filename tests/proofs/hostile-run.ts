import { rmSync } from 'node:fs'
import { freshFolder, startProgram, systemToken } from '../support/program.ts'
import { type HostileRequest, hostileRequests } from './hostile-bodies.ts'

export interface HostileCount {
  readonly sent: number
  readonly statuses: Readonly<Record<number, number>>
  /** Requests that were answered by a 5xx, or not at all. */
  readonly faults: readonly string[]
}

interface Template {
  readonly method: 'POST' | 'PUT'
  readonly url: string
  readonly body: unknown
}

const subject = { reference: 'Patient/p' }
const fhir: readonly Template[] = [
  {
    method: 'POST',
    url: '/fhir/R4/Patient',
    body: {
      resourceType: 'Patient',
      name: [{ text: 'A', family: 'A', given: ['B'] }],
      gender: 'male',
      birthDate: '1970-01-01',
      identifier: [{ system: 'urn:x', value: '1' }],
    },
  },
  {
    method: 'PUT',
    url: '/fhir/R4/Patient/p',
    body: { resourceType: 'Patient', id: 'p', active: true, meta: { tag: [{ code: 'x' }] } },
  },
  {
    method: 'POST',
    url: '/fhir/R4/Observation',
    body: {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
      subject,
      valueQuantity: { value: 1, unit: 'x' },
      effectiveDateTime: '2026-01-01T10:00:00Z',
    },
  },
  {
    method: 'POST',
    url: '/fhir/R4/Encounter',
    body: {
      resourceType: 'Encounter',
      status: 'arrived',
      class: { code: 'AMB' },
      subject,
      period: { start: '2026-01-01' },
    },
  },
  {
    method: 'POST',
    url: '/fhir/R4',
    body: {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        {
          fullUrl: 'urn:uuid:0b7cfd4c-55d5-4bd7-b3de-8ed0e9f7a0a1',
          resource: { resourceType: 'Patient' },
          request: { method: 'POST', url: 'Patient' },
        },
        {
          resource: {
            resourceType: 'Condition',
            subject: { reference: 'urn:uuid:0b7cfd4c-55d5-4bd7-b3de-8ed0e9f7a0a1' },
          },
          request: { method: 'POST', url: 'Condition', ifNoneExist: 'code=x' },
        },
      ],
    },
  },
  {
    method: 'POST',
    url: '/fhir/R4',
    body: {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: 'Patient?name=a&_count=2' } },
        { request: { method: 'DELETE', url: 'Patient/none' } },
      ],
    },
  },
]

interface OpenApi {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly requestBody?: {
              readonly content: { readonly 'application/json': { readonly schema: Schema } }
            }
          }
        >
      >
    >
  >
}
interface Schema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly const?: unknown
  readonly pattern?: string
  readonly minimum?: number
}

/** A value of the shape that the API describes; hostile requests start from it. */
function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.anyOf?.[0]) return sample(schema.anyOf[0])
  if (schema.type === 'object')
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, sample(one)]))
  if (schema.type === 'array') return schema.items ? [sample(schema.items)] : []
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  return schema.pattern?.includes('\\d{4}-') ? '2026-11-23' : 'abc'
}

/** Every command that the program describes, with a body of its shape. */
async function commandTemplates(url: string): Promise<Template[]> {
  const api = (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApi
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    (['post', 'put'] as const).flatMap((method) => {
      const schema = methods[method]?.requestBody?.content['application/json'].schema
      if (!schema || path === '/api/session') return []
      return [
        {
          method: method === 'post' ? 'POST' : 'PUT',
          url: path.replace(/\{\w+\}/g, 'p'),
          body: sample(schema),
        } satisfies Template,
      ]
    }),
  )
}

/** Sends hostile requests to the FHIR endpoint and every command of a running demo, as its most powerful people. */
export async function hostileRun(count: number, seed: number): Promise<HostileCount> {
  const dataDir = freshFolder()
  const program = await startProgram(['demo', '--patients', '2'], dataDir, { LANONG_LOG_LEVEL: 'error' })
  const statuses: Record<number, number> = {}
  const faults: string[] = []
  try {
    const token = await systemToken(program.url)
    const sessions = await Promise.all(
      ['bacsi', 'xetnghiem', 'luutru', 'tiepdon', 'dieuduong', 'quantri'].map((name) => logIn(program.url, name)),
    )
    const requests = hostileRequests(count, seed, [...fhir, ...fhir, ...(await commandTemplates(program.url))])
    let turn = 0
    const one = async (request: HostileRequest) => {
      const headers = {
        ...request.headers,
        ...(request.url.startsWith('/fhir')
          ? { authorization: `Bearer ${token}` }
          : sessions[turn++ % sessions.length]),
      }
      const status = await fetch(program.url + request.url, {
        method: request.method,
        headers,
        body: new Uint8Array(request.body),
      }).then(
        async (answer) => {
          await answer.arrayBuffer()
          return answer.status
        },
        () => 0,
      )
      statuses[status] = (statuses[status] ?? 0) + 1
      if (status >= 500 || status === 0)
        faults.push(`${status} ${request.method} ${request.url} ${request.body.toString('utf8').slice(0, 300)}`)
    }
    const line = async () => {
      for (let next = requests.next(); !next.done; next = requests.next()) await one(next.value)
    }
    await Promise.all([line(), line(), line(), line()])
  } finally {
    await program.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { sent: count, statuses, faults }
}

async function logIn(url: string, userName: string): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ userName, password: `${userName}-Demo-2026` }),
  })
  const { csrf } = (await answer.json()) as { csrf: string }
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; '),
    'x-csrf-token': csrf,
  }
}
