import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { interactions } from '#modules/fhir-api/interactions.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { withFhir } from '#tests/support/fhir.ts'
import type { TestClient } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import { modules } from './module-list.ts'

interface Told {
  readonly action: string
  readonly outcome: string
  readonly patient: string | null
  readonly entities: readonly string[] | null
  readonly detail: Readonly<Record<string, string>> | null
}

/** What the journal got from a request. */
async function told(ctx: Context, send: () => Promise<{ status: number; text: string }>) {
  const place = async () => {
    const { rows } = await sql<{ seq: string }>`select last_value::text as seq from store_seq`.execute(ctx.db)
    return rows[0]?.seq ?? '0'
  }
  const before = await place()
  const { status, text } = await send()
  const { rows } = await sql<Told>`
    select action, outcome, patient, content::jsonb -> 'entities' as entities, content::jsonb -> 'detail' as detail
    from audit_told where seq > ${before}::bigint order by seq, n`.execute(ctx.db)
  return { status, text, events: rows }
}

const patient: Patient = { resourceType: 'Patient', id: 'p1', name: [{ text: 'Nguyễn Thị Nhật Ký' }] }
const condition = (id?: string) => ({
  resourceType: 'Condition',
  ...(id === undefined ? {} : { id }),
  subject: { reference: 'Patient/p1' },
  code: { text: 'Ho' },
})

interface Asked {
  readonly url: string
  readonly body?: unknown
  readonly action: string
  /** The version that the event names, when it is not the first one. */
  readonly shown?: string
  readonly made?: RegExp
}

const search = (url: string, body?: string) => () => ({ url, body, action: 'search' })
const changed = (url: (id: string) => string, action: string, body?: (id: string) => unknown) => (id: string) => ({
  ...{ url: url(id), action, shown: `Condition/${id}/_history/2` },
  ...(body ? { body: body(id) } : {}),
})
const byId = (id: string) => `/Condition/${id}`
const byQuery = (id: string) => `/Condition?_id=${id}`
const patch = () => [{ op: 'replace', path: '/code/text', value: 'Ho khan' }]

