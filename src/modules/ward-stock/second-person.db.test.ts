import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { createAccount } from '#modules/identity/create-account.ts'
import { beginPasskey, beginPasskeyLogin, keepPasskey } from '#modules/identity/factors/login-passkeys.ts'
import { openSession } from '#modules/identity/session-store.ts'
import { makeBadge } from '#modules/identity/switching/badges.ts'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import { actor } from '#tests/support/database.ts'
import { type MedicineWard, nurse, withMedicineWard } from '#tests/support/medicine-ward.ts'
import { device } from '#tests/support/passkey.ts'
import { opened } from '#tests/support/ward.ts'
import { pin } from '#tests/support/whole-app.ts'
import type { SecondPersonView } from './contract.ts'

const password = 'mot-mat-khau-dai-1'
const about = 'Organization/dept-noi'
const origin = 'http://localhost'

describe('the second person at the screen of the first', () => {
  const open = opened<MedicineWard>(withMedicineWard)
  async function ask(body: object): Promise<{ status: number; code?: string; name?: string }> {
    const headers = { host: 'localhost' }
    const answer = await open().client.send('POST', '/api/second-person', {
      as: nurse,
      headers,
      body: { about, ...body },
    })
    return { status: answer.status, ...(answer.body as { code?: string } & Partial<SecondPersonView>) }
  }
  async function colleague(userName: string, name: string, roles = ['nurse']) {
    const { ctx } = open()
    const id = await createAccount(ctx, {
      userName,
      name,
      password,
      roles,
      departments: ['NOI'],
      practitionerId: `practitioner-${userName}`,
      mustChange: false,
    })
    return actor({ ...nurse, id, userName, name, practitionerId: `practitioner-${userName}` })
  }

  it('is proven by the PIN of the own signing key; guesses at it slow down who guesses and lock nobody', async () => {
    const { ctx } = open()
    const yen = await colleague('haiyen', 'Vũ Hải Yến')
    assert.equal((await ask({ userName: 'haiyen', pin })).code, 'signing.noPinHere')
    await ensureDemoSigners(
      ctx,
      [{ accountId: yen.id, practitionerId: yen.practitionerId ?? '', name: yen.name }],
      'Bệnh viện Đa khoa Ngàn Phố',
    )
    assert.deepEqual(await ask({ userName: 'haiyen', pin }).then(({ status, name }) => [status, name]), [
      200,
      'Vũ Hải Yến',
    ])
    assert.equal((await ask({ userName: 'haiyen' })).code, 'wardStock.notProven')
    for (let times = 0; times < 3; times += 1)
      assert.equal((await ask({ userName: 'haiyen', pin: '000000' })).code, 'signing.pinNotTheirs')
    assert.equal((await ask({ userName: 'haiyen', pin })).code, 'identity.guessedOften')
    assert.equal((await ask({ userName: 'haiyen', password })).code, 'identity.guessedOften')
    assert.equal(
      (await ask({ userName: 'nobody-here', pin })).code,
      'identity.guessedOften',
      'whoever is named next',
    )
    const { rows } = await sql<{ failures: number; locked: number }>`
      select failures, (select count(*)::int from login_attempt) as locked from signer_key
      where facility = ${ctx.facility} and account_id = ${yen.id}`.execute(ctx.db)
    assert.deepEqual(rows[0], { failures: 0, locked: 0 }, 'neither signing nor login of the victim')
    const { rows: told } = await sql<{
      kind: string
    }>`select kind from account_notice where account = ${yen.id}`.execute(ctx.db)
    assert.deepEqual(told, [{ kind: 'witnessGuesses' }])
    const other = await colleague('ngocha', 'Ngọc Hà')
    const beside = await open().client.send('POST', '/api/second-person', {
      as: other,
      body: { about, userName: 'haiyen', pin },
    })
    assert.equal(beside.status, 200, 'at another screen she confirms as before')
    await sql`delete from guess`.execute(ctx.db)
    assert.equal((await ask({ userName: 'nobody-here', pin })).code, 'identity.wrongCredentials')
  })

  it('is never proven by the PIN of a key that is kept elsewhere: a token tries it only when something is signed', async () => {
    const { ctx } = open()
    const thu = await colleague('minhthu', 'Lê Minh Thư')
    const signer = { accountId: thu.id, practitionerId: thu.practitionerId ?? '', name: thu.name }
    await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
    await sql`update signer_key set kind = 'token', place = '{"asks":["pin"],"token":"1"}', private_key = null, salt = null, nonce = null
      where facility = ${ctx.facility} and account_id = ${thu.id}`.execute(ctx.db)
    for (const one of [pin, '000000'])
      assert.equal((await ask({ userName: 'minhthu', pin: one })).code, 'signing.noPinHere')
  })

  it('is asked for only by who gives doses or moves stock, and no PIN is tried of who could not be it', async () => {
    const { ctx } = open()
    const cuc = await colleague('thucuc', 'Bùi Thu Cúc', ['imaging'])
    const signer = { accountId: cuc.id, practitionerId: cuc.practitionerId ?? '', name: cuc.name }
    await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
    const clerk = { ...nurse, id: cuc.id, permissions: new Set(['chart.read']) }
    const spied = await open().client.send('POST', '/api/second-person', {
      as: clerk,
      body: { about, userName: 'haiyen', pin: '000000' },
    })
    assert.equal((spied.body as { code: string }).code, 'common.forbidden')
    for (let times = 0; times < 6; times += 1) {
      const answer = await ask({ userName: 'thucuc', pin: '000000' })
      assert.equal(answer.code, 'wardStock.witnessMayNot')
      assert.ok(!JSON.stringify(answer).includes('Cúc'), 'the name is not told before the proof')
    }
    const { rows } = await sql<{ failures: number }>`select failures from signer_key
      where facility = ${ctx.facility} and account_id = ${cuc.id}`.execute(ctx.db)
    assert.equal(rows[0]?.failures, 0)
  })

  it('is named by the badge and proven by the PIN: a badge that lies about is nobody', async () => {
    const { ctx } = open()
    const lan = await colleague('hoanglan', 'Hoàng Thị Lan')
    const signer = { accountId: lan.id, practitionerId: lan.practitionerId ?? '', name: lan.name }
    await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
    const { code = '' } = await makeBadge(ctx, lan.id, { label: 'thẻ nhân viên' })
    assert.equal((await ask({ badge: code, pin })).code, 'identity.fullLoginFirst')
    await openSession(
      { ...ctx, actor: lan },
      { account: lan.id, address: '127.0.0.1', userAgent: 'test', factors: [] },
    )
    assert.equal((await ask({ badge: code })).code, 'wardStock.notProven')
    assert.equal((await ask({ badge: code, pin: '111111' })).code, 'signing.pinNotTheirs')
    assert.equal((await ask({ badge: 'LOB-NOBODYSBADGEATALL2345', pin })).code, 'identity.badgeUnknown')
    await sql`delete from guess`.execute(ctx.db)
    const proven = await ask({ badge: code, pin })
    assert.deepEqual([proven.status, proven.name], [200, 'Hoàng Thị Lan'])
  })

  it('is proven by a passkey that knows its holder, once for each question', async () => {
    const { ctx } = open()
    const minh = await colleague('dieuminh', 'Đỗ Diệu Minh')
    const phone = device(origin)
    const own = { ...ctx, actor: minh }
    const { challenge } = (await beginPasskey(own, new URL(origin))) as { challenge: string }
    await keepPasskey(own, new URL(origin), { name: 'điện thoại', response: { ...phone.register(challenge) } })
    const question = async () =>
      ((await beginPasskeyLogin(ctx, new URL(origin))) as { challenge: string }).challenge
    const answer = { ...phone.answer(await question()) }
    const proven = await ask({ passkey: answer })
    assert.deepEqual([proven.status, proven.name], [200, 'Đỗ Diệu Minh'])
    assert.equal((await ask({ passkey: answer })).code, 'identity.passkeyWrong')
    assert.equal((await ask({ passkey: { ...phone.answer(await question(), 1) } })).code, 'identity.passkeyWrong')
  })

  it('is never the first one', async () => {
    const { ctx } = open()
    const own = await colleague('chinhminh', 'Chính Mình')
    const signer = { accountId: own.id, practitionerId: own.practitionerId ?? '', name: own.name }
    await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
    const answer = await open().client.send('POST', '/api/second-person', {
      as: own,
      body: { about, userName: 'chinhminh', pin },
    })
    assert.equal((answer.body as { code: string }).code, 'wardStock.samePerson')
  })
})
