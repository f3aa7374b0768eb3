import assert from 'node:assert/strict'
import { once } from 'node:events'
import { get } from 'node:http'
import { describe, it } from 'node:test'
import type { Bundle, Parameters, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { codeOf } from '#tests/support/fhir.ts'
import { withReceiver } from '#tests/support/receiver.ts'
import { observation, plain, put, run, turn } from '#tests/support/subscriptions.ts'
import { backportProfile } from './subscriber.ts'

describe('a plain R4 subscription', () => {
  it('is told of what it asks for, once and in order, and of nothing else', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services) => {
        await put(send, observation('before', '8302-2'))
        const made = await send('POST', '/Subscription', plain(receiver.address))
        assert.equal(made.status, 201, made.text)
        await turn(services)
        assert.equal((await send('GET', `/Subscription/${made.body.id}`)).body.status, 'active')
        await put(send, observation('a', '8302-2'))
        await put(send, observation('b', '29463-7'))
        await turn(services)
        await turn(services)
        assert.deepEqual(
          receiver.received.map((one) => `${one.method} ${one.url}`),
          ['PUT /hook/Observation/a'],
        )
        assert.equal(receiver.received[0]?.headers['authorization'], 'Bearer x')
        assert.equal((JSON.parse(receiver.received[0]?.body ?? '{}') as Resource).id, 'a')
      }),
    ))

  it('delivers what a killed server had begun', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services) => {
        await send('POST', '/Subscription', plain(receiver.address))
        await turn(services)
        await put(send, observation('a', '8302-2'))
        await turn(services)
        // As if the process had died after sending and before it could say so.
        await sql`update subscription_event set state = 'waiting', delivered_at = null`.execute(services.db)
        await turn(services)
        assert.equal(receiver.received.length, 2, 'at least once')
      }),
    ))

  it('is refused when it could never be told', () =>
    withReceiver((receiver) =>
      run(receiver, async (send) => {
        const refused: readonly [object, string][] = [
          [plain('http://127.0.0.1:1/elsewhere'), 'subscriptions.endpoint'],
          [plain(receiver.address, { type: 'email' }), 'subscriptions.channel'],
          [plain(receiver.address, { payload: 'text/plain' }), 'subscriptions.payload'],
          [plain(receiver.address, { header: ['Host: x'] }), 'subscriptions.header'],
          [{ ...plain(receiver.address), criteria: 'Foo?x=1' }, 'subscriptions.criteria'],
          [{ ...plain(receiver.address), criteria: 'Observation?nonsense=1' }, 'subscriptions.criteria'],
          [{ ...plain(receiver.address), end: '2020-01-01T00:00:00Z' }, 'subscriptions.ended'],
        ]
        for (const [given, code] of refused) {
          const answer = await send('POST', '/Subscription', given)
          assert.deepEqual([answer.status, codeOf(answer)], [422, code])
        }
      }),
    ))
})

const payloadContent = backportProfile.replace(/[^/]+$/, 'backport-payload-content')

const topical = (endpoint: string, channel: object = {}) => ({
  resourceType: 'Subscription',
  meta: { profile: [backportProfile] },
  status: 'requested',
  reason: 'thử',
  criteria: 'urn:lanong:SubscriptionTopic:critical-result',
  channel: {
    type: 'rest-hook',
    endpoint,
    payload: 'application/fhir+json',
    _payload: { extension: [{ url: payloadContent, valueCode: 'full-resource' }] },
    ...channel,
  },
})

const critical = (id: string) =>
  ({
    ...observation(id, '2823-3'),
    interpretation: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code: 'HH' }] },
    ],
  }) as Resource

