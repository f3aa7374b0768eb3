import assert from 'node:assert/strict'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { after, before, describe, it } from 'node:test'
import { insideRules } from './address-rules.ts'
import { isListed } from './listed.ts'
import { checkedLookup, type Outgoing, sendOut } from './send.ts'

describe('where the server may call', () => {
  it('takes an address below a written one and not one that only begins with the same letters', () => {
    const listed = ['https://lis.example.vn/hook', 'http://10.0.0.5:8080/']
    const takes = (url: string) => isListed(new URL(url), listed)
    for (const good of [
      'https://lis.example.vn/hook',
      'https://lis.example.vn/hook/1?a=b',
      'http://10.0.0.5:8080/x',
    ])
      assert.equal(takes(good), true, good)
    for (const bad of [
      'https://lis.example.vn.evil.example/hook',
      'https://lis.example.vn/hooks',
      'https://lis.example.vn/hook/../admin',
      'http://lis.example.vn/hook',
      'https://lis.example.vn:8443/hook',
      'http://10.0.0.5:8081/',
      'http://10.0.0.5/',
    ])
      assert.equal(takes(bad), false, bad)
  })

  it('knows what lies inside, in every spelling of an address', () => {
    const none = insideRules(undefined)
    const inside = [
      '127.0.0.1',
      '127.8.8.8',
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::',
      'fd00::1',
      'fe80::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:a00:1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      'ff02::1',
      'no address',
    ]
    for (const one of inside) assert.equal(none.allows('x', one), false, one)
    for (const one of ['1.1.1.1', '203.162.4.190', '172.32.0.1', '2a00:1450::1', '::ffff:8.8.8.8'])
      assert.equal(none.allows('x', one), true, one)
    const some = insideRules('10.0.5.0/24,lis.local,fd00::/16')
    assert.deepEqual(
      [
        ['a', '10.0.5.9'],
        ['a', '10.0.6.9'],
        ['LIS.local', '192.168.1.1'],
        ['b', 'fd00::1'],
        ['b', '127.0.0.1'],
      ].map(([host = '', address = '']) => some.allows(host, address)),
      [true, false, true, true, false],
    )
  })

  it('refuses a name that leads inside, whatever it led to before', async () => {
    const looked = await new Promise<Error | null>((settle) => {
      checkedLookup(insideRules(undefined))('localhost', { all: true }, (error) => settle(error))
    })
    assert.equal((looked as { code?: string }).code, 'outbound.inside')
  })
})

describe('a request to another system', () => {
  const state = { hits: 0 }
  const server = createServer((request, response) => {
    state.hits++
    if (request.url === '/moved') return void response.writeHead(302, { location: '/secret' }).end()
    if (request.url === '/large') return void response.end(Buffer.alloc(5000))
    if (request.url === '/silent') return
    response.end(`${request.method} ${request.headers['x-a'] ?? ''}`)
  })
  let origin = ''
  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const send = (path: string, given: Partial<Outgoing> = {}, most?: number) =>
    sendOut(
      {
        url: path.startsWith('/') ? origin + path : path,
        allowed: { listed: [origin], inside: undefined },
        timeoutMs: 2000,
        ...given,
      },
      most,
    )

  it('goes to an address that was written out, and follows no redirection', async () => {
    const answer = await send('/', { method: 'POST', headers: { 'x-a': 'b' }, body: 'c' })
    assert.deepEqual([answer.ok, answer.body.toString()], [true, 'POST b'])
    const hits = state.hits
    assert.deepEqual([(await send('/moved')).status, state.hits - hits], [302, 1])
  })

  it('is refused before anything is sent when nobody allowed it', async () => {
    const hits = state.hits
    const port = new URL(origin).port
    const inside: Outgoing['allowed'] = { listed: 'anywhere', inside: undefined }
    for (const [url, allowed] of [
      [`${origin}/`, { listed: ['https://other.example'], inside: undefined }],
      [`http://user:secret@127.0.0.1:${port}/`, undefined],
      ['file:///etc/passwd', undefined],
      ['gopher://127.0.0.1/', undefined],
      [`${origin}/`, inside],
      [`http://localhost:${port}/`, inside],
      [`http://[::ffff:127.0.0.1]:${port}/`, inside],
      [`http://2130706433:${port}/`, inside],
      [`http://0x7f.1:${port}/`, inside],
    ] as const)
      await assert.rejects(send(url, allowed ? { allowed } : {}), { code: /^outbound\.(notListed|inside)$/ }, url)
    assert.equal(state.hits, hits)
    const allowed = { listed: 'anywhere', inside: '127.0.0.0/8' } as const
    assert.equal((await send('/', { allowed })).ok, true)
  })

  it('ends when the answer is too large, too late, or does not come', async () => {
    await assert.rejects(send('/large', {}, 4000), { code: 'outbound.tooLarge' })
    await assert.rejects(send('/silent', { timeoutMs: 50 }), { code: 'outbound.timeout' })
    const gone = 'http://127.0.0.1:9'
    await assert.rejects(send(gone, { allowed: { listed: [gone], inside: undefined } }), {
      code: 'outbound.unreachable',
    })
  })
})

it('is the only way out: nothing of the server opens connections by itself', () => {
  // Addresses of the object store and of the virus scanner are written by the administrator alone; tokens of `ask` are pages.
  const apart =
    /^src\/(platform\/(outbound|http|backup|uploads\/clamd)|app\/hospital-day|cli|web)[/.]|\/web\/|\.test\.ts$|interaction-page|stream\/send/
  const opens = /(^|[^.\w#])fetch\(|from 'node:(http|https|http2|net|tls|dgram|dns)'|from 'undici'/
  const types = /import (type )?\{[^}]*\} from 'node:(http|https|net)'/g
  const bad = globSync('src/**/*.ts')
    .filter((file) => !apart.test(file))
    .filter((file) => opens.test(readFileSync(file, 'utf8').replace(types, (line) => (known(line) ? '' : line))))
  assert.deepEqual(bad, [])
})

/** Imports that open nothing outwards: types, servers, and questions about addresses. */
function known(line: string): boolean {
  if (line.startsWith('import type')) return true
  const names =
    /\{([^}]*)\}/
      .exec(line)?.[1]
      ?.split(',')
      .map((one) => one.trim())
      .filter(Boolean) ?? []
  return names.every((name) => /^(type |createServer$|isIP|BlockList$|STATUS_CODES$)/.test(name))
}
