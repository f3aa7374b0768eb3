import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { it } from 'node:test'
import { openBrowser } from '#tests/support/browser.ts'
import { withHospital } from '#tests/support/identity.ts'

// Screens whose parts come from libraries: dialogs, menus, tables, charts.
const screens = ['/', '/admin/accounts', '/audit', '/status', '/status/settings', '/account/security']

it('screens break no rule of their content policy, styles included, and a smuggled style does nothing', () =>
  withHospital(
    async (hospital) => {
      const origin = await hospital.server.listen({ port: 0, host: '127.0.0.1' })
      const browser = await openBrowser()
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' })
        const broken: string[] = []
        page.on('console', (line) => {
          if (/Content.Security.Policy/i.test(line.text())) broken.push(line.text().slice(0, 300))
        })
        await page.goto(`${origin}/admin/accounts`)
        await page.getByLabel('Tên đăng nhập').fill('quantri')
        await page.getByLabel('Mật khẩu', { exact: true }).fill('quantri-Demo-2026')
        await page.keyboard.press('Enter')
        await page.getByText('Nguyễn Văn Minh').click()
        await page.getByRole('button', { name: 'Khóa tài khoản' }).waitFor()
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: /Thêm tài khoản/ }).click()
        await page.getByRole('dialog').waitFor()
        for (const screen of screens) {
          await page.goto(`${origin}${screen}`)
          await page.waitForLoadState('networkidle')
          assert.equal(await page.getByText('Không có màn hình này').count(), 0, screen)
        }
        assert.deepEqual(broken, [])
        const color = await page.evaluate(
          `const style = document.createElement('style')
          style.textContent = 'body { color: rgb(1, 2, 3) !important }'
          document.head.append(style)
          getComputedStyle(document.body).color`,
        )
        assert.notEqual(color, 'rgb(1, 2, 3)')
        assert.equal(broken.length, 1)
      } finally {
        await browser.close()
      }
    },
    { webRoot: resolve('dist/web') },
  ))
