import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { uuidv7 } from '#kernel/ids.ts'
import type { Actor } from '#platform/context.ts'
import { buildServer } from '#platform/http/server.ts'
import type { Services } from '#platform/services.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { fhirRoutes } from './index.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
interface Reply {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
  readonly body: any
}
type Send = (method: Method, url: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>

function withFhir(work: (send: Send, services: Services) => Promise<void>, who: Partial<Actor> | 'nobody' = {}) {
  return withServices(async (services) => {
    const server: FastifyInstance = await buildServer({
      services,
      modules: [],
      webRoot: '/nonexistent',
      authenticate: async () => (who === 'nobody' ? undefined : { facility: 1, actor: actor(who) }),
      mount: async (root, contextOf) => {
        await root.register((scope) => fhirRoutes(scope, contextOf), { prefix: '/fhir/R4' })
      },
    })
    try {
      await work(async (method, url, body, headers = {}) => {
        const payload = typeof body === 'object' ? JSON.stringify(body) : (body as string | undefined)
        const answer = await server.inject({
          method,
          url: `/fhir/R4${url}`,
          headers: { ...(payload === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
          ...(payload === undefined ? {} : { payload }),
        })
        const json = answer.body.startsWith('{') ? (JSON.parse(answer.body) as unknown) : undefined
        return { status: answer.statusCode, text: answer.body, headers: answer.headers, body: json }
      }, services)
    } finally {
      await server.close()
    }
  })
}

const patient =
  '{"resourceType":"Patient","id":"p1","name":[{"family":"Đặng","given":["Thị Huyền"]}],"gender":"female"}'
const weight =
  '{"resourceType":"Observation","id":"w1","status":"final","code":{"text":"Cân nặng"},"subject":{"reference":"Patient/p1"},"valueQuantity":{"value":61.50,"unit":"kg"}}'

describe('FHIR over HTTP', () => {
  it('creates, reads, updates, deletes and keeps every version', () =>
    withFhir(async (send) => {
      const made = await send('PUT', '/Patient/p1', patient)
      assert.deepEqual([made.status, made.headers['etag']], [201, 'W/"1"'])
      assert.match(String(made.headers['location']), /\/fhir\/R4\/Patient\/p1\/_history\/1$/)
      const weighed = await send('PUT', '/Observation/w1', weight)
      assert.match(weighed.text, /"value":61\.50,/)
      assert.match((await send('GET', '/Observation/w1')).text, /"value":61\.50,/)
      assert.equal((await send('PUT', '/Patient/p1', patient, { 'if-match': 'W/"1"' })).status, 200)
      const late = await send('PUT', '/Patient/p1', patient, { 'if-match': 'W/"1"' })
      assert.deepEqual([late.status, late.body.issue[0].details.coding[0].code], [412, 'store.versionConflict'])
      assert.equal((await send('GET', '/Patient/p1', undefined, { 'if-none-match': 'W/"2"' })).status, 304)
      assert.equal((await send('DELETE', '/Observation/w1')).status, 204)
      assert.equal((await send('DELETE', '/Observation/w1')).status, 204)
      assert.equal((await send('GET', '/Observation/w1')).status, 410)
      assert.equal((await send('GET', '/Observation/w1/_history/1')).status, 200)
      const history = await send('GET', '/Observation/w1/_history')
      assert.deepEqual(
        history.body.entry.map((one: { request: { method: string } }) => one.request.method),
        ['DELETE', 'POST'],
      )
      assert.equal((await send('GET', '/Observation/none')).status, 404)
    }))

  it('searches by GET and POST and pages by keyset', () =>
    withFhir(async (send) => {
      const entry = Array.from({ length: 7 }, (_, n) => ({
        request: { method: 'POST', url: 'Patient' },
        resource: { resourceType: 'Patient', birthDate: `198${n}-01-01`, gender: 'female' },
      }))
      await send('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry })
      const years: string[] = []
      let url: string | undefined = '/Patient?gender=female&_sort=birthdate&_count=3&_total=accurate&nonsense=1'
      while (url !== undefined) {
        const page: Reply = await send('GET', url)
        assert.equal(page.body.total, 7)
        assert.doesNotMatch(page.body.link[0].url, /nonsense/)
        for (const one of page.body.entry) years.push(one.resource.birthDate.slice(0, 4))
        url = page.body.link
          .find((one: { relation: string }) => one.relation === 'next')
          ?.url.replace(/^.*\/fhir\/R4/, '')
      }
      assert.deepEqual(years, ['1980', '1981', '1982', '1983', '1984', '1985', '1986'])
      const strict = await send('GET', '/Patient?nonsense=1', undefined, { prefer: 'handling=strict' })
      assert.equal(strict.status, 400)
      const form = await send('POST', '/Patient/_search', 'birthdate=1983', {
        'content-type': 'application/x-www-form-urlencoded',
      })
      assert.equal(form.body.entry.length, 1)
    }))

  it('resolves references inside a transaction, keeps all of it or nothing, and reads what it wrote', () =>
    withFhir(async (send) => {
      const bundle = {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          {
            fullUrl: 'urn:uuid:aa',
            request: { method: 'POST', url: 'Patient', ifNoneExist: 'identifier=urn:x|1' },
            resource: { resourceType: 'Patient', identifier: [{ system: 'urn:x', value: '1' }] },
          },
          {
            request: { method: 'POST', url: 'Condition' },
            resource: { resourceType: 'Condition', subject: { reference: 'urn:uuid:aa' } },
          },
          { request: { method: 'GET', url: 'Condition' } },
        ],
      }
      const first = await send('POST', '/', bundle)
      assert.deepEqual(
        first.body.entry.map((one: { response: { status: string } }) => one.response.status),
        ['201 Created', '201 Created', '200 OK'],
      )
      const made = first.body.entry[2].resource.entry[0].resource
      assert.match(first.body.entry[0].response.location, new RegExp(`${made.subject.reference}/_history/1$`))
      const again = await send('POST', '/', bundle)
      assert.equal(again.body.entry[0].response.status, '200 OK')
      const broken = {
        ...bundle,
        entry: [
          ...bundle.entry,
          {
            request: { method: 'POST', url: 'Condition' },
            resource: { resourceType: 'Condition', subject: { reference: 'Patient/none' } },
          },
        ],
      }
      const refused = await send('POST', '/', broken)
      assert.deepEqual(
        [refused.status, refused.body.issue[0].details.coding[0].code],
        [422, 'store.referenceMissing'],
      )
      assert.equal((await send('GET', '/Condition?_summary=count')).body.total, 2)
      const batch = await send('POST', '/', { ...broken, type: 'batch' })
      assert.deepEqual(
        batch.body.entry.map((one: { response: { status: string } }) => one.response.status.slice(0, 3)),
        ['200', '422', '200', '422'],
      )
    }))

  it('repeats a command without writing twice', () =>
    withFhir(async (send) => {
      const headers = { 'x-command-id': uuidv7() }
      const body = { resourceType: 'Patient', gender: 'male' }
      const [one, two] = [
        await send('POST', '/Patient', body, headers),
        await send('POST', '/Patient', body, headers),
      ]
      assert.equal(one.body.id, two.body.id)
      assert.equal((await send('GET', '/Patient?_summary=count')).body.total, 1)
    }))

  it('audits reads and searches before it answers', () =>
    withFhir(async (send, services) => {
      await send('PUT', '/Patient/p1', patient)
      await send('GET', '/Patient/p1')
      await send('GET', '/Patient?gender=female')
      const { rows } = await sql<{
        action: string
        patient: string
      }>`select action, patient from audit_event order by seq`.execute(services.db)
      assert.deepEqual(rows, [
        { action: 'create', patient: 'p1' },
        { action: 'read', patient: 'p1' },
        { action: 'search', patient: 'p1' },
      ])
    }))

  it('refuses without permission and says so in the audit trail', () =>
    withFhir(
      async (send, services) => {
        assert.equal((await send('GET', '/Patient')).status, 403)
        assert.equal((await send('GET', '/metadata')).status, 200)
        const { rows } = await sql`select outcome from audit_event`.execute(services.db)
        assert.deepEqual(rows, [{ outcome: 'refused' }])
      },
      { permissions: new Set() },
    ))

  it('asks for a login', () =>
    withFhir(async (send) => assert.equal((await send('GET', '/Patient')).status, 401), 'nobody'))

  it('answers hostile requests with an OperationOutcome, never with a fault', () =>
    withFhir(async (send) => {
      const deep = `{"resourceType":"Patient","extension":${'[{"extension":'.repeat(200)}[]${'}]'.repeat(200)}}`
      const bodies = [
        '',
        '{',
        '[]',
        'null',
        '1',
        '"x"',
        '{"resourceType":"Patient","a":1}',
        '{"resourceType":"Nothing"}',
        '{"resourceType":{"toString":[]}}',
        deep,
        '{"resourceType":"Patient","name":{}}',
        '{"resourceType":"Patient","name":[null]}',
        '{"resourceType":"Patient","name":[]}',
        '{"resourceType":"Patient","birthDate":"2026-02-30"}',
        '{"resourceType":"Patient","id":"../../etc"}',
        '{"resourceType":"Patient","active":"yes"}',
        '{"resourceType":"Patient","meta":{"versionId":7}}',
        '{"resourceType":"Patient","meta":[]}',
        '{"resourceType":"Patient","__proto__":{"x":1}}',
        '{"resourceType":"Patient","gender":"x\\u0000"}',
        '{"resourceType":"Patient","name":[{"family":"\\ud800"}]}',
        '{"resourceType":"Patient","multipleBirthInteger":1e999}',
        '{"resourceType":"Bundle","type":"transaction","entry":[null]}',
        '{"resourceType":"Bundle","type":"transaction","entry":{}}',
        '{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"metadata/../x"}}]}',
        '{"resourceType":"Bundle","type":"batch","entry":[1,"x",{"request":{"method":"PUT","url":"Patient/%00"}}]}',
        '\xff\xfe',
        '{"resourceType":"Patient","contact":[{"name":7}]}',
        '{"resourceType":"Patient","text":{"status":"generated","div":"<div><script>x</script></div>"}}',
      ]
      for (const body of bodies)
        for (const [method, url] of [
          ['POST', '/Patient'],
          ['PUT', '/Patient/x'],
          ['POST', '/'],
          ['PUT', '/Patient?identifier=%00'],
          ['POST', '/Bundle'],
        ] as const) {
          const answer = await send(method, url, body)
          assert.ok(
            answer.status < 500,
            `${method} ${url} ${body.slice(0, 60)} → ${answer.status} ${answer.text.slice(0, 200)}`,
          )
          if (answer.status >= 400)
            assert.equal(answer.body?.resourceType, 'OperationOutcome', answer.text.slice(0, 200))
        }
      for (const url of [
        '/Patient?birthdate=x',
        '/Patient?_count=-1',
        '/Patient?_cursor=abc',
        '/Patient?_sort=gender',
        '/Patient?family=%00',
        '/Patient?_id=%00',
        '/Patient/%00',
        '/Patient?_has:x:y:z=1',
        '/Patient?_has:Observation:patient:nothing=1',
        '/Patient?organization.nothing=1',
        '/Patient?name:in=x',
        '/Patient?gender:missing=x',
        '/Observation?value-quantity=gtx|y|z',
        '/Observation?component-code-value-quantity=a',
        '/Patient?_include=x',
        '/Patient?_include=Patient:gender',
        '/Patient?_revinclude=Foo:bar',
        '/Patient?family=%',
        '/Patient?birthdate=lt9999-99-99',
        '/Foo',
        '/Patient/1/2/3/4',
        '/Patient?_cursor=WzEsMl0',
        '/Patient?_cursor=WyJ4IiwieSJd',
        '/Patient/x/_history/9999999999999',
        '/_history?_since=x',
        '/_history?_before=9'.repeat(3),
        '/Observation?value-quantity=1e400',
      ]) {
        const answer = await send('GET', url)
        assert.ok(answer.status < 500, `${url} → ${answer.status} ${answer.text.slice(0, 300)}`)
      }
    }))
})
