import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { TSchema } from 'typebox'
import { buildApp } from '#app/build-app.ts'
import { modules } from '#app/module-list.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import type { Api, RouteSpec } from '#platform/http/api.ts'
import { commit } from '#store/commit.ts'
import { actor, asOwner, withContext } from '#tests/support/database.ts'
import { fitting } from '#tests/support/fitting-body.ts'
import { givenResult } from '#tests/support/result.ts'
import { givenStay } from '#tests/support/stay.ts'

/** Tables whose rows belong to no facility: numbers of FHIR types, settings of the program itself. */
const ofNobody: ReadonlySet<string> = new Set([
  'resource_type',
  'facility',
  'migration',
  'schema_migration',
  // Terms of the law, from one file for the whole installation.
  'audit_term',
])

/** Stands in the data of one facility only. */
const mark = 'Đặng Thị Huyền'

/** What a request says besides about the facility that it means. */
const swapped = { 'x-facility': '1', 'x-tenant': '1', 'x-lanong-facility': '1', cookie: 'facility=1; tenant=1' }

type Spec = RouteSpec<TSchema, TSchema, TSchema, TSchema>

function allRoutes(): readonly Spec[] {
  const specs: Spec[] = []
  const api: Api = (spec) => void specs.push(spec as unknown as Spec)
  for (const module of modules) module.routes?.(api)
  return specs.filter(({ permission }) => permission !== 'public')
}

interface Ids {
  readonly patientId: string
  readonly encounterId: string
  readonly resultId: string
}

/** Every route that reads, with the ids of the other facility and its number wherever one could stand. */
function addresses({ patientId, encounterId, resultId }: Ids): readonly string[] {
  const swapped = `facility=1&tenant=1&patient=${patientId}&encounter=${encounterId}&department=dept-noi&q=Huyền`
  const ids: Readonly<Record<string, string>> = { patientId, encounterId }
  const screens = allRoutes().flatMap(({ method, path }) => {
    if (method !== 'GET') return []
    const other = path.startsWith('/patients/') ? patientId : encounterId
    const named = `/api${path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? other)}`
    return [named, `${named}?${swapped}`]
  })
  const fhir = [
    `Patient/${patientId}`,
    `Observation/${resultId}`,
    'Patient',
    'Patient?name=dang',
    'Observation?_include=Observation:subject',
    `Patient/${patientId}/$everything`,
    '_history',
    `Patient/${patientId}/_history/1`,
    `Patient/${patientId}/*`,
  ].map((path) => `/fhir/R4/${path}${path.includes('?') ? '&' : '?'}facility=1`)
  return [...screens, ...fhir]
}

interface Neighbours extends Ids {
  readonly ctx: Context
  readonly server: FastifyInstance
  /** Of whom requests are: of facility 2 until it is told otherwise. */
  ofFacility(number: number): void
}

/** Two facilities of one installation, of which the first has a patient. */
const withNeighbours = (work: (site: Neighbours) => Promise<void>) =>
  withContext(async (ctx, services) => {
    const doctor = { resourceType: 'Practitioner' as const, name: [{ text: 'Người Thử Nghiệm' }] }
    await commit(ctx, [{ kind: 'create', resource: doctor, id: 'practitioner-test' }])
    const { patientId, encounterId } = await givenStay(ctx)
    const resultId = await givenResult(ctx, { patientId, encounterId, bedId: '' })
    await asOwner(ctx.db, (owner) =>
      sql`insert into facility (id, code, name) values (2, '02ZZ2', 'Bệnh viện khác') on conflict do nothing`.execute(
        owner,
      ),
    )
    const whole = {
      ...services,
      address: { connectionString: '' },
      embedded: undefined,
      logToFile: false,
      migrated: [],
      close: async () => {},
    }
    let facility = 2
    const who = actor({ roles: ['director'] })
    const server = await buildApp(whole, '/nonexistent', async () => ({ facility, actor: who }))
    try {
      await work({
        ctx,
        server,
        patientId,
        encounterId,
        resultId,
        ofFacility: (number) => {
          facility = number
        },
      })
    } finally {
      await server.close()
    }
  })

