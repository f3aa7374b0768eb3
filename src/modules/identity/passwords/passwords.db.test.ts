import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { accountCommands } from '#modules/identity/index.ts'
import { contextFor, withHospital } from '#tests/support/identity.ts'
import { breachedPath, isBreached } from './breached-file.ts'
import { isCommon } from './common-list.ts'

const good = 'Sáng-sớm-mùa-thu-42'
const words = ['Mây', 'Gió', 'Nắng', 'Mưa', 'Sương', 'Bão', 'Tuyết', 'Trăng', 'Sao', 'Trời', 'Biển']
const nth = (n: number) => `${words[n]}-xanh-ngát-bốn-mùa-${n + 10}`

describe('isCommon', () => {
  for (const [password, common] of [
    ['Sunshine1!', true],
    ['DRAGON2026', true],
    ['iloveyou', true],
    ['Sunshine-Mountain-88', false],
    [good, false],
  ] as const)
    it(`${password}: ${common}`, () => assert.equal(isCommon(password), common))
})

describe('passwords over time', () => {
  it('does not let one of the last ten come back', () =>
    withHospital(async ({ browser, services, later }) => {
      await accountCommands.add(contextFor(services), { userName: 'bsthu', name: 'T', password: good, roles: [] })
      const page = browser()
      await page.login('bsthu', good)
      const change = async (current: string, password: string) => {
        later(1)
        return (await page.send('PUT', '/api/session/password', { body: { current, password } })).code
      }
      assert.equal(await change(good, nth(0)), undefined)
      assert.equal(await change(nth(0), good), 'identity.passwordUsedBefore')
      for (let n = 0; n < 9; n++) assert.equal(await change(nth(n), nth(n + 1)), undefined, `change ${n}`)
      assert.equal(await change(nth(9), nth(0)), 'identity.passwordUsedBefore', 'the tenth last')
      assert.equal(await change(nth(9), good), undefined, 'the eleventh last')
    }))

  it('is asked anew from administrators after two months and from everybody after six', () =>
    withHospital(async ({ browser, services, later }) => {
      const ctx = contextFor(services)
      await accountCommands.add(ctx, { userName: 'itmoi', name: 'T', password: good, roles: ['it-admin'] })
      await accountCommands.add(ctx, { userName: 'bsthu', name: 'T', password: good, roles: ['doctor'] })
      const mustChange = async (userName: string) =>
        ((await browser().login(userName, good)).body as { user: { mustChangePassword: boolean } }).user
          .mustChangePassword
      const day = 24 * 60
      later(59 * day)
      assert.deepEqual([await mustChange('itmoi'), await mustChange('bsthu')], [false, false])
      later(2 * day)
      assert.deepEqual([await mustChange('itmoi'), await mustChange('bsthu')], [true, false])
      later(120 * day)
      assert.equal(await mustChange('bsthu'), true)
      const demo = (await browser().login('bacsi')).body as { user: { mustChangePassword: boolean } }
      assert.equal(demo.user.mustChangePassword, false)
    }))
})

describe('the list of leaked passwords', () => {
  const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()
  it('is taken ordered by hash or plain, refuses what it holds, and a broken one changes nothing', () =>
    withHospital(async ({ services }) => {
      const ctx = contextFor(services)
      const { dataDir } = services.config
      const file = join(dataDir, 'leak.txt')
      const take = () => accountCommands.takeBreached(ctx, file, () => {})
      const add = (password: string) =>
        accountCommands.add(ctx, { userName: `u${ctx.newId()}`, name: 'T', password, roles: [] })
      const leaked = [
        'Trăng-tròn-rằm-tháng-8',
        'Xuân-về-trên-bản-26',
        ...Array.from({ length: 999 }, (_, n) => `x${n}`),
      ]
      await add('Trăng-tròn-rằm-tháng-8')
      writeFileSync(
        file,
        leaked
          .map((text) => `${sha1(text)}:3`)
          .sort()
          .join('\r\n'),
      )
      assert.equal(await take(), 1001)
      for (const password of leaked.slice(0, 2))
        await assert.rejects(add(password), { code: 'identity.passwordBreached' })
      assert.deepEqual(
        await Promise.all(leaked.map((text) => isBreached(dataDir, text))),
        leaked.map(() => true),
      )
      for (let n = 0; n < 200; n++) assert.equal(await isBreached(dataDir, `not leaked ${n}`), false)
      await assert.rejects(accountCommands.takeBreached(ctx, join(dataDir, 'absent.txt'), () => {}))
      assert.equal(await isBreached(dataDir, leaked[0] ?? ''), true)
      writeFileSync(file, 'Hạ-đỏ-có-chàng-tới-hỏi-9\n')
      assert.equal(await take(), 1)
      assert.equal(await isBreached(dataDir, leaked[0] ?? ''), false)
      await assert.rejects(add('Hạ-đỏ-có-chàng-tới-hỏi-9'), { code: 'identity.passwordBreached' })
      assert.ok(breachedPath(dataDir).endsWith('.bin'))
    }))
})
