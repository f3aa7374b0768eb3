import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codeOf, withFhir } from '#tests/support/fhir.ts'

const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff])

describe('Binary', () => {
  it('is taken and given as what it holds, or as a resource', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/p', { resourceType: 'Patient', id: 'p' })
      const made = await send('POST', '/Binary', picture, {
        'content-type': 'image/png',
        'x-security-context': 'Patient/p',
      })
      const { id, data, contentType, securityContext } = made.body
      assert.deepEqual(
        [made.status, contentType, data, securityContext.reference],
        [201, 'image/png', picture.toString('base64'), 'Patient/p'],
      )
      for (const headers of [{}, { accept: '*/*' }, { accept: 'image/png' }, { accept: 'image/*;q=0.5' }]) {
        const raw = await send('GET', `/Binary/${id}`, undefined, headers)
        assert.deepEqual([raw.status, raw.headers['content-type']], [200, 'image/png'])
        assert.ok(raw.bytes.equals(picture))
        assert.equal(raw.headers['etag'], 'W/"1"')
      }
      for (const [url, accept] of [
        ['', 'application/fhir+json'],
        ['?_format=json', '*/*'],
      ] as const)
        assert.equal((await send('GET', `/Binary/${id}${url}`, undefined, { accept })).body.data, data)
      assert.ok((await send('GET', `/Binary/${id}/_history/1`)).bytes.equals(picture))
      const changed = await send('PUT', `/Binary/${id}`, 'x', { 'content-type': 'text/plain' })
      assert.equal(changed.body.data, 'eA==')
      assert.equal((await send('GET', `/Binary/${id}`)).text, 'x')
    }))

  it('never runs as a page of this server', () =>
    withFhir(async (send) => {
      const made = await send('POST', '/Binary', '<script>x</script>', { 'content-type': 'text/html' })
      const { headers } = await send('GET', `/Binary/${made.body.id}`)
      assert.deepEqual(
        [headers['content-disposition'], headers['content-security-policy'], headers['x-content-type-options']],
        ['attachment', "default-src 'none'; sandbox", 'nosniff'],
      )
    }))

  it('is the only type that takes bare content', () =>
    withFhir(async (send) => {
      const answer = await send('POST', '/Patient', picture, { 'content-type': 'image/png' })
      assert.deepEqual([answer.status, codeOf(answer)], [415, 'fhirApi.mediaType'])
    }))
})