describe('several facilities in one installation', () => {
  it('have every table keyed by the facility first', () =>
    withContext(async (ctx) => {
      const { rows } = await sql<{ name: string; first: string | null }>`
        select c.relname as name, (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid
            and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as first
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`.execute(ctx.db)
      const wrong = rows.filter(({ name, first }) => first !== 'facility' && !ofNobody.has(name))
      assert.ok(rows.length > 50)
      assert.deepEqual(wrong, [])
    }))

  it('gain nothing from each other by any route, whatever a request says the facility is', () =>
    withNeighbours(async ({ server, patientId, encounterId, resultId, ofFacility }) => {
      const leaks: string[] = []
      const ask = async (url: string) => {
        for (const headers of [{}, swapped]) {
          const answer = await server.inject({ method: 'GET', url, headers })
          if (answer.body.includes(mark)) leaks.push(`${url} told of another facility`)
          if (answer.statusCode >= 500) leaks.push(`${url} answered ${answer.statusCode}`)
        }
      }
      for (const url of addresses({ patientId, encounterId, resultId })) await ask(url)
      const own = await server.inject({ method: 'GET', url: `/fhir/R4/Patient?_total=accurate` })
      assert.equal((JSON.parse(own.body) as { total?: number }).total, 0)
      assert.deepEqual(leaks, [])
      ofFacility(1)
      for (const url of [`/api/patients/${patientId}/banner`, `/fhir/R4/Patient/${patientId}`]) await ask(url)
      assert.equal(leaks.length, 4, 'the mark is found by those of its facility')
    }))

  it('change nothing of each other by any route that writes, whatever a request says', () =>
    withNeighbours(async ({ ctx, server, ofFacility, ...ids }) => {
      const before = await stateOf(ctx)
      const requests = [...allRoutes().flatMap((spec) => writes(spec, ids)), ...fhirWrites(ids)]
      const answers = []
      for (const request of requests) answers.push({ ...request, ...(await sendAs(server, request)) })
      const told = answers.filter(({ status, body }) => status === 500 || body.includes(mark))
      assert.deepEqual(told, [])
      assert.deepEqual(differing(before, await stateOf(ctx)), [])
      const fit = answers.filter(({ status }) => status !== 400)
      assert.ok(fit.length > 300, `only ${fit.length} requests were as their routes want them`)
      ofFacility(1)
      const own = fhirWrites(ids)[0]
      assert.ok(own)
      await sendAs(server, own)
      assert.ok(differing(before, await stateOf(ctx)).includes('resource'), 'what is changed is noticed')
    }))
})

interface Write {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly payload: unknown
}

async function sendAs(server: FastifyInstance, { method, url, payload }: Write) {
  const body = payload === undefined ? {} : { payload: JSON.stringify(payload) }
  const kind = payload === undefined ? {} : { 'content-type': 'application/json' }
  const headers = { ...swapped, ...kind, 'x-command-id': uuidv7() }
  const answer = await server.inject({ method, url, headers, ...body })
  return { status: answer.statusCode, body: answer.body }
}

/** A request of each route that writes: with the ids of the other facility at every place, and its number besides. */
function writes(spec: Spec, ids: Ids): readonly Write[] {
  const { method } = spec
  if (method === 'GET') return []
  const other = spec.path.startsWith('/patients/') ? ids.patientId : ids.encounterId
  const choose = (name: string) => {
    if (/patient|subject|source|target/i.test(name)) return ids.patientId
    if (/result|observation/i.test(name)) return ids.resultId
    return /id$|encounter|stay|visit|document|record/i.test(name) ? other : undefined
  }
  const path = `/api${spec.path.replace(/:(\w+)/g, (_, name: string) => choose(name) ?? other)}`
  const query = spec.query ? (fitting(spec.query, choose) as Record<string, unknown>) : {}
  const asked = new URLSearchParams(
    Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
  )
  const body = spec.body ? fitting(spec.body, choose) : undefined
  const more = typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, facility: 1 } : body
  const plain = asked.size > 0 ? `${path}?${asked}` : path
  return [
    { method, url: plain, payload: body },
    { method, url: `${plain}${asked.size > 0 ? '&' : '?'}facility=1&tenant=1`, payload: more },
  ]
}

function fhirWrites({ patientId, encounterId, resultId }: Ids): readonly Write[] {
  const patient = { resourceType: 'Patient', id: patientId, name: [{ text: 'Changed' }] }
  const about = {
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    subject: { reference: `Patient/${patientId}` },
    encounter: { reference: `Encounter/${encounterId}` },
  }
  const entry = [
    { resource: patient, request: { method: 'PUT', url: `Patient/${patientId}` } },
    { request: { method: 'DELETE', url: `Observation/${resultId}` } },
  ]
  const list = [
    ['PUT', `Patient/${patientId}?facility=1`, patient],
    ['PUT', `Observation/${resultId}`, { ...about, id: resultId }],
    ['POST', 'Observation?facility=1', about],
    ['PATCH', `Observation/${resultId}`, { resourceType: 'Parameters', parameter: [] }],
    ['DELETE', `Observation/${resultId}?facility=1`, undefined],
    ['DELETE', 'Observation?code=2823-3', undefined],
    ['POST', '', { resourceType: 'Bundle', type: 'transaction', entry }],
    ['POST', '', { resourceType: 'Bundle', type: 'batch', entry }],
  ] as const
  return list.map(([method, path, payload]) => ({ method, url: `/fhir/R4/${path}`, payload }))
}

type State = Readonly<Record<string, string>>

/** Of every table how many rows the first facility has, and a sum over their texts. */
async function stateOf(ctx: Context): Promise<State> {
  const { rows } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c join information_schema.tables t
      on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public' and c.column_name = 'facility' order by 1`.execute(ctx.db)
  return asOwner(ctx.db, async (owner) => {
    const state: Record<string, string> = {}
    for (const { name } of rows) {
      const sums = await sql<{ sum: string }>`
        select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${sql.table(name)} t
        where t.facility = 1`.execute(owner)
      state[name] = sums.rows[0]?.sum ?? ''
    }
    return state
  })
}

const differing = (before: State, after: State) =>
  Object.keys(after).filter((name) => before[name] !== after[name])
