import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { identity, permissionsOf, seedDemoAccounts } from '#modules/identity/index.ts'
import type { Actor } from '#platform/context.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { ImportLine, TrainingView } from './contract.ts'
import { trainingFindings } from './findings.ts'
import { seedTraining, staffTraining, trainingGate } from './index.ts'

type Body = { code?: string; id?: string }
const code = (answer: { body: unknown }) => (answer.body as Body).code

/** The staff of the demo, whose accounts were opened long ago. */
async function withStaff(
  work: (client: TestClient, as: (userName: string) => Promise<Partial<Actor>>) => Promise<void>,
) {
  await withServer([identity, staffTraining], async (client) => {
    const ctx = contextOf(client.services)
    await seedDemoAccounts(ctx)
    await sql`update account set created_at = '2025-01-01T00:00:00Z'`.execute(client.services.db)
    const as = async (userName: string): Promise<Partial<Actor>> => {
      const { rows } = await sql<{ id: string; name: string; roles: string[]; departments: string[] }>`
        select id::text, name, roles, departments from account where user_name = ${userName}`.execute(
        client.services.db,
      )
      const [row] = rows
      assert.ok(row)
      return { ...row, userName, permissions: permissionsOf(row.roles) }
    }
    await work(client, as)
  })
}
const view = async (client: TestClient, as: Partial<Actor>) =>
  (await client.send('GET', '/api/staff-training', { as })).body as TrainingView
const lesson = {
  userName: 'bacsi',
  course: 'security',
  heldOn: '2026-11-20',
  taughtBy: 'Vũ Khoa',
  result: 'passed',
}

describe('training of staff', () => {
  it('shows each their own, and all to the director, who is overdue first of all', () =>
    withStaff(async (client, as) => {
      const [doctor, director] = [await as('bacsi'), await as('giamdoc')]
      const own = await view(client, doctor)
      assert.deepEqual([own.reach, own.people.map(({ userName }) => userName)], ['own', ['bacsi']])
      const all = await view(client, director)
      assert.ok(all.reach === 'all' && all.people.length >= 10)
      const head = { ...doctor, roles: ['department-head'], permissions: permissionsOf(['department-head']) }
      const some = await view(client, head)
      assert.equal(some.reach, 'departments')
      assert.ok(some.people.length > 1 && some.people.length < all.people.length)
      for (const one of some.people)
        assert.ok(
          one.departments.some((department) => doctor.departments?.includes(department)),
          one.userName,
        )
    }))

  it('notes what was held, until when it holds, and strikes what was wrong', () =>
    withStaff(async (client, as) => {
      const [doctor, officer] = [await as('bacsi'), await as('quantri')]
      const post = (who: Partial<Actor>, path: string, body: object) =>
        client.send('POST', `/api/staff-training${path}`, { as: who, body })
      assert.equal((await post(doctor, '', lesson)).status, 403)
      for (const [some, expected] of [
        [{ course: 'cooking' }, 'staffTraining.course'],
        [{ heldOn: '2026-02-30' }, 'staffTraining.day'],
        [{ heldOn: '2026-12-01' }, 'staffTraining.day'],
        [{ userName: 'nobody' }, 'staffTraining.account'],
        [{ taughtBy: ' ' }, 'staffTraining.teacher'],
      ] as const)
        assert.equal(code(await post(officer, '', { ...lesson, ...some })), expected)
      const { id } = (await post(officer, '', lesson)).body as Body
      assert.equal(code(await post(officer, '', lesson)), 'staffTraining.known')
      const state = async () =>
        (await view(client, doctor)).people[0]?.needs.find(({ course }) => course === 'security')
      assert.deepEqual(await state(), { course: 'security', state: 'valid', until: '2027-11-20' })
      assert.equal((await post(officer, `/${id}/strike`, { reason: 'Nhầm người' })).status, 204)
      assert.equal((await state())?.state, 'overdue')
      assert.equal(code(await post(officer, `/${id}/strike`, { reason: 'Nhầm người' })), 'common.notFound')
      await assert.rejects(sql`delete from training_record`.execute(client.services.db))
    }))

  it('takes a file line by line, shown first, and once', () =>
    withStaff(async (client, as) => {
      const officer = await as('quantri')
      const text =
        'Tài khoản;Khóa;Ngày;Người dạy;Kết quả\nbacsi;Bảo vệ dữ liệu người bệnh;20/11/2026;Vũ Khoa;Đạt\n' +
        'dieuduong;security;20/11/2026;Vũ Khoa;hay\nai-do;security;20/11/2026;Vũ Khoa;đạt\n'
      const take = async (apply: boolean, given = text) =>
        (await client.send('POST', '/api/staff-training/import', { as: officer, body: { text: given, apply } }))
          .body
      const changes = async (apply: boolean) =>
        ((await take(apply)) as ImportLine[]).map(({ change, reason }) => reason ?? change)
      const refused = ['staffTraining.result', 'staffTraining.account']
      assert.deepEqual(await changes(false), ['new', ...refused])
      assert.match(((await take(false)) as ImportLine[]).at(-1)?.told ?? '', /ai-do/)
      assert.deepEqual(await changes(true), ['new', ...refused])
      assert.deepEqual(await changes(true), ['same', ...refused])
      assert.equal(((await take(false, 'a;b\n1;2\n')) as Body).code, 'staffTraining.header')
    }))

  it('counts in its finding who is overdue, and nobody once all were taught', () =>
    withStaff(async (client) => {
      const ctx = contextOf(client.services)
      const [late] = await trainingFindings(ctx)
      assert.deepEqual([late?.level, late?.code], ['amber', 'overdue'])
      await seedTraining(ctx, ctx.now())
      const [well] = await trainingFindings(ctx)
      assert.deepEqual([well?.level, well?.code], ['green', 'well'])
    }))

  it('refuses only what a rule of the house names, until the course was held', () =>
    withStaff(async (client, as) => {
      const doctor = await as('bacsi')
      const ctx = { ...contextOf(client.services), actor: { ...contextOf(client.services).actor, ...doctor } }
      const rules = {
        courses: [{ code: 'security', title: { vi: 'An toàn', en: 'Security' }, validMonths: 12 }],
        needs: [{ course: 'security', roles: ['doctor'], withinDays: 30, refuses: ['records.export'] }],
        soonDays: 30,
      }
      const gate = trainingGate(async (passed) => ({ ctx: passed }), rules)
      const ask = (permission: string, who = ctx) =>
        gate(who, { method: 'GET', path: '/x', permission }, { params: {}, query: {}, body: {} })
      await assert.rejects(ask('records.export'), { code: 'staffTraining.needed' })
      await ask('records.read')
      await ask('records.export', { ...ctx, actor: { ...ctx.actor, roles: ['nurse'] } })
      await seedTraining(contextOf(client.services), ctx.now())
      await ask('records.export')
    }))
})