/** A request for each interaction about the Condition of an id. */
const asked: Readonly<Record<string, (id: string) => Asked>> = {
  'GET /': search('/?_type=Condition'),
  'POST /_search': search('/_search', '_type=Condition'),
  'GET /_history': () => ({ url: '/_history', action: 'read' }),
  'GET /:type': search('/Condition?subject=Patient/p1'),
  'POST /:type/_search': search('/Condition/_search', 'subject=Patient/p1'),
  'GET /:type/_history': () => ({ url: '/Condition/_history', action: 'read' }),
  'GET /:type/:id': (id) => ({ url: byId(id), action: 'read' }),
  'GET /:type/:id/_history': (id) => ({ url: `${byId(id)}/_history`, action: 'read' }),
  'GET /:type/:id/_history/:version': (id) => ({ url: `${byId(id)}/_history/1`, action: 'read' }),
  'GET /:type/:id/:part': search('/Patient/p1/Condition'),
  'POST /:type/:id/_search': search('/Patient/p1/_search', '_type=Condition'),
  'POST /:type/:id/:part/_search': search('/Patient/p1/Condition/_search', ''),
  'POST /:type': () => ({
    ...{ url: '/Condition', body: condition(), action: 'create' },
    made: /^Condition\/[\w-]{36}\/_history\/1$/,
  }),
  'PUT /:type': changed(byQuery, 'update', condition),
  'PUT /:type/:id': changed(byId, 'update', condition),
  'PATCH /:type': changed(byQuery, 'update', patch),
  'PATCH /:type/:id': changed(byId, 'update', patch),
  'DELETE /:type': changed(byQuery, 'delete'),
  'DELETE /:type/:id': changed(byId, 'delete'),
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

function sending(
  client: TestClient,
  method: string,
  of: { readonly url: string; readonly body?: unknown },
  as?: object,
) {
  const form = typeof of.body === 'string'
  const type = form
    ? 'application/x-www-form-urlencoded'
    : Array.isArray(of.body)
      ? 'application/json-patch+json'
      : 'application/fhir+json'
  return client.send(method as Method, `/fhir/R4${of.url}`, {
    ...(as ? { as } : {}),
    ...(of.body === undefined
      ? {}
      : { body: form ? of.body : JSON.stringify(of.body), headers: { 'content-type': type } }),
  })
}

const given = async (ctx: Context) => {
  await commit(ctx, [{ kind: 'create', resource: patient }])
  await commit(ctx, [{ kind: 'create', resource: condition('c1') as never }])
}

describe('every interaction of the FHIR interface', () => {
  it('leaves its event with the patient and what was shown or written', () =>
    withWholeApp(async (client) => {
      const ctx = systemContext(client.services)
      await commit(ctx, [{ kind: 'create', resource: patient }])
      for (const [n, { method, path }] of interactions.entries()) {
        const name = `${method} ${path}`
        const id = `c${n + 10}`
        await commit(ctx, [{ kind: 'create', resource: condition(id) as never }])
        const one = asked[name]?.(id)
        assert.ok(one, `${name} has no request here`)
        const { status, text, events } = await told(ctx, () => sending(client, method, one))
        assert.ok(status < 300, `${name}: ${status} ${text}`)
        assert.deepEqual(
          events.map(({ action, outcome }) => [action, outcome]),
          [[one.action, 'success']],
        )
        const shown = one.shown ?? `Condition/${id}/_history/1`
        assert.ok(
          events[0]?.entities?.some((entity) => entity === shown || one.made?.test(entity)),
          `${name}: ${events[0]?.entities}`,
        )
        if (path !== '/_history') assert.equal(events[0]?.patient, 'p1', name)
      }
    }))

  it('that is refused leaves a refusal, also within a bundle', () =>
    withWholeApp(async (client) => {
      const ctx = systemContext(client.services)
      await given(ctx)
      const as = { permissions: new Set<string>() }
      for (const { method, path, permission } of interactions) {
        const one = asked[`${method} ${path}`]?.('c1') ?? { url: '/' }
        const { status, events } = await told(ctx, () => sending(client, method, one, as))
        assert.equal(status, 403, path)
        assert.deepEqual(
          events.map(({ action, outcome, detail }) => [action, outcome, detail?.['permission']]),
          [['denied', 'refused', permission]],
        )
      }
      const entry = [{ request: { method: 'PUT', url: 'Condition/c1' }, resource: condition('c1') }]
      for (const type of ['batch', 'transaction']) {
        const body = { resourceType: 'Bundle', type, entry }
        const { events } = await told(ctx, () => sending(client, 'POST', { url: '/', body }, as))
        assert.deepEqual(
          events.map(({ action, outcome }) => [action, outcome]),
          [['denied', 'refused']],
        )
      }
    }))
})

/** Operations as they are declared, with handlers that tell the journal nothing. */
const silent = modules
  .flatMap((module) => module.fhirOperations ?? [])
  .map((one) => ({
    ...{
      ...one,
      definition: 'urn:none',
      inputs: [],
      handle: async () => ({ resourceType: 'Parameters' }) as const,
    },
  }))

function urlOf({ name, levels, types }: (typeof silent)[number]): string {
  const [type = 'Patient'] = types ?? []
  if (levels.includes('instance')) return `/${type}/p1/$${name}`
  return levels.includes('type') ? `/${type}/$${name}` : `/$${name}`
}

function expectedOf({ permission, affectsState }: (typeof silent)[number], url: string) {
  if (permission === 'public' || /^\/(CodeSystem|ValueSet|ConceptMap)\//.test(url)) return []
  return [[affectsState ? 'update' : 'read', url.startsWith('/Patient/p1') ? 'p1' : null]]
}

it('every operation that may show a patient leaves an event, whatever its handler tells', () =>
  withFhir(
    async (send, services) => {
      const ctx = systemContext(services)
      await commit(ctx, [{ kind: 'create', resource: patient }])
      for (const one of silent) {
        const url = urlOf(one)
        const { status, text, events } = await told(ctx, () =>
          send('POST', url, { resourceType: 'Parameters', parameter: [] }),
        )
        assert.ok(status < 300, `${url}: ${status} ${text}`)
        assert.deepEqual(
          events.map(({ action, patient: whose }) => [action, whose]),
          expectedOf(one, url),
          url,
        )
      }
      assert.ok(silent.length > 20)
    },
    { operations: silent },
  ))
