import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { accountCommands } from '#modules/identity/index.ts'
import { contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import type { ReviewItem, ReviewList } from '../reviews/contract.ts'
import type { PeopleAnswer } from './contract.ts'
import { csvRows } from './people-file.ts'
import { closeUnused } from './unused-accounts.ts'

const good = 'Sáng-sớm-mùa-thu-42'
const day = 24 * 60

async function stateOf({ services }: Hospital, userName: string) {
  const accounts = await accountCommands.list(contextFor(services))
  return accounts.find((account) => account.userName === userName)
}

describe('an account that nobody uses', () => {
  it('is closed after 45 days, and counts anew when an administrator opens it', () =>
    withHospital(async (hospital) => {
      const ctx = contextFor(hospital.services)
      await accountCommands.add(ctx, { userName: 'bscu', name: 'Bác Sĩ Cũ', password: good, roles: ['doctor'] })
      hospital.later(44 * day)
      assert.equal((await closeUnused.run(ctx)).processed, 0)
      hospital.later(2 * day)
      assert.equal((await closeUnused.run(ctx)).processed, 1, 'demo accounts stay')
      assert.equal((await hospital.browser().login('bscu', good)).code, 'identity.accountOff')
      await accountCommands.unlock(ctx, 'bscu')
      assert.equal((await closeUnused.run(ctx)).processed, 0)
      hospital.later(46 * day)
      assert.equal((await closeUnused.run(ctx)).processed, 1)
    }))
})

describe('a personnel file', () => {
  const file = [
    '\uFEFFTên đăng nhập;Họ và tên;Vai trò;Khoa;Trạng thái;Mã nhân viên',
    'bsmoi;"Đỗ ""Bé"" Mới";doctor;NOI KKB;;NV-001',
    'dieuduong;Lê Thị Hạnh;nurse,reception;NOI;;',
    'duoc;Hoàng Thị Lan;pharmacy;DUOC;nghỉ việc;',
    'xau;Người Xấu;it-admin;CNTT;;',
    'quantri;Đổi Tên;it-admin;CNTT;;',
    'la;Người Lạ;wizard;KKB;;',
  ].join('\r\n')

  it('shows what it means before it is carried out: joiners, movers, leavers, refusals', () =>
    withHospital(async (hospital) => {
      const admin = hospital.browser()
      const pharmacist = hospital.browser()
      await admin.login('quantri')
      await pharmacist.login('duoc')
      const send = async (apply: boolean) => {
        const answer = await admin.send('POST', '/api/accounts/people', { body: { text: file, apply } })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        const lines = answer.body as PeopleAnswer
        assert.match(lines.at(-1)?.told ?? '', /wizard/)
        return lines.map(({ line, change, reason }) => [line, change, reason].filter(Boolean).join(' '))
      }
      const told = [
        '2 join',
        '3 move',
        '4 leave',
        '5 refused identity.notProvisionable',
        '6 refused identity.notProvisionable',
        '7 refused identity.unknownRole',
      ]
      assert.deepEqual(await send(false), told)
      assert.equal(await stateOf(hospital, 'bsmoi'), undefined)
      assert.deepEqual(await send(true), told)
      const made = await stateOf(hospital, 'bsmoi')
      assert.deepEqual([made?.name, made?.roles, made?.departments], ['Đỗ "Bé" Mới', ['doctor'], ['NOI', 'KKB']])
      assert.deepEqual((await stateOf(hospital, 'dieuduong'))?.roles, ['nurse', 'reception'])
      assert.equal((await stateOf(hospital, 'duoc'))?.active, false)
      assert.equal((await pharmacist.send('GET', '/api/session')).status, 401)
      assert.equal((await hospital.browser().login('bsmoi', '')).code, 'identity.wrongCredentials')
      assert.deepEqual((await send(true)).slice(0, 3), ['2 same', '3 same', '4 same'])
      const bad = await admin.send('POST', '/api/accounts/people', { body: { text: 'a,b\n1,2', apply: true } })
      assert.equal(bad.code, 'identity.peopleHeader')
    }))

  it('is read with quotes, commas and line ends of any kind', () => {
    assert.deepEqual(csvRows('a,b\n"x, ""y""\nz",2\r\n\r\n,3\n'), [
      ['a', 'b'],
      ['x, "y"\nz', '2'],
      ['', '3'],
    ])
  })
})

describe('the access review', () => {
  it('has each account decided, ends some at once, and is signed off by a second person', () =>
    withHospital(async (hospital) => {
      const it = hospital.browser()
      const head = hospital.browser()
      await it.login('quantri')
      await head.login('giamdoc')
      const list = async () => (await it.send('GET', '/api/accounts/reviews')).body as ReviewList
      assert.equal((await list()).overdue, false)
      hospital.later(190 * day)
      await it.login('quantri')
      await head.login('giamdoc')
      assert.equal((await list()).overdue, true)
      const { id } = (await it.send('POST', '/api/accounts/reviews')).body as { id: string }
      assert.equal((await it.send('POST', '/api/accounts/reviews')).code, 'identity.reviewOpen')
      const path = `/api/accounts/reviews/${id}`
      const items = (await it.send('GET', path)).body as ReviewItem[]
      assert.equal(items.length, 11, 'every person, no patient')
      const decide = (item: ReviewItem | undefined, body: object, by = it) =>
        by.send('PUT', `${path}/accounts/${item?.account}`, { body })
      const named = (userName: string) => items.find((item) => item.userName === userName)
      assert.equal((await decide(named('quantri'), { decision: 'keep' })).code, 'identity.ownReview')
      assert.deepEqual(
        items.filter(({ own }) => own).map(({ userName }) => userName),
        ['quantri'],
      )
      assert.equal((await decide(named('duoc'), { decision: 'change' })).code, 'identity.reviewNote')
      for (const item of items.filter(({ userName }) => !['quantri', 'giamdoc', 'thanhtra'].includes(userName)))
        assert.equal((await decide(item, { decision: 'keep' })).status, 204)
      assert.equal((await decide(named('thanhtra'), { decision: 'end' })).status, 204)
      assert.equal((await hospital.browser().login('thanhtra')).code, 'identity.accountOff')
      assert.equal((await head.send('POST', `${path}/close`)).code, 'identity.reviewUndecided')
      assert.equal((await decide(named('quantri'), { decision: 'keep' }, head)).status, 204)
      assert.equal((await it.send('POST', `${path}/close`)).code, 'common.forbidden')
      assert.equal((await decide(named('giamdoc'), { decision: 'keep' })).status, 204)
      const signed = await head.send('POST', `${path}/close`)
      assert.equal(signed.status, 200, JSON.stringify(signed.body))
      const { reviews, overdue } = await list()
      assert.deepEqual(
        [overdue, reviews[0]?.kept, reviews[0]?.ended, reviews[0]?.hash],
        [false, 10, 1, (signed.body as { hash: string }).hash],
      )
      assert.equal((await decide(named('duoc'), { decision: 'end' })).code, 'identity.reviewClosed')
      const paper = await head.send('GET', `${path}/minutes`)
      assert.equal(paper.status, 200)
      assert.match(String(paper.headers['content-type']), /application\/pdf/)
      assert.match(String(paper.body), /^%PDF-1\.7/)
      assert.ok((await hospital.audited()).includes('review-print success'))
      assert.equal((await head.send('POST', '/api/accounts/reviews/nobody/close')).code, 'identity.reviewNotFound')
      const nurse = hospital.browser()
      await nurse.login('dieuduong')
      assert.equal((await nurse.send('GET', path)).code, 'common.forbidden')
    }))

  it('is closed once, and no decision slips in beside the closing', () =>
    withHospital(async (hospital) => {
      const it = hospital.browser()
      const head = hospital.browser()
      await it.login('quantri')
      await head.login('giamdoc')
      const { id } = (await it.send('POST', '/api/accounts/reviews')).body as { id: string }
      const path = `/api/accounts/reviews/${id}`
      assert.equal((await head.send('GET', `${path}/minutes`)).code, 'identity.reviewStillOpen')
      const items = (await it.send('GET', path)).body as ReviewItem[]
      for (const { account, userName } of items)
        if (userName !== 'giamdoc')
          await (userName === 'quantri' ? head : it).send('PUT', `${path}/accounts/${account}`, {
            body: { decision: 'keep' },
          })
      const duoc = items.find(({ userName }) => userName === 'duoc')
      const end = { body: { decision: 'end' } }
      const [first, second, decided] = await Promise.all([
        head.send('POST', `${path}/close`),
        head.send('POST', `${path}/close`),
        it.send('PUT', `${path}/accounts/${duoc?.account}`, end),
      ])
      assert.deepEqual([first.status, second.status].sort(), [200, 409])
      const { rows } = await sql<{ kept: string }>`
        select (select string_agg(m ->> 'decision', ' ') from jsonb_array_elements(r.minutes -> 'content' -> 'items') m
           where m ->> 'userName' = 'duoc') as kept from access_review r`.execute(hospital.services.db)
      assert.equal(rows[0]?.kept, decided.status === 204 ? 'end' : 'keep', 'the minutes say what was decided')
    }))
})
