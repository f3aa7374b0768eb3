import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { type Hospital, withHospital } from '#tests/support/identity.ts'

const webRoot = resolve('dist/web')

async function withPage(work: (page: Page, hospital: Hospital) => Promise<void>): Promise<void> {
  assert.ok(existsSync(webRoot), 'the application is built: npm run build:web')
  await withHospital(
    async (hospital) => {
      const origin = await hospital.server.listen({ port: 0, host: '127.0.0.1' })
      const browser = await openBrowser()
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' })
        page.setDefaultTimeout(20_000)
        await page.goto(`${origin}/admin/accounts`)
        await page.getByLabel('Tên đăng nhập').fill('quantri')
        await page.getByLabel('Mật khẩu', { exact: true }).fill('quantri-Demo-2026')
        await page.keyboard.press('Enter')
        await work(page, hospital)
      } finally {
        await browser.close()
      }
    },
    { webRoot },
  )
}

describe('the administrator', () => {
  it('finds an account, locks it, opens it again and makes a new one', () =>
    withPage(async (page, { browser }) => {
      const pictures = pictureFolder('accounts')
      await page.getByText('Nguyễn Văn Minh').waitFor()
      await page.screenshot({ path: `${pictures}/list.png` })
      await page.getByText('Nguyễn Văn Minh').click()
      await page.getByRole('button', { name: 'Khóa tài khoản' }).click()
      await page.getByRole('button', { name: 'Mở khóa' }).waitFor()
      await page.screenshot({ path: `${pictures}/account.png` })
      assert.equal((await browser().login('bacsi')).code, 'identity.accountOff')
      await page.getByRole('button', { name: 'Mở khóa' }).click()
      await page.getByRole('button', { name: 'Khóa tài khoản' }).waitFor()
      assert.equal((await browser().login('bacsi')).status, 200)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /Thêm tài khoản/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Tên đăng nhập').fill('bsmoi')
      await dialog.getByLabel('Họ và tên').fill('Đỗ Thị Mới')
      await dialog.getByLabel('Bác sĩ').check()
      await dialog.getByLabel('Mật khẩu tạm').fill('ngan')
      await dialog.getByText('Còn ngắn.').waitFor()
      await page.screenshot({ path: `${pictures}/new.png` })
      await dialog.getByLabel('Mật khẩu tạm').fill('Trời-trong-xanh-88')
      await dialog.getByRole('button', { name: 'Tạo tài khoản' }).click()
      await page.getByText('Đỗ Thị Mới').waitFor()
    }))
})
