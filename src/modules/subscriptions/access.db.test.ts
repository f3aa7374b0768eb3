import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { withAccess } from '#modules/access/index.ts'
import { commit } from '#store/commit.ts'
import { someone } from '#tests/support/access.ts'
import { withContext } from '#tests/support/database.ts'
import { givenProgram } from '#tests/support/programs.ts'
import { withReceiver } from '#tests/support/receiver.ts'
import { givenResult } from '#tests/support/result.ts'
import { givenStay } from '#tests/support/stay.ts'
import { observation, plain, put, run, turn } from '#tests/support/subscriptions.ts'
import { readableBy } from './as-subscriber.ts'

const states = `select state from subscription_event order by number`

describe('a subscription', () => {
  it('delivers what its writer may read when it is delivered', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services) => {
        const made = await send('POST', '/Subscription', plain(receiver.address))
        await turn(services)
        receiver.answer = 503
        await put(send, observation('a', '8302-2'))
        await turn(services)
        assert.equal(receiver.received.length, 1)
        await givenProgram(services, ['laboratory'])
        await sql`update subscription_event set next_at = at`.execute(services.db)
        receiver.answer = 200
        await turn(services)
        assert.equal(receiver.received.length, 1, 'the role of systems is gone')
        assert.equal((await send('GET', `/Subscription/${made.body.id}`)).body.status, 'error')
        await put(send, observation('b', '8302-2'))
        await turn(services)
        const { rows } = await sql<{ state: string }>`${sql.raw(states)}`.execute(services.db)
        assert.ok(
          rows.every(({ state }) => state !== 'delivered'),
          JSON.stringify(rows),
        )
      }),
    ))

  it('of somebody under rules leaves out what that person may not read, and what is gone', () =>
    withContext(async (ctx) => {
      const doctor = { resourceType: 'Practitioner' as const, name: [{ text: 'X' }] }
      await commit(ctx, [{ kind: 'create', resource: doctor, id: 'practitioner-test' }])
      const own = await givenResult(ctx, await givenStay(ctx, { department: 'noi' }))
      const others = await givenResult(ctx, await givenStay(ctx, { department: 'mat' }))
      const reader = withAccess({
        ...ctx,
        actor: { ...ctx.actor, ...someone('doctor', { departments: ['NOI'] }) },
      })
      const of = (id: string, deleted = false) => ({ type: 'Observation', id, deleted })
      const told = await readableBy(reader, [of(own), of(others), of('gone', true)])
      assert.deepEqual(
        told.map(({ id }) => id),
        [own],
      )
      assert.equal((await readableBy(ctx, [of(own), of(others), of('gone', true)])).length, 3)
    }))

  it('is told of nothing once its writer may not act any more', () =>
    withReceiver((receiver) =>
      run(receiver, async (send, services) => {
        const made = await send('POST', '/Subscription', plain(receiver.address))
        await turn(services)
        await sql`update oauth_client set active = false`.execute(services.db)
        await put(send, observation('a', '8302-2'))
        await turn(services)
        assert.equal(receiver.received.length, 0)
        const now = (await send('GET', `/Subscription/${made.body.id}`)).body
        assert.deepEqual([now.status, now.error], ['error', 'whoever asked for it may not read any more'])
      }),
    ))
})
