import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openEmergency, prepareEmergency } from '#modules/identity/index.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import { givenApplication } from '#tests/support/oauth.ts'

const webRoot = resolve('dist/web')
const pictures = pictureFolder('identity')
const widths = [1440, 820, 390]

async function open(browser: Browser, origin: string, path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await page.goto(`${origin}${path}`)
  return page
}

async function logIn(page: Page, userName: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(userName)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(`${userName}-Demo-2026`)
  await page.keyboard.press('Enter')
}

/** Nothing runs out of the window, by day and by night. */
async function look(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await page.waitForTimeout(200)
      await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png` })
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      assert.ok(wide <= 1, `${name} at ${width} is ${wide} pixels too wide`)
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}

/** The role is kept when the panel has closed over it. */
async function accountHas(hospital: Hospital, role: string): Promise<void> {
  for (let tries = 0; tries < 40; tries++) {
    const page = hospital.browser()
    const { body } = await page.login('dieuduong')
    if ((body as { user: { roles: string[] } }).user.roles.includes(role)) return
    await new Promise((settle) => setTimeout(settle, 250))
  }
  assert.fail(`the account never got the role ${role}`)
}

describe('the screens of accounts', () => {
  it('fit every width; a role is changed and second factors are taken away, and the person is told', async () => {
    assert.ok(existsSync(webRoot), 'the application is built: npm run build:web')
    await withHospital(
      async (hospital) => {
        const ctx = contextFor(hospital.services)
        // A minute before: of two notices of one moment either could be the latest.
        const earlier = new Date(ctx.now().getTime() - 60_000)
        const { envelopes } = await prepareEmergency(
          { ...ctx, now: () => earlier },
          {
            holders: ['giamdoc', 'A Nguyễn', 'B Trần'],
            by: 'root',
          },
        )
        await openEmergency(ctx, {
          reason: 'Mất toàn bộ khóa bảo mật của quản trị viên',
          codes: envelopes.slice(1).map(({ code }) => code),
          by: 'root',
        })
        await givenApplication(hospital)
        const origin = await hospital.server.listen({ port: 0, host: '127.0.0.1' })
        const browser = await openBrowser()
        try {
          const admin = await open(browser, origin, '/admin/accounts')
          await look(admin, 'login')
          await logIn(admin, 'quantri')
          await admin.getByText('Lê Thị Hạnh').waitFor()
          await admin.getByText('Truy cập khẩn cấp vào máy chủ đã mở').waitFor()
          await look(admin, 'accounts')
          await admin.getByRole('button', { name: 'Tôi đã biết' }).click()
          await admin.getByText('Lê Thị Hạnh').click()
          await admin.getByLabel('Lưu trữ').check()
          await admin.getByRole('button', { name: 'Lưu thay đổi' }).click()
          await accountHas(hospital, 'record-office')
          await look(admin, 'account')
          await admin.getByRole('button', { name: 'Gỡ xác thực hai bước' }).click()
          const nurse = await open(browser, origin, '/account/security')
          await logIn(nurse, 'dieuduong')
          await nurse.getByText('Quản trị viên đã gỡ mọi cách xác thực bước hai của bạn.').first().waitFor()
          await look(nurse, 'security')
          await nurse.getByRole('button', { name: 'Tôi đã biết' }).click()
          await admin.goto(`${origin}/admin/access-reviews`)
          await admin.getByText('Mất toàn bộ khóa bảo mật của quản trị viên').waitFor()
          await admin.getByRole('button', { name: 'Mở đợt rà soát' }).click()
          await admin.getByText('Lê Thị Hạnh').waitFor()
          await look(admin, 'reviews')
          await admin.getByRole('button', { name: 'Kết thúc ngay' }).click()
          await admin.getByText('Chờ xem xét').waitFor()
        } finally {
          await browser.close()
        }
      },
      { webRoot },
    )
  })
})
