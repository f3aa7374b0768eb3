import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import type { Bundle, Parameters, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { uuidv7 } from '#kernel/ids.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { codeOf, type FhirWork, type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { type Receiver, withReceiver } from '#tests/support/receiver.ts'
import { mountSubscriptions, subscriptions } from './index.ts'
import { runSubscriptions } from './run-subscriptions.ts'
import { backportProfile } from './subscriber.ts'

let clock = new Date('2026-11-22T05:00:00Z')
const run = (receiver: Receiver, work: FhirWork) =>
  withFhir(work, {
    operations: subscriptions.fhirOperations ?? [],
    modules: [subscriptions],
    guards: subscriptions.guards ?? [],
    now: () => clock,
    config: { subscriptionEndpoints: receiver.address },
    mount: mountSubscriptions,
  })

/**
 * Turns of the job until everything stored so far is settled: transactions of other databases in the same PostgreSQL hold
 * the horizon back, too.
 */
async function turn(services: Services): Promise<void> {
  const ctx = makeContext(services, { facility: 1, actor: systemActor })
  const { rows } = await sql<{ now: string }>`select pg_snapshot_xmax(pg_current_snapshot())::text as now`.execute(
    services.db,
  )
  for (let turns = 0; turns < 200; turns++) {
    await runSubscriptions.run(ctx)
    const state = await sql<{ passed: boolean }>`
      select horizon >= ${rows[0]?.now}::xid8 as passed from subscription_state`.execute(services.db)
    if (state.rows[0]?.passed) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('the horizon stands still')
}

const observation = (id: string, value: string): Resource =>
  ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: value }] },
  }) as Resource

const plain = (endpoint: string, more: object = {}) => ({
  resourceType: 'Subscription',
  status: 'requested',
  reason: 'thử',
  criteria: 'Observation?code=http://loinc.org|8302-2',
  channel: {
    type: 'rest-hook',
    endpoint,
    payload: 'application/fhir+json',
    header: ['Authorization: Bearer x'],
    ...more,
  },
})

async function put(send: SendFhir, resource: Resource): Promise<void> {
  const answer = await send('PUT', `/${resource.resourceType}/${resource.id}`, resource)
  assert.ok(answer.status < 300, answer.text)
}

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

  it('loses nothing while the receiver is away, shows the trouble, and gives up in sight', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services, server) => {
        const made = await send('POST', '/Subscription', plain(receiver.address, { payload: undefined }))
        await turn(services)
        receiver.answer = 503
        await put(send, observation('a', '8302-2'))
        await turn(services)
        const seen = async () =>
          JSON.parse((await server.inject({ url: '/api/subscriptions' })).body).subscriptions[0] as Record<
            string,
            unknown
          >
        assert.deepEqual([(await seen())['waiting'], (await seen())['error']], [1, 'the receiver answered 503'])
        clock = new Date(clock.getTime() + 60_000)
        receiver.answer = 204
        await put(send, observation('c', '8302-2'))
        await turn(services)
        assert.deepEqual([(await seen())['waiting'], (await seen())['delivered']], [0, 2])
        receiver.answer = 500
        await put(send, observation('d', '8302-2'))
        for (let tries = 0; tries < 13; tries++) {
          await turn(services)
          clock = new Date(clock.getTime() + 86_400_000)
        }
        assert.equal((await seen())['givenUp'], 1)
        assert.equal((await send('GET', `/Subscription/${made.body.id}`)).body.status, 'error')
        const address = `/api/subscriptions/${made.body.id}`
        const listed = async (query: string) =>
          JSON.parse((await server.inject({ url: `${address}/events${query}` })).body).events.map(
            (one: { number: number }) => one.number,
          )
        assert.deepEqual(
          [await listed(''), await listed('?from=2'), await listed('?before=3'), await listed('?state=given-up')],
          [[3, 2, 1], [2, 3], [2, 1], [3]],
        )
        receiver.answer = 200
        const again = await server.inject({
          method: 'POST',
          url: `${address}/retry`,
          headers: { 'x-command-id': uuidv7() },
        })
        assert.equal(again.json().events, 1, again.body)
        await turn(services)
        await turn(services)
        const { status, delivered, error } = await seen()
        assert.deepEqual([status, delivered, error], ['active', 3, null])
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
})
