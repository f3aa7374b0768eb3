import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import { emergencyRules } from '../data-files.ts'
import { endEmergency, identity, openEmergency, type Prepared, prepareEmergency } from '../index.ts'
import type { EmergencyState } from './contract.ts'

const holders = ['giamdoc', 'Nguyễn Thị An Toàn', 'Phạm Văn Ca Trực']
const reason = 'Mất toàn bộ khóa bảo mật của quản trị viên'
const minutes = emergencyRules.minutes

const prepare = (hospital: Hospital, secret?: string) =>
  prepareEmergency(contextFor(hospital.services), { holders, secret, by: 'root' })
const codes = ({ envelopes }: Prepared, ...numbers: readonly number[]) =>
  numbers.map((number) => envelopes[number - 1]?.code ?? '')
const open = (hospital: Hospital, given: readonly string[], why = reason) =>
  openEmergency(contextFor(hospital.services), { reason: why, codes: given, by: 'root' })

async function permissionsOf(hospital: Hospital, password: string) {
  const page = hospital.browser()
  const answer = await page.login(emergencyRules.userName, password)
  return {
    page,
    answer,
    permissions: (answer.body as { user?: { permissions: string[] } }).user?.permissions ?? [],
  }
}

describe('emergency access to the server', () => {
  it('opens an administrator for a time on the codes of two holders, and ends by itself', () =>
    withHospital(
      async (hospital) => {
        const prepared = await prepare(hospital, 'mật khẩu root: Kx2-9\n')
        const admin = hospital.browser()
        await admin.login('quantri')
        const opened = await open(hospital, codes(prepared, 1, 3))
        assert.deepEqual(opened.holders, ['Đặng Hữu Nghĩa', 'Phạm Văn Ca Trực'])
        assert.equal(opened.secret, 'mật khẩu root: Kx2-9')
        const { page, permissions } = await permissionsOf(hospital, opened.password)
        assert.ok(permissions.includes('users.manage'), 'no second factor is asked of two persons')
        const red = async () =>
          ((await identity.findings?.(contextFor(hospital.services))) ?? []).map(
            ({ level, code }) => `${level} ${code}`,
          )
        assert.ok((await red()).includes('red emergencyOpen'))
        const told = await sql<{ kind: string }>`
        select n.kind from account_notice n join account a on a.id = n.account where a.user_name = 'quantri'`.execute(
          hospital.services.db,
        )
        assert.deepEqual(told.rows.map(({ kind }) => kind).sort(), ['emergencyOpened', 'emergencyPrepared'])
        hospital.later(minutes - 1)
        assert.equal((await page.send('GET', '/api/accounts')).status, 200)
        hospital.later(2)
        assert.equal((await page.send('GET', '/api/accounts')).status, 401, 'over, whether a job ran or not')
        assert.equal((await permissionsOf(hospital, opened.password)).answer.code, 'identity.accountOff')
        const job = identity.jobs?.find(({ name }) => name === 'identity.end-emergencies')
        assert.deepEqual(await job?.run(contextFor(hospital.services)), { expected: 1, processed: 1, failed: 0 })
        assert.equal((await permissionsOf(hospital, opened.password)).answer.code, 'identity.wrongCredentials')
        assert.ok((await red()).includes('amber emergencyUnreviewed'))
        const lines = await hospital.audited()
        for (const line of ['emergency-prepare success', 'emergency-open success', 'emergency-end success'])
          assert.ok(lines.includes(line), line)
      },
      { settings: { LANONG_SESSION_IDLE_MINUTES: '180' } },
    ))

  it('refuses one code, a wrong one, the same person twice, a used one, and codes of a set before', () =>
    withHospital(async (hospital) => {
      const first = await prepare(hospital)
      const [a = '', b = '', c = ''] = codes(first, 1, 2, 3)
      const refused = (given: readonly string[], code: string, why?: string) =>
        assert.rejects(open(hospital, given, why), { code: `identity.${code}` })
      await refused([a], 'emergencyCodes')
      await refused([a, ''], 'emergencyCodes')
      await refused([a, b, c], 'emergencyCodes')
      await refused([a, '7K3MQ-X2P9T-AAAAA-BBBBB-CCCCC'], 'emergencyCodeWrong')
      await refused([a, a.toLowerCase().replaceAll('-', ' ')], 'emergencySamePerson')
      await refused([a, b], 'emergencyReason', 'gấp')
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from account where user_name = ${emergencyRules.userName}`.execute(
        hospital.services.db,
      )
      assert.equal(rows[0]?.n, 0, 'nothing was opened')
      await open(hospital, [b.toLowerCase().replaceAll('1', 'l').replaceAll('0', 'o'), a])
      await refused([c, a], 'emergencyCodeUsed')
      await prepare(hospital)
      await refused([c, b], 'emergencyCodeWrong')
      const lines = await hospital.audited()
      assert.equal(lines.filter((line) => line === 'emergency-open refused').length, 8)
    }))

  it('opens once when two try the same codes at the same moment', () =>
    withHospital(async (hospital) => {
      const given = codes(await prepare(hospital), 1, 2)
      const both = await Promise.allSettled([open(hospital, given), open(hospital, given)])
      assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    }))

  it('keeps no code as it is, and is sealed for different people only', () =>
    withHospital(async (hospital) => {
      const prepared = await prepare(hospital, 'Kx2-9')
      const ctx = contextFor(hospital.services)
      const { rows } = await sql<{ text: string }>`
        select string_agg(e::text, ' ') || (select string_agg(b::text, ' ') from emergency_box b)
          || (select string_agg(a::text, ' ') from audit_told a) as text from emergency_envelope e`.execute(
        hospital.services.db,
      )
      for (const code of codes(prepared, 1, 2, 3)) {
        assert.ok(!rows[0]?.text.includes(code))
        assert.ok(!rows[0]?.text.includes(Buffer.from(code).toString('hex')))
      }
      assert.ok(!rows[0]?.text.includes(Buffer.from('Kx2-9').toString('hex')))
      for (const wrong of [['giamdoc', 'A'], ['giamdoc', 'Đặng Hữu Nghĩa', 'B'], ['A', 'a', 'B'], []])
        await assert.rejects(prepareEmergency(ctx, { holders: wrong, by: 'root' }), {
          code: 'identity.emergencyHolders',
        })
    }))

  it('is closed by hand, and reviewed by somebody who took no part', () =>
    withHospital(async (hospital) => {
      const opened = await open(hospital, codes(await prepare(hospital), 1, 2))
      const { page } = await permissionsOf(hospital, opened.password)
      const director = hospital.browser()
      await director.login('giamdoc')
      const review = (by: typeof page, text = 'Đã đặt lại khóa của hai quản trị viên') =>
        by.send('POST', `/api/accounts/emergencies/${opened.id}/review`, { body: { review: text } })
      const admin = hospital.browser()
      await admin.login('quantri')
      assert.equal((await review(admin)).code, 'identity.emergencyStillOpen')
      await endEmergency(contextFor(hospital.services))
      assert.equal((await page.send('GET', '/api/accounts')).status, 401)
      await assert.rejects(endEmergency(contextFor(hospital.services)), { code: 'identity.emergencyNotOpen' })
      assert.equal((await review(director)).code, 'identity.emergencyOwnReview', 'the director held an envelope')
      assert.equal((await review(admin)).status, 204)
      assert.equal((await review(admin)).code, 'identity.emergencyReviewed')
      const state = (await director.send('GET', '/api/accounts/emergencies')).body as EmergencyState
      assert.deepEqual(
        [state.openings[0]?.reviewedBy, state.envelopes.filter(({ openedAt }) => openedAt).length],
        ['Ngô Tuấn Anh', 2],
      )
      const nurse = hospital.browser()
      await nurse.login('dieuduong')
      assert.equal((await nurse.send('GET', '/api/accounts/emergencies')).status, 403)
    }))

  it('lets the emergency account in from inside only', () =>
    withHospital(async (hospital) => {
      const opened = await open(hospital, codes(await prepare(hospital), 1, 2))
      const outside = await hospital.server.inject({
        method: 'POST',
        url: '/api/session',
        remoteAddress: '203.113.131.7',
        payload: { userName: opened.userName, password: opened.password },
      })
      assert.equal((JSON.parse(outside.body) as { code?: string }).code, 'identity.emergencyInside')
    }))
})
