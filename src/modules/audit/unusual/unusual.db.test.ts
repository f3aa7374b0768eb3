import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { sid } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { seedDemoAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { orderAllLeaves } from '#tests/support/ledger.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { UnusualPage } from '../contract.ts'
import { audit } from '../index.ts'
import { findRelations, streetOf } from './relations.ts'
import { sumAccesses } from './sum-accesses.ts'

const at = (when: string, ctx: Context): Context => ({ ...ctx, now: () => new Date(when) })
const home = 'Số 7 phố Thử Nghiệm, Phường Ba Đình, Hà Nội'

async function accountId(ctx: Context, userName: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from account where user_name = ${userName}`.execute(ctx.db)
  return rows[0]?.id ?? ''
}

async function givenHouse(ctx: Context): Promise<void> {
  const before = at('2026-10-01T09:00:00+07:00', ctx)
  await seedDemoAccounts(before)
  const patient = (id: string, text: string, more: object = {}) => ({
    kind: 'create' as const,
    resource: {
      resourceType: 'Patient' as const,
      id,
      name: [{ text: `Người ${id}` }],
      address: [{ text }],
      ...more,
    },
  })
  await commit(before, [
    {
      kind: 'create',
      resource: {
        ...{ resourceType: 'Practitioner', id: 'practitioner-bacsi', name: [{ text: 'Nguyễn Văn Minh' }] },
        ...{
          birthDate: '1984-08-21',
          telecom: [{ system: 'phone', value: '0990000001' }],
          address: [{ text: home }],
        },
        identifier: [{ system: sid.cccd, value: '099084000001' }],
      },
    },
    patient('own', 'Hà Nội', { identifier: [{ system: sid.cccd, value: '099084000001' }] }),
    patient('wife', home),
    patient('phone', 'Huế', { telecom: [{ system: 'phone', value: '0990000001' }] }),
    patient('near', 'Số 9 phố Thử Nghiệm, Phường Ba Đình, Hà Nội'),
    patient('far', 'Số 7 phố Khác, Phường Ba Đình, Hà Nội'),
  ])
}

async function reads(ctx: Context, account: string, patients: readonly string[]): Promise<void> {
  const acting = { ...ctx, actor: { ...ctx.actor, id: account } }
  await Promise.all(
    patients.map((patientId) => writeAudit(acting, { action: 'view', outcome: 'success', patientId })),
  )
}

async function found(client: TestClient, query = 'from=2026-11-01&to=2026-11-30') {
  const { rows } = (await client.send('GET', `/api/audit/unusual?${query}`)).body as UnusualPage
  return rows
}

describe('unusual accesses', () => {
  it('are those to the own record, the household, the neighbour and a colleague, and to nobody else', () =>
    withServer([audit], async (client) => {
      const ctx = at('2026-11-10T09:00:00+07:00', contextOf(client.services))
      await givenHouse(ctx)
      const [doctor, nurse] = [await accountId(ctx, 'bacsi'), await accountId(ctx, 'dieuduong')]
      await findRelations.run(ctx)
      await reads(ctx, doctor, ['own', 'wife', 'phone', 'near', 'far', 'far'])
      await reads(ctx, nurse, ['own', 'wife'])
      await orderAllLeaves(ctx)
      const first = await sumAccesses.run(ctx)
      assert.ok(first.processed > 0)
      assert.equal((await sumAccesses.run(ctx)).processed, 0)
      assert.deepEqual(
        (await found(client))
          .map(({ rule, actor, patient, times }) => [rule, actor === doctor, patient, times])
          .sort(),
        [
          ['colleague', false, 'own', 1],
          ['household', true, 'phone', 1],
          ['household', true, 'wife', 1],
          ['neighbour', true, 'near', 1],
          ['own', true, 'own', 1],
        ],
      )
      assert.deepEqual(await found(client, 'from=2026-11-11'), [])
      assert.equal((await found(client, 'to=2026-11-12')).length, 5)
      assert.deepEqual(await found(client, 'to=2026-11-20'), [])
    }))

  it('are many at night without the habit, and many more than usual', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      await seedDemoAccounts(ctx)
      const [day, night] = [await accountId(ctx, 'bacsi'), await accountId(ctx, 'dieuduong')]
      const some = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`)
      for (const date of ['07', '08', '09']) {
        await reads(at(`2026-11-${date}T23:30:00+07:00`, ctx), night, some(5))
        await reads(at(`2026-11-${date}T10:00:00+07:00`, ctx), day, some(12))
      }
      const later = at('2026-11-10T02:00:00+07:00', ctx)
      await reads(later, night, some(5))
      await reads(later, day, some(4))
      await reads(at('2026-11-11T10:00:00+07:00', ctx), day, some(39))
      await reads(at('2026-11-12T10:00:00+07:00', ctx), day, some(60))
      await orderAllLeaves(ctx)
      await sumAccesses.run(ctx)
      assert.deepEqual(
        (await found(client, 'from=2026-11-10&to=2026-11-30')).map((one) => [
          one.rule,
          one.actor === day,
          one.day,
          one.patients,
        ]),
        [
          ['volume', true, '2026-11-12', 60],
          ['night', true, '2026-11-10', 4],
        ],
      )
    }))

  it('are looked into once, by somebody else, and keep the verdict', () =>
    withServer([audit], async (client) => {
      const ctx = at('2026-11-10T09:00:00+07:00', contextOf(client.services))
      await givenHouse(ctx)
      const doctor = await accountId(ctx, 'bacsi')
      await findRelations.run(ctx)
      await reads(ctx, doctor, ['wife'])
      await orderAllLeaves(ctx)
      await sumAccesses.run(ctx)
      const body = { rule: 'household', actor: doctor, patient: 'wife', day: '2026-11-10', verdict: 'justified' }
      const judge = (
        as: { id?: string; permissions: ReadonlySet<string> },
        note = 'Trực cấp cứu đêm đó, đã hỏi.',
      ) =>
        client.send('POST', '/api/audit/unusual/reviews', {
          as,
          headers: { 'x-command-id': uuidv7() },
          body: { ...body, note },
        })
      const permissions = new Set(['audit.read', 'audit.review'])
      assert.equal((await judge({ permissions: new Set(['audit.read']) })).status, 403)
      assert.equal((await judge({ id: doctor, permissions })).status, 403)
      assert.equal((await judge({ permissions }, 'ngắn')).status, 400)
      const own = async (id: string) => {
        const answer = await client.send('GET', '/api/audit/unusual?from=2026-11-01&to=2026-11-30', {
          as: { id, permissions },
        })
        return (answer.body as UnusualPage).rows.map((one) => one.own)
      }
      assert.deepEqual([await own(doctor), await own('somebody')], [[true], [false]])
      const both = await Promise.all([judge({ permissions }), judge({ permissions })])
      assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
      assert.equal((await found(client))[0]?.review?.verdict, 'justified')
    }))

  it('a street is what is left without the number, a ward alone is none', () => {
    assert.equal(streetOf(home), 'phố Thử Nghiệm, Phường Ba Đình, Hà Nội')
    assert.equal(streetOf('12/3A đường A, Phường B, Huế'), 'đường A, Phường B, Huế')
    assert.equal(streetOf('Phường B, Huế'), undefined)
  })
})
