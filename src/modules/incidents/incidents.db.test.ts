import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { identity, permissionsOf } from '#modules/identity/index.ts'
import { lookAround } from '#modules/operations/index.ts'
import type { Actor } from '#platform/context.ts'
import { makeContext } from '#platform/services.ts'
import { auditView } from '#store/audit.ts'
import { actor } from '#tests/support/database.ts'
import { contextOf, givenVisit } from '#tests/support/laboratory.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { IncidentList, IncidentView } from './contract.ts'
import { incidents } from './index.ts'

const person = (id: string, role: string, name: string): Partial<Actor> => ({
  id,
  name,
  roles: [role],
  permissions: permissionsOf([role]),
})
const nurse = person('nurse-1', 'nurse', 'Trần Thị Hoa')
const otherNurse = person('nurse-2', 'nurse', 'Lê Thị Lan')
const officer = person('it-1', 'it-admin', 'Vũ Đình Khoa')
const head = person('director-1', 'director', 'Đặng Hữu Nghĩa')
const clerk = person('cashier-1', 'cashier', 'Phạm Thu')

const noticedAt = '2026-11-23T10:00:00+07:00'
const report = {
  kind: 'lost-device',
  title: 'Mất máy tính xách tay khoa Nội',
  what: 'Máy để ở phòng giao ban, sáng nay không còn.',
  touched: 'Máy NOI-03',
  noticedAt,
}
const serious = {
  level: 'serious',
  nationalSecurity: false,
  severeDisruption: false,
  personalData: true,
  healthData: true,
  biometricOrLocation: false,
  persons: 2,
  consequences: 'Người lạ có thể đọc bệnh án.',
  contact: 'Vũ Đình Khoa, trưởng phòng CNTT, 0912000111',
}
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code

function book(client: TestClient) {
  const post = (as: Partial<Actor>, path: string, body: object) =>
    client.send('POST', `/api/incidents${path}`, { as, body })
  const view = async (id: string, as = officer) =>
    (await client.send('GET', `/api/incidents/${id}`, { as })).body as IncidentView
  const opened = async (as = nurse, body: object = report) => {
    const answer = await post(as, '', body)
    assert.equal(answer.status, 200, answer.text)
    return (answer.body as { id: string }).id
  }
  return { post, view, opened }
}

const withBook = (work: (client: TestClient, at: { now: Date }) => Promise<void>) => {
  const at = { now: new Date('2026-11-23T03:42:00Z') }
  return withServer([identity, incidents], (client) => work(client, at), { now: () => at.now })
}

