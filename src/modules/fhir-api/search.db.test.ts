import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fhirRoutes } from '#modules/fhir-api/index.ts'
import type { Config } from '#platform/config.ts'
import { replaceParameters } from '#store/definitions.ts'
import { codeOf, type FhirReply, type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'

const form = { 'content-type': 'application/x-www-form-urlencoded' }

async function withChart(work: (send: SendFhir) => Promise<void>): Promise<void> {
  await withFhir(async (send) => {
    for (const id of ['a', 'b'])
      await send('PUT', `/Patient/${id}`, {
        resourceType: 'Patient',
        id,
        gender: 'female',
        name: [{ family: id }],
      })
    const observed = (id: string, more: object) =>
      send('PUT', `/Observation/${id}`, {
        resourceType: 'Observation',
        id,
        status: 'final',
        code: { text: 'x' },
        ...more,
      })
    await observed('o1', { subject: { reference: 'Patient/a' } })
    await observed('o2', { subject: { reference: 'Patient/b' }, performer: [{ reference: 'Patient/a' }] })
    await observed('o3', { subject: { reference: 'Patient/b' }, status: 'preliminary' })
    const condition = { resourceType: 'Condition', id: 'c1', subject: { reference: 'Patient/a' } }
    await send('PUT', '/Condition/c1', condition)
    await work(send)
  })
}

const found = (reply: FhirReply) =>
  (reply.body.entry ?? []).map((one: { resource: { id: string } }) => one.resource.id).sort()

/** Address and, for POST, the form; the ids that it finds. */
const rows: readonly (readonly ['GET' | 'POST', string, string | undefined, readonly string[]])[] = [
  ['GET', '/Observation?status=final', undefined, ['o1', 'o2']],
  ['POST', '/Observation/_search', 'status=final', ['o1', 'o2']],
  ['POST', '/Observation/_search?status=final', 'subject=Patient/a', ['o1']],
  ['POST', '/Observation/_search?_id=o3', undefined, ['o3']],
  ['GET', '/Patient/a/Observation', undefined, ['o1', 'o2']],
  ['GET', '/Patient/a/Observation?subject=Patient/b', undefined, ['o2']],
  ['GET', '/Patient/a/Condition', undefined, ['c1']],
  ['GET', '/Patient/a/Encounter', undefined, []],
  ['GET', '/Patient/a/*', undefined, ['c1', 'o1', 'o2']],
  ['GET', '/Patient/a/*?_type=Condition', undefined, ['c1']],
  ['POST', '/Patient/a/Observation/_search', 'subject=Patient/b', ['o2']],
  ['POST', '/Patient/a/_search', '_type=Condition', ['c1']],
  ['GET', '/?_id=o1', undefined, ['o1']],
  ['GET', '/?_type=Patient,Condition', undefined, ['a', 'b', 'c1']],
  ['POST', '/_search', '_type=Patient&_lastUpdated=ge2026', ['a', 'b']],
]

describe('search addresses', () => {
  it('are of a type, a compartment or everything, by GET and POST', () =>
    withChart(async (send) => {
      for (const [method, url, body, expected] of rows) {
        const answer = await send(method, url, body, body === undefined ? {} : form)
        assert.equal(answer.status, 200, `${method} ${url} → ${answer.text.slice(0, 300)}`)
        assert.deepEqual([answer.body.type, found(answer)], ['searchset', expected], `${method} ${url}`)
      }
    }))

  it('tell what was used, and refuse what is unknown only when asked to', () =>
    withChart(async (send) => {
      const lenient = await send('GET', '/Observation?nonsense=1&status=final')
      assert.match(lenient.body.link[0].url, /\/Observation\?status=final$/)
      const member = await send('GET', '/Patient/a/Observation?nonsense=1')
      assert.match(member.body.link[0].url, /\/Patient\/a\/Observation$/)
      const strict = { prefer: 'handling=strict' }
      for (const url of ['/Observation?nonsense=1', '/Patient/a/*?nonsense=1', '/?nonsense=1']) {
        const answer = await send('GET', url, undefined, strict)
        assert.deepEqual([answer.status, codeOf(answer)], [400, 'store.unknownParameter'], url)
      }
      for (const [url, status] of [
        ['/Observation?status:nothing=1', 400],
        ['/Observation/o1/Patient', 404],
        ['/Patient/a/Nothing', 404],
        ['/?_type=Nothing', 400],
      ] as const)
        assert.equal((await send('GET', url)).status, status, url)
      const wrong = await send('POST', '/Observation/_search', '{}', { 'content-type': 'application/json' })
      assert.equal(wrong.status, 415)
    }))

  it('page through a compartment and through everything', () =>
    withChart(async (send) => {
      for (const start of ['/Patient/a/*?_count=1', '/?_type=Patient,Observation,Condition&_count=2']) {
        const seen: string[] = []
        let url: string | undefined = start
        while (url !== undefined) {
          const page: FhirReply = await send('GET', url)
          assert.equal(page.status, 200, page.text)
          seen.push(...found(page))
          url = page.body.link
            .find((one: { relation: string }) => one.relation === 'next')
            ?.url.replace(/^.*\/fhir\/R4/, '')
        }
        const expected = start.startsWith('/?') ? ['a', 'b', 'c1', 'o1', 'o2', 'o3'] : ['c1', 'o1', 'o2']
        assert.deepEqual(seen.sort(), expected, start)
      }
    }))
})

describe('the capability statement', () => {
  it('is made from what runs', () =>
    withFhir(async (send) => {
      const { body, headers } = await send('GET', '/metadata')
      const [rest] = body.rest
      assert.equal(headers['content-type'], 'application/fhir+json; charset=utf-8')
      assert.ok(rest.resource.length > 140)
      const patient = rest.resource.find((one: { type: string }) => one.type === 'Patient')
      const codes = (list: readonly { code: string }[]) => list.map((one) => one.code).sort()
      assert.deepEqual(codes(patient.interaction), [
        'create',
        'delete',
        'history-instance',
        'history-type',
        'patch',
        'read',
        'search-type',
        'update',
        'vread',
      ])
      assert.deepEqual(codes(rest.interaction), ['batch', 'history-system', 'search-system', 'transaction'])
      assert.ok(patient.searchParam.some((one: { name: string }) => one.name === 'birthdate'))
      assert.ok(patient.searchRevInclude.includes('Observation:subject'))
      assert.deepEqual(body.patchFormat, [
        'application/json-patch+json',
        'application/xml-patch+xml',
        'application/fhir+json',
        'application/fhir+xml',
      ])
      assert.equal(rest.compartment.length, 5)
      const valid = await send('PUT', '/CapabilityStatement/own', { ...body, id: 'own' })
      assert.equal(valid.status, 201, valid.text.slice(0, 500))
    }))

  it('tells the terminology service by its mode, and the version spoken', () =>
    withWholeApp(async ({ send }) => {
      const told = async (url: string) => (await send('GET', url)).body as { resourceType?: string }
      assert.equal((await told('/fhir/R4/metadata?mode=terminology')).resourceType, 'TerminologyCapabilities')
      assert.equal((await told('/fhir/R4/metadata?mode=normative')).resourceType, 'CapabilityStatement')
      assert.equal((await send('GET', '/fhir/R4/metadata?mode=x')).status, 400)
      assert.match((await send('GET', '/fhir/R4/$versions')).text, /"valueCode":"4\.0"/)
    }))
})

const district = {
  resourceType: 'SearchParameter',
  id: 'district',
  url: 'http://example.org/SearchParameter/district',
  name: 'district',
  status: 'active',
  description: 'district',
  code: 'district',
  base: ['Patient'],
  type: 'token',
  expression: "Patient.extension.where(url='urn:x:district').value",
}

describe('a search parameter that another process has stored', () => {
  it('is known to the first question here: strict search, capability statement', () => {
    const other: { config?: Config } = {}
    return withFhir(
      async (send, services, server) => {
        assert.equal((await send('PUT', '/SearchParameter/district', district)).status, 201)
        for (const url of ['/Patient?district=x', '/metadata']) {
          // A process that has not looked yet: nothing compiled, no state under its settings.
          replaceParameters(1, new Map())
          other.config = { ...services.config }
          const answer = await server.inject({ url: `/other${url}`, headers: { prefer: 'handling=strict' } })
          assert.equal(answer.statusCode, 200, answer.body)
          assert.match(answer.body, /district/, url)
        }
      },
      {
        mount: (root, contextOf) =>
          root.register((scope) => fhirRoutes(scope, (request) => ({ ...contextOf(request), ...other })), {
            prefix: '/other',
          }) as unknown as Promise<void>,
      },
    )
  })
})
