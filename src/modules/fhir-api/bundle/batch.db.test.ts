import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { uuidv7 } from '#kernel/ids.ts'
import { codeOf, type FhirReply, withFhir } from '#tests/support/fhir.ts'
import { fhirApi } from '../index.ts'

const patient = { resourceType: 'Patient', id: 'p', gender: 'male' }
const batch = (...entry: unknown[]) => ({ resourceType: 'Bundle', type: 'batch', entry })
const get = (url: string, more: object = {}) => ({ request: { method: 'GET', url, ...more } })
const statuses = (reply: FhirReply) =>
  reply.body.entry.map((one: { response: { status: string } }) => one.response.status.slice(0, 3))

const operations = fhirApi.fhirOperations ?? []

describe('a batch', () => {
  it('does every entry for itself, in the order DELETE, POST, PUT and PATCH, GET', () =>
    withFhir(
      async (send) => {
        const answer = await send(
          'POST',
          '/',
          batch(
            get('Patient/p'),
            { resource: patient, request: { method: 'PUT', url: 'Patient/p' } },
            { resource: { ...patient, gender: 'x' }, request: { method: 'POST', url: 'Patient' } },
            {
              resource: {
                resourceType: 'Parameters',
                parameter: [
                  {
                    name: 'operation',
                    part: [
                      { name: 'type', valueCode: 'replace' },
                      { name: 'path', valueString: 'Patient.gender' },
                      { name: 'value', valueCode: 'female' },
                    ],
                  },
                ],
              },
              request: { method: 'PATCH', url: 'Patient/p' },
            },
            get('Patient/none'),
            get('Patient?gender=female'),
            { request: { method: 'DELETE', url: 'Patient/none' } },
            get('Patient/p/_history/1'),
            get('Patient/p/_history'),
            get('$versions'),
            get('Patient/p', { ifNoneMatch: 'W/"2"' }),
            get('Patient/p', { ifModifiedSince: '2030-01-01T00:00:00Z' }),
            null,
            { resource: batch(), request: { method: 'POST', url: '/' } },
          ),
        )
        assert.equal(answer.body.type, 'batch-response')
        assert.deepEqual(
          statuses(answer),
          ['200', '201', '400', '200', '404', '200', '204', '200', '200', '200', '304', '304', '400', '400'],
          answer.text,
        )
        assert.equal(answer.body.entry[0].resource.gender, 'female')
        assert.equal(answer.body.entry[4].response.outcome.issue[0].code, 'not-found')
        assert.equal(answer.body.entry[9].resource.parameter[0].valueCode, '4.0')
      },
      { operations },
    ))

  it('asks for the permission of each entry', () =>
    withFhir(
      async (send) => {
        const answer = await send(
          'POST',
          '/',
          batch(get('Patient'), { resource: patient, request: { method: 'PUT', url: 'Patient/p' } }),
        )
        assert.deepEqual(statuses(answer), ['200', '403'])
        const all = await send('POST', '/', { ...batch(get('Patient')), type: 'transaction' })
        assert.equal(all.status, 200)
        const { entry } = batch({ resource: patient, request: { method: 'PUT', url: 'Patient/p' } })
        const refused = await send('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry })
        assert.equal(refused.status, 403)
      },
      { who: { permissions: new Set(['fhir.read']) } },
    ))

  it('is written once for one command', () =>
    withFhir(async (send) => {
      const headers = { 'x-command-id': uuidv7() }
      const two = batch(
        { resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } },
        { resource: { resourceType: 'Patient' }, request: { method: 'POST', url: 'Patient' } },
      )
      await send('POST', '/', two, headers)
      await send('POST', '/', two, headers)
      assert.equal((await send('GET', '/Patient?_summary=count')).body.total, 2)
    }))

  it('is refused as a whole when it is no bundle to process', () =>
    withFhir(async (send) => {
      const rows: readonly (readonly [unknown, number, string])[] = [
        [patient, 400, 'fhirApi.wrongType'],
        [{ resourceType: 'Bundle', type: 'collection' }, 400, 'fhirApi.bundleType'],
        [{ resourceType: 'Bundle' }, 400, 'fhirApi.bundleType'],
        [{ resourceType: 'Bundle', type: { a: 1 } }, 400, 'fhirApi.bundleType'],
        [{ resourceType: 'Bundle', type: 'batch', entry: {} }, 400, 'fhirApi.entryList'],
        [batch(...Array(10_001).fill({})), 422, 'fhirApi.bundleLarge'],
      ]
      for (const [body, status, code] of rows) {
        const answer = await send('POST', '/', body)
        assert.deepEqual([answer.status, codeOf(answer)], [status, code])
      }
      const empty = await send('POST', '/', { resourceType: 'Bundle', type: 'batch' })
      assert.deepEqual([empty.status, empty.body.entry], [200, undefined])
    }))
})
