import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fastify from 'fastify'
import type { Logger } from 'pino'
import { withServices } from '#tests/support/database.ts'
import { readReports, reportAddress, type Stopped, takeContentReports } from './content-reports.ts'
import { buildServer } from './server.ts'

const old = {
  'csp-report': {
    'document-uri': 'https://benhvien.example/patients/018f-ho-ten?q=Nguyen',
    'violated-directive': "script-src 'self'",
    'blocked-uri': 'https://evil.example/x.js?secret=1',
  },
}
const modern = [
  {
    type: 'csp-violation',
    body: { documentURL: 'https://benhvien.example/ward', effectiveDirective: 'style-src', blockedURL: 'inline' },
  },
]

describe('what browsers report of the content policy', () => {
  it('is read in both ways, without what an address may tell of a patient', () => {
    assert.deepEqual(
      [...readReports(old), ...readReports(modern)],
      [
        { directive: 'script-src', blocked: 'https://evil.example', page: '/patients' },
        { directive: 'style-src', blocked: 'inline', page: '/ward' },
      ],
    )
    for (const odd of [null, 1, 'x', [], [null], {}, { 'csp-report': 1 }]) assert.deepEqual(readReports(odd), [])
  })

  it('comes into the log, each kind once an hour, and no more kinds than can be read', async () => {
    const told: Stopped[] = []
    const clock = { at: 0 }
    const server = fastify()
    takeContentReports(server, { warn: (one: Stopped) => told.push(one) } as unknown as Logger, () => clock.at)
    const send = (payload: object, type = 'application/csp-report') =>
      server.inject({
        ...{ method: 'POST', url: reportAddress, headers: { 'content-type': type } },
        payload: JSON.stringify(payload),
      })
    for (let n = 0; n < 3; n++) assert.equal((await send(old)).statusCode, 204)
    assert.equal((await send(modern, 'application/reports+json')).statusCode, 204)
    assert.equal(told.length, 2)
    clock.at = 3_600_001
    await send(old)
    assert.equal(told.length, 3)
    for (let n = 0; n < 300; n++) await send({ 'csp-report': { 'document-uri': `https://a.example/p${n}` } })
    assert.equal(told.length, 3 + 199)
    assert.equal((await send({ x: 'a'.repeat(20_000) })).statusCode, 413)
    await server.close()
  })
})

it('pages name the address of reports, and only files of the application are served', () =>
  withServices(async (services) => {
    const webRoot = mkdtempSync(join(tmpdir(), 'lanong-web-'))
    mkdirSync(join(webRoot, 'assets'))
    for (const name of [
      'index.html',
      'assets/a.js',
      'assets/a.js.map',
      'notes.bak',
      'assets/key.pem',
      'assets/a.js.gz',
    ])
      writeFileSync(join(webRoot, name), '<html></html>')
    const server = await buildServer({ services, modules: [], webRoot, authenticate: async () => undefined })
    try {
      const statusOf = async (url: string) => (await server.inject({ url })).statusCode
      assert.equal(await statusOf('/assets/a.js'), 200)
      for (const url of ['/assets/a.js.map', '/notes.bak', '/assets/key.pem', '/assets/a.js.gz'])
        assert.equal(await statusOf(url), 404, url)
      const { headers } = await server.inject({ url: '/' })
      assert.match(String(headers['content-security-policy']), /report-uri \/content-reports;report-to content/)
      assert.equal(headers['reporting-endpoints'], 'content="/content-reports"')
    } finally {
      await server.close()
      rmSync(webRoot, { recursive: true, force: true })
    }
  }))
