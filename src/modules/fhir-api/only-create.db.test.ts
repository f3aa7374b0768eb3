import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codeOf, withFhir } from '#tests/support/fhir.ts'

const onlyNew = { 'if-none-match': '*' }
const patient = (id: string, value = '1') => ({
  resourceType: 'Patient',
  id,
  identifier: [{ system: 'urn:x', value }],
})
const put = (id: string, url = `Patient/${id}`) => ({
  resource: patient(id),
  request: { method: 'PUT', url, ifNoneMatch: '*' },
})
const transaction = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'transaction', entry })

describe('a PUT with If-None-Match: *', () => {
  it('creates, also what was deleted, and never overwrites', () =>
    withFhir(async (send) => {
      const ask = async (url: string, id: string) => {
        const answer = await send('PUT', url, patient(id, 'other'), onlyNew)
        return [answer.status, codeOf(answer)]
      }
      assert.deepEqual(await ask('/Patient/p', 'p'), [201, undefined])
      assert.deepEqual(await ask('/Patient/p', 'p'), [412, 'fhirApi.existsAlready'])
      assert.deepEqual(await ask('/Patient?identifier=urn:x|other', 'p'), [412, 'fhirApi.existsAlready'])
      assert.equal((await send('GET', '/Patient/p')).body.meta.versionId, '1')
      await send('DELETE', '/Patient/p')
      assert.deepEqual(await ask('/Patient/p', 'p'), [201, undefined])
      const tag = await send('PUT', '/Patient/q', patient('q'), { 'if-none-match': 'W/"1"' })
      assert.deepEqual([tag.status, codeOf(tag)], [400, 'fhirApi.badHeader'])
    }))

  it('lets one of many make it', () =>
    withFhir(async (send) => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => send('PUT', '/Patient/p', patient('p', `${at}`), onlyNew)),
      )
      const counts = Map.groupBy(answers, (one) => one.status)
      assert.deepEqual([counts.get(201)?.length, counts.get(412)?.length], [1, 19])
    }))

  it('means the same in a bundle, where it undoes all', () =>
    withFhir(async (send) => {
      assert.equal((await send('POST', '', transaction(put('p')))).status, 200)
      for (const late of [put('p'), put('p', 'Patient?identifier=urn:x|1')]) {
        const answer = await send('POST', '', transaction(put('q', 'Patient/q'), late))
        assert.deepEqual([answer.status, codeOf(answer)], [412, 'fhirApi.existsAlready'])
        assert.equal((await send('GET', '/Patient/q')).status, 404)
      }
      const batch = await send('POST', '', { ...transaction(put('p'), put('r')), type: 'batch' })
      const told = batch.body.entry.map((one: { response: { status: string } }) => one.response.status.slice(0, 3))
      assert.deepEqual(told, ['412', '201'])
    }))
})