describe('a topic-based subscription', () => {
  it('shakes hands, is told by numbered bundles, and can ask what it missed', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services) => {
        const made = await send('POST', '/Subscription', topical(receiver.address))
        assert.equal(made.status, 201, made.text)
        await turn(services)
        await put(send, observation('calm', '2823-3'))
        await put(send, critical('hot'))
        await turn(services)
        const [hand, told] = receiver.received.map((one) => JSON.parse(one.body) as Bundle)
        const valueIn = (bundle: Bundle | undefined, name: string) =>
          (bundle?.entry?.[0]?.resource as Parameters | undefined)?.parameter?.find((one) => one.name === name)
        assert.equal(valueIn(hand, 'type')?.valueCode, 'handshake')
        assert.equal(valueIn(told, 'type')?.valueCode, 'event-notification')
        assert.equal(valueIn(told, 'events-since-subscription-start')?.valueString, '1')
        assert.equal(told?.entry?.[1]?.resource?.id, 'hot')
        assert.equal(receiver.received.length, 2)
        const events = await send('GET', `/Subscription/${made.body.id}/$events`)
        assert.equal(events.body.entry.length, 2, events.text)
        const status = await send('GET', `/Subscription/${made.body.id}/$status`)
        assert.equal(status.body.total, 1)
        const other = await send('POST', '/Subscription', { ...topical(receiver.address), criteria: 'urn:none' })
        assert.equal(codeOf(other), 'subscriptions.criteria')
      }),
    ))
})

describe('a websocket', () => {
  it('is told what waits when it binds, and what comes after', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services, server) => {
        const socketChannel = { type: 'websocket', endpoint: undefined }
        const first = await send('POST', '/Subscription', plain('', socketChannel))
        const second = await send('POST', '/Subscription', topical('', socketChannel))
        assert.deepEqual([first.status, second.status], [201, 201], first.text + second.text)
        await turn(services)
        await put(send, critical('early'))
        await put(send, observation('tall', '8302-2'))
        await turn(services)
        await server.listen({ port: 0, host: '127.0.0.1' })
        const { port } = server.server.address() as { port: number }
        const socket = new WebSocket(`ws://127.0.0.1:${port}/fhir/websocket`)
        const heard: string[] = []
        socket.addEventListener('message', (event) => heard.push(String(event.data)))
        await once(socket as unknown as NodeJS.EventEmitter, 'open').catch(() => undefined)
        const until = async (count: number) => {
          for (let waits = 0; waits < 100 && heard.length < count; waits++)
            await new Promise((done) => setTimeout(done, 50))
          assert.ok(heard.length >= count, heard.join('\n'))
        }
        socket.send(`bind ${first.body.id}`)
        await until(2)
        assert.deepEqual(heard.slice(0, 2), [`bound ${first.body.id}`, `ping ${first.body.id}`])
        const token = await send('GET', `/Subscription/${second.body.id}/$get-ws-binding-token`)
        socket.send(`bind-with-token ${token.body.parameter[0].valueString}`)
        await until(4)
        assert.match(heard[3] ?? '', /Observation\/early/)
        await put(send, critical('late'))
        await turn(services)
        await until(5)
        assert.match(heard[4] ?? '', /Observation\/late/)
        socket.send('bind-with-token wrong')
        await until(6)
        assert.match(heard[5] ?? '', /^error subscriptions\.noToken/)
        socket.close()
      }),
    ))

  it('is not opened by a page of another site, but by our own and by those that are named', () =>
    withReceiver((receiver) =>
      run(receiver, async (_send, _services, server) => {
        const statusOf = async (origin: string | undefined) => {
          const { port } = server.server.address() as { port: number }
          const headers = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
          const request = get({
            ...{ host: '127.0.0.1', port, path: '/fhir/websocket' },
            headers: {
              ...headers,
              'sec-websocket-key': 'a'.repeat(22).concat('=='),
              ...(origin ? { origin } : {}),
            },
          })
          return new Promise<number>((tell) => {
            request.once('upgrade', (_, socket) => {
              socket.destroy()
              tell(101)
            })
            request.once('response', (answer) => tell(answer.resume().statusCode ?? 0))
            // The plug-in may close the connection before its answer is out.
            request.once('error', () => tell(0))
          })
        }
        await server.listen({ port: 0, host: '127.0.0.1' })
        const { port } = server.server.address() as { port: number }
        assert.equal(await statusOf(undefined), 101)
        assert.equal(await statusOf(`http://127.0.0.1:${port}`), 101)
        for (const origin of ['https://evil.example', `http://127.0.0.1.evil.example:${port}`, 'null'])
          assert.ok([403, 0].includes(await statusOf(origin)), origin)
      }),
    ))
})
