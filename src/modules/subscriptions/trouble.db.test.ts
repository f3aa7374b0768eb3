import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { uuidv7 } from '#kernel/ids.ts'
import { withReceiver } from '#tests/support/receiver.ts'
import { later, observation, plain, put, run, turn } from '#tests/support/subscriptions.ts'

describe('a subscription in trouble', () => {
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
        later(60)
        receiver.answer = 204
        await put(send, observation('c', '8302-2'))
        await turn(services)
        assert.deepEqual([(await seen())['waiting'], (await seen())['delivered']], [0, 2])
        receiver.answer = 500
        await put(send, observation('d', '8302-2'))
        for (let tries = 0; tries < 13; tries++) {
          await turn(services)
          later(86_400)
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

  it('keeps collecting while an error stops it, and tells all of it when it is active again', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services) => {
        const made = await send('POST', '/Subscription', plain(receiver.address, { payload: undefined }))
        await turn(services)
        receiver.answer = 500
        await put(send, observation('a', '8302-2'))
        for (let tries = 0; tries < 13; tries++) {
          await turn(services)
          later(86_400)
        }
        const address = `/Subscription/${made.body.id}`
        const stopped = (await send('GET', address)).body
        assert.equal(stopped.status, 'error')
        await put(send, observation('b', '8302-2'))
        await turn(services)
        await put(send, observation('c', '8302-2'))
        await turn(services)
        const states = async () =>
          (
            await sql<{ state: string }>`select state from subscription_event order by number`.execute(services.db)
          ).rows
            .map((row) => row.state)
            .join(' ')
        assert.equal(await states(), 'given-up waiting waiting')
        receiver.answer = 200
        const before = receiver.received.length
        await put(send, { ...stopped, status: 'active' })
        await turn(services)
        assert.equal(await states(), 'delivered delivered delivered')
        assert.equal(receiver.received.length - before, 3)
      }),
    ))

  it('stops alone when its question is none any more, and holds up no other', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services) => {
        const own = {
          resourceType: 'SearchParameter',
          id: 'own',
          url: 'urn:x:own',
          name: 'own',
          status: 'active',
          description: 'own',
          code: 'own',
          base: ['Observation'],
          type: 'token',
          expression: 'Observation.status',
        } as Resource
        await put(send, own)
        const broken = await send('POST', '/Subscription', {
          ...plain(receiver.address),
          criteria: 'Observation?own=final',
        })
        await send('POST', '/Subscription', plain(receiver.address))
        await turn(services)
        assert.equal((await send('DELETE', '/SearchParameter/own')).status, 204)
        await put(send, observation('a', '8302-2'))
        await turn(services)
        await turn(services)
        assert.deepEqual(
          receiver.received.map((one) => one.url),
          ['/hook/Observation/a'],
        )
        const { status, error } = (await send('GET', `/Subscription/${broken.body.id}`)).body
        assert.equal(status, 'error')
        assert.match(error, /own/)
      }),
    ))
})
