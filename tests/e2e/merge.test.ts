import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { uuidv7 } from '#kernel/ids.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram } from '#tests/support/program.ts'

const widths = [1440, 1024, 390]

describe('the record office', () => {
  let program: Program
  let browser: Browser
  before(async () => {
    program = await startProgram(['demo', '--patients', '12'], freshFolder())
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function desk(userName: string): Promise<{ page: Page; csrf: string }> {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const data = { userName, password: `${userName}-Demo-2026` }
    const answer = await page.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    return { page, csrf: ((await answer.json()) as { csrf: string }).csrf }
  }

  /** Reception registers one person twice, the second time without papers and with another telephone. */
  async function registerTwice(): Promise<void> {
    const { page, csrf } = await desk('tiepdon')
    const person = { name: 'Lương Thị Trùng', sex: 'female', birthDate: '1968-03-12' }
    const register = async (more: object, differsFrom: readonly string[]) => {
      const answer = await page.request.post(`${program.url}/api/patients`, {
        headers: { 'x-csrf-token': csrf, 'x-command-id': uuidv7() },
        data: { patient: { ...person, ...more }, differsFrom },
      })
      assert.ok(answer.ok(), await answer.text())
      return ((await answer.json()) as { id: string }).id
    }
    const first = await register({ cccd: '099168000777', phone: '0999000901' }, [])
    await register({ phone: '0999000902', noIdentity: 'notBrought' }, [first])
    await page.context().close()
  }

  async function pictures(page: Page, name: string): Promise<void> {
    for (const width of widths) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
      await page.waitForTimeout(250)
      await page.screenshot({ path: `${pictureFolder('merge')}/${name}-${width}.png`, fullPage: true })
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  it('merges two entries of one person and takes it back', async () => {
    await registerTwice()
    const { page } = await desk('luutru')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${program.url}/patient-merges`)
    await page.getByRole('textbox', { name: 'Tìm hồ sơ bỏ' }).fill('Lương Thị Trùng 0999000902')
    await page.getByRole('option', { name: /Lương Thị Trùng/ }).click()
    await page.getByText('trùng họ tên và ngày sinh').waitFor()
    await pictures(page, 'candidates')
    await page.getByRole('button', { name: 'So sánh' }).click()
    const comparison = page.getByRole('table', { name: 'So sánh hai hồ sơ' })
    await comparison.getByText('099168000777').first().waitFor()
    await comparison.getByText('0999000902 (cũ)').waitFor()
    await page.getByRole('textbox', { name: /^Lý do gộp/ }).fill('Cùng tên, ngày sinh; lần sau quên giấy tờ')
    await pictures(page, 'comparison')
    await page.getByRole('button', { name: 'Gộp hồ sơ' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/Giữ lại hồ sơ Lương Thị Trùng/).waitFor()
    await pictures(page, 'confirm')
    await dialog.getByRole('button', { name: 'Gộp hồ sơ' }).click()

    const done = page.getByRole('table', { name: 'Đã gộp' })
    await done.getByText('Cùng tên, ngày sinh; lần sau quên giấy tờ').waitFor()
    await pictures(page, 'done')
    await done.getByRole('button', { name: 'Hoàn tác' }).click()
    await dialog.getByRole('textbox', { name: /^Lý do hoàn tác/ }).fill('Nhầm: đó là hai chị em')
    await pictures(page, 'undo')
    await dialog.getByRole('button', { name: 'Hoàn tác' }).click()
    await dialog.getByText('lại là hai hồ sơ').waitFor()
    await dialog.getByRole('button', { name: 'Đóng' }).last().click()
    await done.getByText('Đã hoàn tác').waitFor()
    await page.context().close()
  })
})
