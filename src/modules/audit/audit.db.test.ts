import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { knownAccounts, seedDemoAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { withServer } from '#tests/support/server.ts'
import type { AuditPage, WhoSaw, WorkOf } from './contract.ts'
import { audit } from './index.ts'

const print = (ctx: Context, patientId: string, n: number) =>
  writeAudit(ctx, { action: 'print', outcome: 'success', patientId, detail: { n } })

describe('the journal', () => {
  it('finds a rare act, a refusal and an old one among many, alone or in packs', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      const past: Context = { ...ctx, now: () => new Date('2021-02-28T10:00:00+07:00') }
      await print(past, 'old', 1)
      await Promise.all([print(past, 'old', 2), print(past, 'other', 3), print(past, 'old', 4)])
      await Promise.all(
        Array.from({ length: 300 }, (_, n) =>
          writeAudit(ctx, { action: 'read', outcome: n === 150 ? 'refused' : 'success', patientId: `p${n % 7}` }),
        ),
      )
      await Promise.all([print(ctx, 'p1', 5), writeAudit(ctx, { action: 'read', outcome: 'success' })])
      const told = async (query: string) =>
        ((await client.send('GET', `/api/audit?${query}`)).body as AuditPage).rows.map(
          (row) => row.detail['n'] ?? row.outcome,
        )
      assert.deepEqual(await told('patient=old'), ['4', '2', '1'])
      assert.deepEqual(await told('action=print'), ['5', '4', '3', '2', '1'])
      assert.deepEqual(await told('action=print&to=2021-02-28'), ['4', '3', '2', '1'])
      assert.deepEqual(await told('action=print&from=2021-03-01'), ['5'])
      assert.deepEqual(await told('to=2021-02-27'), [])
      assert.deepEqual(await told('outcome=refused'), ['refused'])
      assert.equal((await told(`actor=${ctx.actor.id}&action=read&count=200`)).length, 200)
    }))

  it('pages through packs of one moment, event by event', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      const still: Context = { ...ctx, now: () => new Date('2026-02-28T10:00:00.000Z') }
      await Promise.all(Array.from({ length: 25 }, (_, n) => print(still, 'one', n)))
      const seen: (string | undefined)[] = []
      for (let cursor = ''; ; ) {
        const { rows, next } = (await client.send('GET', `/api/audit?patient=one&count=4${cursor}`))
          .body as AuditPage
        seen.push(...rows.map((row) => row.detail['n']))
        if (next === undefined) break
        cursor = `&cursor=${next}`
      }
      assert.equal(seen.length, 25)
      assert.equal(new Set(seen).size, 25)
    }))

  it('says the name of who has an account and is no practitioner', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      await seedDemoAccounts(ctx)
      const [inspector] = await knownAccounts(ctx, { userNames: ['thanhtra'] })
      assert.ok(inspector)
      const { id, userName, name } = inspector
      await writeAudit({ ...ctx, actor: { ...ctx.actor, id, userName } }, { action: 'view', outcome: 'success' })
      const { rows } = (await client.send('GET', `/api/audit?actor=thanhtra`)).body as AuditPage
      assert.deepEqual(
        rows.map((row) => [row.userName, row.name]),
        [['thanhtra', name]],
      )
      assert.notEqual(name, 'thanhtra')
    }))

  it('names every patient of a person, however many', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      const ids = Array.from({ length: 450 }, (_, n) => `many-${n}`)
      await commit(
        ctx,
        ids.map((id) => ({
          kind: 'create' as const,
          resource: { resourceType: 'Patient' as const, id, name: [{ text: id }] },
        })),
      )
      await Promise.all(ids.map((id, n) => print(ctx, id, n)))
      const did = (await client.send('GET', `/api/audit/people/${ctx.actor.id}`)).body as WorkOf
      assert.deepEqual(did.patients.filter(({ id, name }) => ids.includes(id) && name === id).length, 450)
    }))

  it('tells who touched a patient and what a person did, counted', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      const other: Context = { ...ctx, actor: { ...ctx.actor, id: 'client/kiosk', userName: 'kiosk' } }
      await print(ctx, 'p1', 1)
      await Promise.all([print(ctx, 'p1', 2), print(other, 'p1', 3), print(other, 'p2', 4)])
      await writeAudit(other, { action: 'read', outcome: 'refused', patientId: 'p1' })
      const saw = (await client.send('GET', '/api/audit/patients/p1')).body as WhoSaw
      const kiosk = saw.people.find(({ userName }) => userName === 'kiosk')
      assert.deepEqual(kiosk?.acts, [
        { action: 'read', outcome: 'refused', times: 1 },
        { action: 'print', outcome: 'success', times: 1 },
      ])
      assert.deepEqual(saw.people.find(({ actor }) => actor === ctx.actor.id)?.acts, [
        { action: 'print', outcome: 'success', times: 2 },
      ])
      const did = (await client.send('GET', `/api/audit/people/${encodeURIComponent('client/kiosk')}`))
        .body as WorkOf
      assert.deepEqual(did.patients.map(({ id, acts }) => [id, acts.length]).sort(), [
        ['p1', 2],
        ['p2', 1],
      ])
    }))

  it('what a person did until a day long ago is of the time before that day, also at the end of a February or a year', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      for (const at of ['2024-02-29T23:59:59+07:00', '2024-12-31T23:59:59+07:00'])
        await print({ ...ctx, now: () => new Date(at) }, 'old', 1)
      const did = async (query: string) =>
        ((await client.send('GET', `/api/audit/people/${ctx.actor.id}?${query}`)).body as WorkOf).acts.find(
          ({ action }) => action === 'print',
        )?.times
      assert.equal(await did('to=2024-02-29'), 1)
      assert.equal(await did('to=2024-02-28'), undefined)
      assert.equal(await did('to=2024-03-31'), undefined)
      assert.equal(await did('to=2024-12-31'), 1)
      assert.equal(await did('from=2024-02-29&to=2024-12-31'), 2)
      assert.equal(await did('from=2025-01-01'), undefined)
    }))

  it('is paged without gaps or doubles while new events come', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      for (let n = 0; n < 7; n++)
        await writeAudit(ctx, {
          action: 'print',
          outcome: 'success',
          patientId: `patient-${n % 2}`,
          detail: { n },
        })
      const read = async (query: string) =>
        (await client.send('GET', `/api/audit?action=print&${query}`)).body as AuditPage
      const first = await read('count=3')
      await writeAudit(ctx, { action: 'print', outcome: 'success', detail: { n: 99 } })
      const second = await read(`count=3&cursor=${first.next}`)
      const third = await read(`count=3&cursor=${second.next}`)
      const seen = [first, second, third].flatMap((page) => page.rows.map((row) => row.detail['n']))
      assert.deepEqual(seen, ['6', '5', '4', '3', '2', '1', '0'])
      assert.equal(third.next, undefined)
      assert.deepEqual(
        (await read('patient=patient-1')).rows.map((row) => row.detail['n']),
        ['5', '3', '1'],
      )
    }))

  it('writes down who read it, and opens only for its permission', () =>
    withServer([audit], async (client) => {
      await client.send('GET', '/api/audit?patient=patient-1')
      const seen = (await client.send('GET', '/api/audit?action=view')).body as AuditPage
      assert.deepEqual(
        seen.rows.map((row) => [row.action, row.patientId, row.detail['kind']]),
        [['view', 'patient-1', 'audit']],
      )
      const denied = await client.send('GET', '/api/audit', { as: { permissions: new Set(['records.read']) } })
      assert.equal(denied.status, 403)
      const hostile = [
        'from=2026-02-30',
        'cursor=0',
        'count=9999',
        `actor=${'x'.repeat(200)}`,
        "action='; drop table audit_event",
      ]
      for (const query of hostile)
        assert.ok((await client.send('GET', `/api/audit?${encodeURI(query)}`)).status < 500, query)
    }))
})
