import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { withServices } from '#tests/support/database.ts'
import { buildServer } from './server.ts'

describe('the built application', () => {
  it('answers for the address of every screen, but not for missing files and interfaces', () =>
    withServices(async (services) => {
      const webRoot = mkdtempSync(join(tmpdir(), 'lanong-web-'))
      writeFileSync(join(webRoot, 'index.html'), '<title>app</title>')
      const server = await buildServer({ services, modules: [], webRoot, authenticate: async () => undefined })
      try {
        const get = async (url: string) => {
          const answer = await server.inject({ url })
          return [answer.statusCode, String(answer.headers['content-type']).split(';')[0]]
        }
        for (const page of ['/', '/setup', '/patients/x/exam', '/admin/accounts?x=1'])
          assert.deepEqual(await get(page), [200, 'text/html'], page)
        for (const missing of ['/api/nothing', '/fhir/x', '/assets/gone.js'])
          assert.deepEqual(await get(missing), [404, 'application/problem+json'], missing)
        const said = async (language: string) =>
          (await server.inject({ url: '/api/nothing', headers: { 'accept-language': language } })).json().title
        assert.equal(await said('vi'), 'Không có gì ở địa chỉ này.')
        assert.equal(await said('en'), 'There is nothing at this address.')
      } finally {
        await server.close()
        rmSync(webRoot, { recursive: true })
      }
    }))
})
