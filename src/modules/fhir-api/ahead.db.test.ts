import assert from 'node:assert/strict'
import { request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { describe, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import type { Answered } from '#platform/http/ahead.ts'
import { buildServer } from '#platform/http/server.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { answerAhead } from './ahead.ts'
import { fhirRoutes } from './routes.ts'

interface Sent {
  readonly method: string
  readonly path: string
  readonly body?: string
  readonly headers?: Record<string, string>
}

const patient = (id: string, more = {}) =>
  JSON.stringify({ resourceType: 'Patient', id, active: true, name: [{ text: 'Trần Thị Bưởi' }], ...more })
const note = (length: number) => ({
  text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${'a'.repeat(length)}</div>` },
})

/** One life of a patient with an id of its own, and what goes wrong on the way. */
const life = (id: string): readonly Sent[] => {
  const at = `Patient/${id}`
  const words = { prefer: 'handling=strict' }
  return [
    { method: 'PUT', path: at, body: patient(id) },
    { method: 'GET', path: at },
    { method: 'GET', path: at, headers: { accept: 'application/fhir+xml', 'x-request-id': 'mine-7' } },
    { method: 'GET', path: `${at}?_pretty=true&_elements=name` },
    { method: 'GET', path: at, headers: { 'if-none-match': 'W/"1"' } },
    { method: 'GET', path: at, headers: { accept: 'text/turtle' } },
    { method: 'PUT', path: at, body: patient(id, { gender: 'female' }), headers: { prefer: 'return=minimal' } },
    { method: 'PUT', path: at, body: patient(id), headers: { 'if-match': 'W/"1"' } },
    { method: 'PUT', path: at, body: patient('other') },
    { method: 'PUT', path: at, body: '{"resourceType":"Patient","id":' },
    { method: 'PUT', path: at, body: patient(id), headers: { 'content-type': 'text/csv' } },
    { method: 'PUT', path: at },
    { method: 'PUT', path: at, body: patient(id, note(9000)), headers: { 'accept-encoding': 'gzip' } },
    { method: 'GET', path: `Patient?_id=${id}&_total=accurate` },
    { method: 'GET', path: `Patient?_id=${id}&nonsense=1`, headers: words },
    { method: 'GET', path: `Patient?_id=${id}&nonsense=1`, headers: { ...words, 'accept-language': 'en' } },
    { method: 'GET', path: `Patient?_id=%zz${id}` },
    { method: 'DELETE', path: at },
    { method: 'DELETE', path: at },
    { method: 'GET', path: at },
    { method: 'GET', path: `Patient/never-${id}` },
    { method: 'GET', path: 'Nothing/1' },
    { method: 'POST', path: 'Patient', body: patient(id) },
  ]
}

/** An answer without what differs from one life to the next. */
const plain = (text: string, id: string) =>
  text
    .replaceAll(id, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/g, 'TIME')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'UUID')

async function send(port: number, { method, path, body, headers = {} }: Sent, id: string) {
  const typed = body === undefined ? {} : { 'content-type': 'application/fhir+json' }
  const whole = { authorization: 'Bearer t', ...typed, ...headers }
  const answer = await new Promise<{ status?: number; headers: Record<string, unknown>; body: Buffer }>(
    (settle, fail) => {
      const asked = request(
        { port, host: '127.0.0.1', method, path: `/fhir/R4/${path}`, headers: whole },
        (one) => {
          const parts: Buffer[] = []
          one.on('data', (part: Buffer) => parts.push(part))
          one.on('end', () =>
            settle({
              ...(one.statusCode ? { status: one.statusCode } : {}),
              headers: one.headers,
              body: Buffer.concat(parts),
            }),
          )
        },
      )
      asked.on('error', fail)
      asked.end(body)
    },
  )
  const zipped = answer.headers['content-encoding'] === 'gzip'
  const text = (zipped ? gunzipSync(answer.body) : answer.body).toString()
  const { date: _, 'last-modified': modified, 'content-length': length, ...others } = answer.headers
  const known = { ...others, modified: modified !== undefined, sized: length !== undefined }
  return plain(JSON.stringify({ status: answer.status, known, text }), id)
}

type Work = (
  port: number,
  set: { known: boolean; permitted: boolean },
  told: readonly Answered[],
  routed: readonly number[],
) => Promise<void>

function withAhead(work: Work): Promise<void> {
  return withServices(async (services) => {
    const set = { known: false, permitted: true }
    const who = () => ({
      facility: 1,
      actor: actor({ permissions: new Set(set.permitted ? ['fhir.read', 'fhir.write'] : []) }),
    })
    const told: Answered[] = []
    const routed: number[] = []
    const server = await buildServer({
      services,
      modules: [],
      webRoot: '/nonexistent',
      authenticate: async () => who(),
      ahead: (made) => answerAhead(services, () => (set.known ? who() : undefined), made.answered),
      mount: async (root, contextOf) => {
        await root.register((scope) => fhirRoutes(scope, contextOf), { prefix: '/fhir/R4' })
        root.addHook('onRequest', async () => void routed.push(1))
      },
    })
    server.answered.push((one) => told.push(one))
    await server.listen({ port: 0, host: '127.0.0.1' })
    try {
      await work((server.server.address() as AddressInfo).port, set, told, routed)
    } finally {
      await server.close()
    }
  })
}

/** What stands behind the head of the answer to bytes sent as they are. */
function raw(port: number, sent: string): Promise<string> {
  return new Promise((settle, fail) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(sent))
    let got = ''
    socket.on('data', (part) => {
      got += String(part)
    })
    socket.on('error', fail)
    socket.on('close', () => settle(got))
  })
}

describe('answers ahead of the router', () => {
  test('link to where they were asked, also without a Host', () =>
    withAhead(async (port, set) => {
      const head = 'GET /fhir/R4/Patient?_count=1 HTTP/1.0\r\nAuthorization: Bearer t\r\n'
      for (const known of [false, true]) {
        set.known = known
        assert.match(await raw(port, `${head}\r\n`), new RegExp(`"http://localhost:${port}/fhir/R4/Patient`))
        assert.match(await raw(port, `${head}Host: x.example\r\n\r\n`), /"http:\/\/x\.example\/fhir\/R4\/Patient/)
      }
    }))

  test('are those of the router, to the last header', () =>
    withAhead(async (port, set, told, routed) => {
      const [first, second] = [life('way-one'), life('way-two')]
      for (const [at, asked] of first.entries()) {
        set.known = false
        const byRouter = await send(port, asked, 'way-one')
        set.known = true
        const other = second[at]
        assert.ok(other)
        assert.equal(await send(port, other, 'way-two'), byRouter, `${asked.method} ${asked.path}`)
      }
      const lines = told.map(({ method, route, status, actor: by }) => `${method} ${route} ${status} ${by}`)
      assert.equal(lines.length, 2 * first.length)
      assert.equal(routed.length, first.length, 'the second of each pair never reached the router')
      for (let at = 0; at < lines.length; at += 2) assert.equal(lines[at], lines[at + 1])
    }))

  test('are left to the router where a permission lacks or the request is unusual', () =>
    withAhead(async (port, set) => {
      set.known = true
      set.permitted = false
      assert.match(await send(port, { method: 'GET', path: 'Patient/x' }, 'x'), /"status":403/)
      set.permitted = true
      assert.match(await send(port, { method: 'GET', path: 'metadata' }, 'x'), /CapabilityStatement/)
      assert.match(await send(port, { method: 'GET', path: 'Patient/_history' }, 'x'), /"status":200.*history/)
      assert.match(await send(port, { method: 'HEAD', path: 'Patient' }, 'x'), /"status":200/)
      assert.match(await send(port, { method: 'OPTIONS', path: 'Patient' }, 'x'), /"status":204.*allow/)
      const zipped = { 'content-encoding': 'zstd' }
      assert.match(
        await send(port, { method: 'POST', path: 'Patient', body: '{}', headers: zipped }, 'x'),
        /"status":415/,
      )
    }))
})
