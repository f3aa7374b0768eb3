import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import { incidents } from '#modules/incidents/index.ts'
import { openBrowser } from '#tests/support/browser.ts'
import { withHospital } from '#tests/support/identity.ts'

const webRoot = resolve('dist/web')

describe('leaving a screen', () => {
  it('says that the session is still open when the server did not hear of the leaving', async () => {
    assert.ok(existsSync(webRoot), 'the application is built: npm run build:web')
    await withHospital(
      async ({ server }) => {
        const browser = await openBrowser()
        try {
          const origin = await server.listen({ port: 0, host: '127.0.0.1' })
          const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 800 } })
          const page = await context.newPage()
          page.setDefaultTimeout(20_000)
          await page.goto(`${origin}/incidents`)
          await page.getByLabel('Tên đăng nhập').fill('quantri')
          await page.getByLabel('Mật khẩu', { exact: true }).fill('quantri-Demo-2026')
          await page.keyboard.press('Enter')
          await page.getByText('Chưa có sự cố nào').waitFor()
          // Whoever may not look for patients is not told to.
          assert.equal(await page.getByText('Tìm người bệnh').count(), 0)

          await page.route('**/api/session**', (route) =>
            route.request().method() === 'GET' ? route.continue() : route.abort(),
          )
          await page.keyboard.press('Alt+l')
          await page.getByText('Bạn vẫn đang đăng nhập ở máy này.').first().waitFor()
          await page.getByRole('button', { name: /Tài khoản và hiển thị/ }).click()
          await page.getByRole('button', { name: 'Đăng xuất' }).click()
          await page.getByText('Bạn vẫn đang đăng nhập ở máy này.').nth(1).waitFor()
          assert.ok(page.url().endsWith('/incidents'))

          await page.unroute('**/api/session**')
          await page.getByRole('button', { name: 'Đăng xuất' }).click()
          await page.getByLabel('Tên đăng nhập').waitFor()
        } finally {
          await browser.close()
        }
      },
      { modules: [incidents], webRoot },
    )
  })
})
