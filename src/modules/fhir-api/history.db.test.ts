import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codeOf, type FhirReply, type SendFhir, withFhir } from '#tests/support/fhir.ts'

const at = (minute: number) => new Date(`2026-11-23T03:${String(minute).padStart(2, '0')}:00Z`)

interface Entry {
  readonly resource?: { readonly id: string; readonly meta: { readonly versionId: string } }
  readonly request: { readonly method: string; readonly url: string }
  readonly response: { readonly status: string; readonly etag: string }
}

const told = (reply: FhirReply) =>
  (reply.body.entry ?? []).map(
    ({ request, response }: Entry) => `${request.method} ${request.url} ${response.etag.replace(/\D/g, '')}`,
  )

/** a: made 03:00, changed 03:10, deleted 03:20; b: made 03:05. Observation o: made 03:06. */
function withVersions(work: (send: SendFhir) => Promise<void>): Promise<void> {
  let now = at(0)
  return withFhir(
    async (send) => {
      const patient = (id: string) => ({ resourceType: 'Patient', id })
      await send('PUT', '/Patient/a', patient('a'))
      now = at(5)
      await send('PUT', '/Patient/b', patient('b'))
      now = at(6)
      await send('PUT', '/Observation/o', {
        resourceType: 'Observation',
        id: 'o',
        status: 'final',
        code: { text: 'x' },
      })
      now = at(10)
      await send('PUT', '/Patient/a', patient('a'))
      now = at(20)
      await send('DELETE', '/Patient/a')
      await work(send)
    },
    { now: () => now },
  )
}

const a3 = 'DELETE Patient/a 3'
const a2 = 'PUT Patient/a 2'
const a1 = 'POST Patient 1'
const b1 = 'POST Patient 1'
const o1 = 'POST Observation 1'

const rows: readonly (readonly [string, readonly string[]])[] = [
  ['/Patient/a/_history', [a3, a2, a1]],
  ['/Patient/_history', [a3, a2, b1, a1]],
  ['/_history', [a3, a2, o1, b1, a1]],
  ['/_history?_sort=_lastUpdated', [a1, b1, o1, a2, a3]],
  ['/Patient/a/_history?_since=2026-11-23T03:10:00Z', [a3, a2]],
  ['/Patient/a/_history?_since=2026-11-23T10:10:00%2B07:00', [a3, a2]],
  ['/Patient/a/_history?_since=2026-11-24', []],
  ['/Patient/a/_history?_at=2026-11-23T03:12:00Z', [a2]],
  ['/Patient/_history?_at=2026-11-23T03:12:00Z', [a2, b1]],
  ['/Patient/_history?_at=2026-11-23T03:02:00Z', [a1]],
  ['/Patient/_history?_at=2026-11-22', []],
  ['/Patient/_history?_at=2026', [a3, a2, b1, a1]],
]

describe('history', () => {
  it('is of a resource, a type or everything, from a time or at one', () =>
    withVersions(async (send) => {
      for (const [url, expected] of rows) {
        const answer = await send('GET', url)
        assert.deepEqual([answer.status, told(answer)], [200, expected], `${url} ${answer.text.slice(0, 200)}`)
        assert.equal(answer.body.type, 'history')
      }
    }))

  it('holds each version as it was, and nothing of what is deleted', () =>
    withVersions(async (send) => {
      const { entry } = (await send('GET', '/Patient/a/_history')).body
      assert.deepEqual(
        entry.map((one: Entry) => [one.resource?.meta.versionId, one.response.status]),
        [
          [undefined, '204'],
          ['2', '200'],
          ['1', '201'],
        ],
      )
    }))

  it('is paged without gaps or repeats, in both directions', () =>
    withVersions(async (send) => {
      for (const order of ['', '&_sort=_lastUpdated']) {
        const found: string[] = []
        let url: string | undefined = `/_history?_count=2${order}`
        while (url !== undefined) {
          const page: FhirReply = await send('GET', url)
          found.push(...told(page))
          url = page.body.link
            .find((one: { relation: string }) => one.relation === 'next')
            ?.url.replace(/^.*\/fhir\/R4/, '')
        }
        const whole = told(await send('GET', `/_history?_count=100${order}`))
        assert.deepEqual(found, whole)
      }
    }))

  it('tells how many versions there are on all pages, and only that when asked', () =>
    withVersions(async (send) => {
      for (const [url, total, entries] of [
        ['/_history', 5, 5],
        ['/_history?_count=2', 5, 2],
        ['/Patient/_history?_count=1&_at=2026-11-23T03:12:00Z', 2, 1],
        ['/Patient/a/_history?_count=0', 3, 0],
        ['/Patient/a/_history?_summary=count', 3, 0],
      ] as const) {
        const { body } = await send('GET', url)
        assert.deepEqual([body.total, body.entry?.length ?? 0], [total, entries], url)
      }
    }))

  it('is of the members of a list, stored or functional, of the version that the list names', () =>
    withVersions(async (send) => {
      const items = ['Patient/b', 'Observation/o/_history/1', 'Observation/o/_history/2']
      await send('PUT', '/Observation/o', {
        resourceType: 'Observation',
        id: 'o',
        status: 'final',
        code: { text: 'y' },
      })
      await send('PUT', '/Observation/o', {
        resourceType: 'Observation',
        id: 'o',
        status: 'final',
        code: { text: 'z' },
      })
      const entry = items.map((reference) => ({ item: { reference } }))
      const list = { resourceType: 'List', id: 'l', status: 'current', mode: 'working', entry }
      assert.equal((await send('PUT', '/List/l', list)).status, 201)
      const allergy = {
        resourceType: 'AllergyIntolerance',
        id: 'x',
        patient: { reference: 'Patient/b' },
        clinicalStatus: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
          ],
        },
      }
      assert.equal((await send('PUT', '/AllergyIntolerance/x', allergy)).status, 201)
      for (const [url, expected] of [
        ['/_history?_list=l', ['PUT Observation/o 2', o1, b1]],
        ['/Patient/_history?_list=List/l', [b1]],
        ['/Patient/_history?_list=none', []],
        ['/_history?_list=$current-allergies', ['POST AllergyIntolerance 1']],
        ['/Patient/_history?_list=$current-allergies', []],
      ] as const)
        assert.deepEqual(told(await send('GET', url)), expected, url)
    }))

  it('refuses what it does not understand, unknown names only when asked to', () =>
    withVersions(async (send) => {
      const refusals: readonly (readonly [string, number, string])[] = [
        ['/Patient/never/_history', 404, 'common.notFound'],
        ['/Nothing/_history', 404, 'fhirApi.unknownType'],
        ['/_history?_since=x', 400, 'fhirApi.badParameter'],
        ['/_history?_count=x', 400, 'fhirApi.badParameter'],
        ['/_history?_sort=name', 400, 'fhirApi.badParameter'],
        ['/_history?_list=$nothing', 400, 'store.badValue'],
        ['/_history?_cursor=x', 400, 'fhirApi.badParameter'],
      ]
      for (const [url, status, code] of refusals) {
        const answer = await send('GET', url)
        assert.deepEqual([answer.status, codeOf(answer)], [status, code], url)
      }
      const lenient = await send('GET', '/_history?nonsense=1&_count=1')
      assert.match(lenient.body.link[0].url, /\/_history\?_count=1$/)
      const strict = await send('GET', '/_history?nonsense=1', undefined, { prefer: 'handling=strict' })
      assert.equal(strict.status, 400)
    }))
})