describe('the incident book', () => {
  it('takes the report of any staff, and shows it to its reporter and to those in charge alone', () =>
    withBook(async (client) => {
      const { view, opened } = book(client)
      const id = await opened()
      const list = async (as: Partial<Actor>) =>
        (await client.send('GET', '/api/incidents', { as })).body as IncidentList
      assert.deepEqual([(await list(nurse)).rows.length, (await list(nurse)).own], [1, true])
      assert.equal((await list(otherNurse)).rows.length, 0)
      assert.deepEqual([(await list(head)).rows[0]?.number, (await list(head)).own], ['SC/0001', false])
      assert.equal(code(await client.send('GET', `/api/incidents/${id}`, { as: otherNurse })), 'common.forbidden')
      assert.equal((await view(id)).noticedBy, 'Trần Thị Hoa')
      const patient = { ...nurse, permissions: permissionsOf(['patient']) }
      assert.equal((await client.send('GET', '/api/incidents', { as: patient })).status, 403)
    }))

  it('refuses to be worked on by the wrong roles', () =>
    withBook(async (client) => {
      const { post, opened } = book(client)
      const id = await opened()
      const inspector = person('inspector-1', 'inspector', 'Thanh tra')
      for (const as of [nurse, clerk, inspector])
        for (const [path, body] of [
          ['classify', serious],
          ['acts', { kind: 'measure', text: 'Khóa tài khoản' }],
          ['persons', { actor: 'bacsi', from: noticedAt, to: '2026-11-23T10:30:00+07:00' }],
          ['notices/personal-data/sent', { sentAt: noticedAt, way: 'Cổng', reference: '' }],
          ['notices/personal-data/needless', { reason: 'không có dữ liệu nào' }],
          ['propose-closing', { lessons: 'Khóa phòng giao ban.' }],
          ['decide-closing', { decision: 'closed', note: '' }],
        ] as const)
          assert.equal((await post(as, `/${id}/${path}`, body)).status, 403, `${as.id} ${path}`)
      for (const path of ['notices/personal-data', 'persons/1'])
        assert.equal((await client.send('GET', `/api/incidents/${id}/${path}`, { as: clerk })).status, 403, path)
    }))

  it('refuses what cannot be: a moment to come, an unknown kind, empty words', () =>
    withBook(async (client) => {
      const { post } = book(client)
      const refused = async (some: object) => code(await post(nurse, '', { ...report, ...some }))
      assert.equal(await refused({ noticedAt: '2026-11-23T11:00:00+07:00' }), 'incidents.moment')
      assert.equal(await refused({ noticedAt: '2026-13-45T11:00:00+07:00' }), 'incidents.moment')
      assert.equal(await refused({ kind: 'flood' }), 'incidents.kind')
      assert.equal(await refused({ what: '     ' }), 'common.invalid')
    }))

  it('derives the clocks, prints the notice and keeps what was told', () =>
    withBook(async (client) => {
      const { post, view, opened } = book(client)
      const id = await opened()
      const notice = `/api/incidents/${id}/notices/personal-data`
      assert.equal(code(await client.send('GET', notice, { as: officer })), 'incidents.unclassified')
      assert.equal((await post(officer, `/${id}/classify`, serious)).status, 204)
      assert.deepEqual(
        (await view(id)).obligations.map((one) => [one.code, one.dueAt, one.state]),
        [
          ['security-first', '2026-11-24T10:00:00+07:00', 'due'],
          ['security-report', '2026-11-26T10:00:00+07:00', 'due'],
          ['personal-data', '2026-11-26T10:00:00+07:00', 'due'],
        ],
      )
      await post(officer, `/${id}/acts`, { kind: 'measure', text: 'Thu hồi phiên đăng nhập của máy NOI-03' })
      const [text = ''] = await pdfTexts((await client.server.inject({ url: notice })).rawPayload)
      for (const part of [
        'THÔNG BÁO VI PHẠM QUY ĐỊNH VỀ BẢO VỆ DỮ LIỆU CÁ NHÂN',
        'Luật 91/2025/QH15',
        '10:00 ngày 23/11/2026',
        'dữ liệu sức khỏe',
        'Vũ Đình Khoa',
        'Thu hồi phiên đăng nhập',
        'mẫu số 08 chưa được đối chiếu',
      ])
        assert.ok(text.replace(/\s+/g, ' ').includes(part), `${part} in ${text}`)
      const sent = { sentAt: '2026-11-23T10:40:00+07:00', way: 'Cổng bảo vệ dữ liệu', reference: 'A05-77' }
      assert.equal(
        code(
          await post(officer, `/${id}/notices/personal-data/sent`, {
            ...sent,
            sentAt: '2026-11-23T09:00:00+07:00',
          }),
        ),
        'incidents.moment',
      )
      assert.equal((await post(officer, `/${id}/notices/personal-data/sent`, sent)).status, 204)
      assert.equal(
        code(await post(officer, `/${id}/notices/personal-data/sent`, sent)),
        'incidents.obligationDone',
      )
      assert.equal(code(await post(officer, `/${id}/notices/persons/sent`, sent)), 'incidents.noObligation')
      const told = (await view(id)).acts.at(-1)
      assert.deepEqual([told?.kind, told?.text.includes('A05-77'), told?.by], ['notice', true, 'Vũ Đình Khoa'])
    }))

  it('tells by a red finding that a notice is late or an incident unclassified', () =>
    withBook(async (client, at) => {
      const { post, opened } = book(client)
      const id = await opened()
      const found = async () =>
        (await lookAround(contextOf(client.services), [incidents]))
          .filter(({ area }) => area === 'incidents')
          .map(({ level, code: what }) => `${level} ${what}`)
      assert.deepEqual(await found(), ['green well'])
      at.now = new Date('2026-11-23T05:30:00Z')
      assert.deepEqual(await found(), ['amber unclassified'])
      at.now = new Date('2026-11-23T16:00:00Z')
      assert.deepEqual(await found(), ['red unclassified'])
      await post(officer, `/${id}/classify`, serious)
      assert.deepEqual(await found(), ['green well'])
      at.now = new Date('2026-11-24T01:00:00Z')
      assert.deepEqual(await found(), ['amber noticeSoon'])
      at.now = new Date('2026-11-24T03:00:01Z')
      assert.deepEqual(await found(), ['red noticeLate'])
      await post(officer, `/${id}/notices/security-first/needless`, { reason: 'Đã báo miệng, có biên bản số 7' })
      assert.deepEqual(await found(), ['green well'])
    }))

  it('lists whose records an account opened between two instants, and gives the list as a file', () =>
    withBook(async (client, at) => {
      const { post, view, opened } = book(client)
      const ctx = contextOf(client.services)
      const [early, late] = [await givenVisit(ctx), await givenVisit(ctx, { name: [{ text: '=Lê Văn "Tám"' }] })]
      const thief = makeContext(client.services, {
        facility: 1,
        actor: actor({ id: 'thief', userName: 'thief', permissions: new Set() }),
      })
      const look = (patientId: string) => auditView(thief, { patientId, kind: 'chart', entities: [] })
      await look(early.patientId)
      at.now = new Date('2026-11-23T03:50:00Z')
      await look(late.patientId)
      await look(late.patientId)
      at.now = new Date('2026-11-23T04:00:00Z')
      const id = await opened()
      const of = { actor: 'thief', from: '2026-11-23T10:45:00+07:00', to: '2026-11-23T11:00:00+07:00' }
      const made = await post(officer, `/${id}/persons`, of)
      assert.deepEqual(made.body, { n: 1, persons: 1 }, made.text)
      assert.equal((await view(id)).acts[0]?.persons, 1)
      const file = await client.send('GET', `/api/incidents/${id}/persons/1`, { as: officer })
      const [, line = ''] = file.text.split('\r\n')
      assert.match(line, /^\d{10},"'=Lê Văn ""Tám""",1968-05-19,,2,0,0,2026-11-23 10:50:00/)
      assert.equal(code(await post(officer, `/${id}/persons`, { ...of, to: of.from })), 'incidents.period')
      await post(officer, `/${id}/acts`, { kind: 'evidence', text: 'Mở liên tiếp', journal: of })
      assert.equal((await view(id)).acts.at(-1)?.journal?.count, 2)
    }))

  it('is closed by a second person only, once nothing is owed, and then stays as it is', () =>
    withBook(async (client) => {
      const { post, view, opened } = book(client)
      const id = await opened(officer)
      const lessons = { lessons: 'Khóa phòng giao ban, mã hóa ổ đĩa máy xách tay.' }
      const propose = (as = officer) => post(as, `/${id}/propose-closing`, lessons)
      const decide = (as: Partial<Actor>, decision = 'closed') =>
        post(as, `/${id}/decide-closing`, { decision, note: 'Đã xem' })
      assert.equal(code(await propose()), 'incidents.unclassified')
      await post(officer, `/${id}/classify`, { ...serious, level: 'minor' })
      assert.equal(code(await propose()), 'incidents.obligationsOpen')
      await post(officer, `/${id}/notices/personal-data/needless`, { reason: 'Ổ đĩa đã mã hóa, khóa không lộ' })
      assert.equal(code(await decide(head)), 'incidents.notProposed')
      assert.equal((await propose()).status, 204)
      assert.equal(code(await decide(officer)), 'incidents.secondPerson')
      assert.equal((await view(id)).ownProposal, true)
      await post(officer, `/${id}/acts`, { kind: 'measure', text: 'Tìm thấy máy ở kho' })
      assert.equal(code(await decide(head)), 'incidents.notProposed', 'what was added takes the proposal back')
      await propose()
      assert.equal((await decide(head, 'reopened')).status, 204)
      await propose()
      assert.equal((await decide(head)).status, 204)
      const done = await view(id)
      assert.deepEqual([done.state, done.keptUntil], ['closed', '2031-11-23'])
      assert.equal(
        code(await post(officer, `/${id}/acts`, { kind: 'measure', text: 'Thêm nữa' })),
        'incidents.closed',
      )
      const { db } = client.services
      for (const change of [
        sql`update incident set title = 'khác' where id = ${id}::uuid`,
        sql`update incident set closed_at = null where id = ${id}::uuid`,
        sql`delete from incident where id = ${id}::uuid`,
        sql`update incident_act set content = '{}' where incident_id = ${id}::uuid`,
        sql`delete from incident_act where incident_id = ${id}::uuid`,
      ])
        await assert.rejects(change.execute(db))
    }))
})
