import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import Type from 'typebox'
import { commonErrors } from '#kernel/common-errors.ts'
import type { HospitalModule } from '#platform/module.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { rateLimits, readLimits } from './rate-limits.ts'
import { buildServer } from './server.ts'

const rate = { perMinute: 60, burst: 3 }
const limits = { ...readLimits(), person: { ...rate, burst: 20 }, address: { perMinute: 60, burst: 2 } }
const forLogin = { ...readLimits(), credentials: { perMinute: 1, burst: 3 } }

const probe: HospitalModule = {
  name: 'probe',
  permissions: {},
  routes(api) {
    const common = { method: 'GET', permission: 'public', summary: 'Answers' } as const
    api({ ...common, path: '/probe' }, () => ({ ok: true }))
    api({ ...common, path: '/probe/large' }, () => ({ text: 'a'.repeat(65 * 2 ** 20) }))
    api({ ...common, path: '/probe/label' }, ({ reply }) =>
      reply.type('text/html').send('<head><style>b{}</style></head><p style="color:red">x'),
    )
  },
}

const login: HospitalModule = {
  name: 'login',
  permissions: {},
  routes(api) {
    api(
      {
        ...{ method: 'POST', path: '/session', permission: 'public', summary: 'Log in', command: false },
        body: Type.Object({ password: Type.String() }),
      },
      ({ body }) => {
        if (body.password !== 'right') throw commonErrors.notLoggedIn()
        return { ok: true }
      },
    )
  },
}

describe('limits of requests', () => {
  it('let a burst through, then one at a time as the bucket fills, each account for itself', () => {
    let at = 0
    const { take } = rateLimits({ ...limits, person: rate }, () => at)
    assert.deepEqual(
      [1, 2, 3, 4].map(() => take('person', 'a')),
      [0, 0, 0, 1],
    )
    assert.equal(take('person', 'b'), 0)
    at += 1000
    assert.deepEqual([take('person', 'a'), take('person', 'a')], [0, 1])
    at += 3_600_000
    assert.deepEqual(
      [1, 2, 3, 4].map(() => take('person', 'a')),
      [0, 0, 0, 1],
    )
    assert.deepEqual(Array.from({ length: 500 }, () => take('system', 's')).filter(Boolean), [])
  })

  it('leave room for a hundred persons at one address and for a person who works fast', () => {
    const { take } = rateLimits(readLimits(), () => 0)
    const refused = Array.from(
      { length: 100 },
      (_, person) => Array.from({ length: 600 }, () => take('person', String(person))).filter(Boolean).length,
    )
    assert.deepEqual(refused.filter(Boolean), [])
    assert.deepEqual(Array.from({ length: 100 }, () => take('credentials', 'one')).filter(Boolean), [])
    assert.ok(take('credentials', 'one') > 0)
  })

  it('count failed logins of an address only, however it is written', () =>
    withServices(async (services) => {
      const server = await buildServer({
        ...{ services, modules: [login], webRoot: tmpdir(), rates: rateLimits(forLogin) },
        authenticate: async () => undefined,
      })
      try {
        const send = async (url: string, password: string) =>
          (await server.inject({ method: 'POST', url, payload: { password } })).statusCode
        for (let n = 0; n < 10; n++) assert.equal(await send('/api/session', 'right'), 200)
        for (const url of ['/api/session', '/api/sess%69on', '/%61pi/session'])
          assert.equal(await send(url, 'wrong'), 401)
        for (const url of ['/api/session', '/api/sess%69on']) assert.equal(await send(url, 'wrong'), 429)
      } finally {
        await server.close()
      }
    }))

  it('refuse with 429 and the time to wait; accounts behind the same address go on', () =>
    withServices(async (services) => {
      const webRoot = mkdtempSync(join(tmpdir(), 'lanong-web-'))
      writeFileSync(join(webRoot, 'index.html'), '<!doctype html><head><style>a{}</style></head>')
      const server = await buildServer({
        ...{ services, modules: [probe], webRoot, rates: rateLimits(limits) },
        authenticate: async ({ headers }) => {
          if (headers['x-bad']) throw Object.assign(new Error('wrong'), { statusCode: 401 })
          return headers['x-who'] ? { facility: 1, actor: actor({ id: String(headers['x-who']) }) } : undefined
        },
      })
      try {
        const ask = (headers: Record<string, string> = {}, url = '/api/probe') => server.inject({ url, headers })
        let last = await ask({ 'x-bad': '1' })
        for (let n = 0; n < 9 && last.statusCode !== 429; n++) last = await ask({ 'x-bad': '1' })
        assert.equal(last.statusCode, 429)
        assert.equal(last.headers['retry-after'], '1')
        assert.equal((last.json() as { code: string }).code, 'limits.tooMany')
        assert.equal((await ask()).statusCode, 429)
        assert.equal((await ask({ 'x-who': 'a' })).statusCode, 200)
        const large = await ask({ 'x-who': 'a' }, '/api/probe/large')
        assert.equal((large.json() as { code: string }).code, 'limits.answerTooLarge')

        const page = await ask({ 'x-who': 'a' }, '/screen')
        const policy = String(page.headers['content-security-policy'])
        const nonce = /style-src 'self' 'nonce-([\w-]{22})'/.exec(policy)?.[1] ?? 'none'
        assert.ok(page.body.includes(`<style nonce="${nonce}">`), page.body)
        assert.ok(page.body.includes(`<meta name="style-nonce" content="${nonce}">`))
        assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval(?<!wasm-unsafe-eval)/)
        assert.notEqual((await ask({ 'x-who': 'a' }, '/screen')).headers['content-security-policy'], policy)
        const label = await ask({ 'x-who': 'a' }, '/api/probe/label')
        assert.match(label.body, /<style nonce="[\w-]{22}">.*<p style/)
        assert.doesNotMatch(String((await ask({ 'x-who': 'a' })).headers['content-security-policy']), /nonce/)
      } finally {
        await server.close()
        rmSync(webRoot, { recursive: true })
      }
    }))
})
