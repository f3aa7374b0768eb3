import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { withWholeApp } from '#tests/support/whole-app.ts'

describe('an address with a malformed escape', () => {
  it('is refused in the form of its interface, in the asked language', () =>
    withWholeApp(async ({ server }) => {
      const ask = async (url: string, language: string) => {
        const { statusCode, headers, body } = await server.inject({
          url,
          headers: { 'accept-language': language },
        })
        return { statusCode, type: String(headers['content-type']), body: JSON.parse(body) as unknown }
      }
      const page = (await ask('/api/patients/%zz', 'vi')) as { statusCode: number; type: string; body: object }
      assert.equal(page.statusCode, 400)
      assert.match(page.type, /^application\/problem\+json/)
      assert.partialDeepStrictEqual(page.body, { code: 'http.badAddress', title: 'Địa chỉ có ký tự % viết sai.' })
      const fhir = await ask('/fhir/R4/Patient/%E0%A4%A', 'en')
      assert.equal(fhir.statusCode, 400)
      assert.match(fhir.type, /^application\/fhir\+json/)
      assert.partialDeepStrictEqual(fhir.body, {
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', details: { coding: [{ code: 'http.badAddress' }] } }],
      })
    }))
})
