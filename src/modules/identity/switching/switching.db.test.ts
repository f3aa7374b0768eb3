import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountCommands, confirmBadge, findAccountId } from '#modules/identity/index.ts'
import { type Browser, contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import { isGoodPin } from '../domain/good-pin.ts'
import type { NewBadge, OwnSwitching, ParkedSession } from './contract.ts'

const nameOf = async (page: Browser) =>
  ((await page.send('GET', '/api/session')).body as { user?: { userName: string } }).user?.userName

async function badgeOf({ browser, services }: Hospital, userName: string, code?: string): Promise<string> {
  const admin = browser()
  await admin.login('quantri')
  const id = await findAccountId(contextFor(services), userName)
  const made = await admin.send('POST', `/api/accounts/${id}/badges`, {
    body: { label: 'Thẻ khoa Nội', ...(code ? { code } : {}) },
  })
  assert.equal(made.status, 200, JSON.stringify(made.body))
  return code ?? (made.body as NewBadge).code ?? ''
}

const lock = (page: Browser, place = '/ward') => page.send('POST', '/api/session/lock', { body: { place } })
const back = (page: Browser, body: object) => page.send('POST', '/api/session/return', { body })
const parked = async (page: Browser) => (await page.send('GET', '/api/session/parked')).body as ParkedSession[]
const setPin = (page: Browser, userName: string, pin: string) =>
  page.send('PUT', '/api/session/pin', { body: { current: `${userName}-Demo-2026`, pin } })

describe('a shared computer of the ward', () => {
  it('keeps the place of each person behind the locked screen and brings them back by badge or PIN', () =>
    withHospital(async (hospital) => {
      const badge = await badgeOf(hospital, 'dieuduong')
      const ward = hospital.browser()
      await ward.login('dieuduong')
      const nurse = ward.cookies.get('lo_session') ?? ''
      assert.equal((await lock(ward, '/stay/enc-1/medicines')).status, 204)
      assert.equal(await nameOf(ward), undefined)
      const thief = hospital.browser()
      thief.cookies.set('lo_session', nurse)
      assert.equal(await nameOf(thief), undefined, 'the cookie of a locked screen opens nothing')

      await ward.login('bacsi')
      assert.equal((await setPin(ward, 'bacsi', '123456')).code, 'identity.pinWeak')
      assert.equal((await setPin(ward, 'wrong', '240680')).code, 'identity.passwordWrong')
      assert.equal((await setPin(ward, 'bacsi', '240680')).status, 204)
      const doctor = ward.cookies.get('lo_session') ?? ''
      assert.deepEqual(
        (await parked(ward)).map(({ name, badge, pin }) => [name, badge, pin]),
        [['Lê Thị Hạnh', true, false]],
      )

      const returned = await back(ward, { badge: badge.toLowerCase(), place: '/exam/enc-9' })
      assert.equal(returned.status, 200, JSON.stringify(returned.body))
      assert.equal((returned.body as { place?: string }).place, '/stay/enc-1/medicines')
      assert.equal(await nameOf(ward), 'dieuduong')
      assert.notEqual(ward.cookies.get('lo_session'), nurse, 'a waiting session comes back under a new token')
      thief.cookies.set('lo_session', doctor)
      assert.equal(await nameOf(thief), undefined, 'the one at the open screen waits now')

      const [waiting] = await parked(ward)
      assert.deepEqual([waiting?.name, waiting?.pin], ['Nguyễn Văn Minh', true])
      const again = await back(ward, { session: waiting?.id, pin: '240680', place: '/ward' })
      assert.equal((again.body as { place?: string }).place, '/exam/enc-9')
      assert.equal(await nameOf(ward), 'bacsi')
      const lines = await hospital.audited()
      for (const line of ['badge-make success', 'pin-set success', 'screen-lock success', 'screen-return success'])
        assert.ok(lines.includes(line), line)
    }))

  it('brings nobody back elsewhere or after the shift, and guesses slow the screen down and end no session', () =>
    withHospital(async (hospital) => {
      const badge = await badgeOf(hospital, 'dieuduong', 'card 0042 1187 35')
      const ward = hospital.browser()
      await ward.login('dieuduong')
      await setPin(ward, 'dieuduong', '913577')
      await lock(ward)
      const elsewhere = hospital.browser()
      assert.equal((await back(elsewhere, { badge })).code, 'identity.notHere')
      assert.equal((await back(ward, { badge: 'NOBODY-00112233' })).code, 'identity.notHere')
      const [waiting] = await parked(ward)
      assert.equal((await back(elsewhere, { session: waiting?.id, pin: '913577' })).code, 'identity.notHere')
      for (const code of ['identity.pinWrong', 'identity.pinWrong', 'identity.guessedOften'])
        assert.equal((await back(ward, { session: waiting?.id, pin: '000001' })).code, code)
      assert.equal((await back(ward, { session: waiting?.id, pin: '913577' })).code, 'identity.guessedOften')
      assert.equal((await parked(ward)).length, 1, 'whoever waits here lost nothing')
      hospital.later(1)
      assert.equal((await back(ward, { session: waiting?.id, pin: '913577' })).status, 200)

      await lock(ward)
      hospital.later(11 * 60 - 2)
      assert.equal((await back(ward, { badge })).status, 200, 'idle or not, while the shift lasts')
      await lock(ward)
      hospital.later(61)
      assert.equal((await back(ward, { badge })).code, 'identity.notHere')
    }))

  it('gives back the place to whoever comes with the password, and lets no administrator in by badge', () =>
    withHospital(async (hospital) => {
      const ward = hospital.browser()
      await ward.login('bacsi')
      await lock(ward, '/exam/enc-3')
      const opened = await ward.login('bacsi')
      assert.equal((opened.body as { place?: string }).place, '/exam/enc-3')
      assert.deepEqual(await parked(ward), [])
      assert.equal((await lock(ward, '//evil.example/x')).status, 400)

      const badge = await badgeOf(hospital, 'quantri')
      const office = hospital.browser()
      await office.login('quantri')
      assert.equal((await setPin(office, 'quantri', '913577')).code, 'identity.noQuickSwitch')
      await lock(office)
      assert.equal((await back(office, { badge })).code, 'identity.notHere')
    }))

  it('waits longer after each wrong badge, keeps what waits at the browser, and lets the password in at once', () =>
    withHospital(async (hospital) => {
      const badge = await badgeOf(hospital, 'dieuduong')
      const ward = hospital.browser()
      await ward.login('dieuduong')
      await lock(ward)
      const guess = () => back(ward, { badge: 'GUESS-00000009' })
      for (const _ of [1, 2, 3]) assert.equal((await guess()).code, 'identity.notHere')
      const waits: unknown[] = []
      for (const _ of [1, 2, 3]) {
        const refused = await guess()
        assert.equal(refused.code, 'identity.guessedOften')
        waits.push((refused.body as { details?: { seconds?: number } }).details?.seconds)
        hospital.later(1)
        assert.equal((await guess()).code, 'identity.notHere')
      }
      assert.deepEqual(waits, [15, 30, 60])
      hospital.later(5)
      assert.equal((await parked(ward)).length, 1)
      assert.equal((await back(ward, { badge })).status, 200)
      await lock(ward)
      for (let guess = 0; guess < 3; guess += 1) await back(ward, { badge: `GUESS-0000010${guess}` })
      assert.equal((await ward.login('dieuduong')).status, 200)
    }))

  it('ends a badge that was lost at once, and gives one card to one person only', () =>
    withHospital(async (hospital) => {
      const code = 'HD-0000118822'
      await badgeOf(hospital, 'dieuduong', code)
      const ctx = contextFor(hospital.services)
      const admin = hospital.browser()
      await admin.login('quantri')
      const doctor = await findAccountId(ctx, 'bacsi')
      const again = await admin.send('POST', `/api/accounts/${doctor}/badges`, { body: { label: 'x', code } })
      assert.equal(again.code, 'identity.badgeTaken')
      const ward = hospital.browser()
      await ward.login('dieuduong')
      const own = (await ward.send('GET', '/api/session/switching')).body as OwnSwitching
      const nurse = await findAccountId(ctx, 'dieuduong')
      const path = `/api/accounts/${nurse}/badges/${own.badges[0]?.id}`
      assert.equal((await ward.send('DELETE', path)).code, 'common.forbidden')
      await lock(ward)
      assert.equal((await admin.send('DELETE', path)).status, 204)
      assert.equal((await back(ward, { badge: code })).code, 'identity.notHere')
      await ward.login('dieuduong')
      const card = { current: 'dieuduong-Demo-2026', label: 'Thẻ xe', code }
      assert.equal((await ward.send('POST', '/api/session/badges', { body: card })).status, 200)
      await lock(ward)
      assert.equal((await back(ward, { badge: code })).status, 200)
    }))

  it('lists the browsers of a person and ends all sessions of a lost one', () =>
    withHospital(async ({ browser }) => {
      const lost = browser()
      const here = browser()
      await lost.login('bacsi')
      await here.login('bacsi')
      const { devices } = (await here.send('GET', '/api/session/switching')).body as OwnSwitching
      assert.deepEqual(devices.map((device) => device.here).sort(), [false, true])
      const other = devices.find((device) => !device.here)
      assert.equal((await here.send('DELETE', `/api/session/devices/${other?.id}`)).status, 204)
      assert.equal(await nameOf(lost), undefined)
      assert.equal(await nameOf(here), 'bacsi')
      const stranger = browser()
      await stranger.login('duoc')
      const foreign = await stranger.send('DELETE', `/api/session/devices/${other?.id}`)
      assert.equal(foreign.code, 'identity.deviceNotFound')
    }))
})

describe('a second person', () => {
  it('is known by the badge after a full login of the shift, wherever it was', () =>
    withHospital(async (hospital) => {
      const code = await badgeOf(hospital, 'dieuduong')
      const ctx = contextFor(hospital.services)
      const ask = () => confirmBadge(ctx, { code, address: '127.0.0.1' })
      await assert.rejects(ask(), { code: 'identity.fullLoginFirst' })
      const station = hospital.browser()
      await station.login('dieuduong')
      await station.send('DELETE', '/api/session')
      assert.equal((await ask()).userName, 'dieuduong')
      await accountCommands.lock(ctx, 'dieuduong')
      await assert.rejects(ask(), { code: 'identity.noQuickSwitch' })
      await assert.rejects(confirmBadge(ctx, { code: 'LOB-NOBODY', address: '127.0.0.1' }), {
        code: 'identity.badgeUnknown',
      })
    }))
})

describe('isGoodPin', () => {
  for (const [pin, good] of [
    ['240680', true],
    ['111111', false],
    ['123456', false],
    ['987654', false],
    ['24068', false],
    ['24068a', false],
  ] as const)
    it(`takes ${pin}: ${good}`, () => assert.equal(isGoodPin(pin, 6), good))
})
