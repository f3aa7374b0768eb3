import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram } from '#tests/support/program.ts'

interface Stay {
  readonly status: string
  readonly recordState: string
  readonly department: { readonly id: string }
}

/** A patient comes to a bed, goes to another ward, and home. */
describe('the wards', () => {
  let program: Program
  let browser: Browser
  before(async () => {
    program = await startProgram(['demo', '--patients', '6'], freshFolder())
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function desk(userName: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const data = { userName, password: `${userName}-Demo-2026` }
    const answer = await page.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    return page
  }

  const pictures = pictureFolder('ward')
  async function pictured(page: Page, name: string): Promise<void> {
    for (const width of [390, 820, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `${pictures}/${name}-${width}.png` })
    }
  }

  it('take a patient in, pass him on when the other ward accepts, and let him go', async () => {
    const page = await desk('bacsi')
    await page.goto(`${program.url}/ward?department=dept-tmh`)
    await page.locator('.lo-bed[data-state="free"]').first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Nhập viện' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: /Người bệnh/ }).fill('Đặng Thị Huyền')
    await page
      .getByRole('option', { name: /Đặng Thị Huyền/ })
      .first()
      .click()
    await form.getByRole('textbox', { name: /Lý do vào viện/ }).fill('Sốt, đau họng, nuốt khó')
    await form.getByRole('button', { name: 'Nhập viện' }).click()
    const anyway = form.getByRole('button', { name: 'Vẫn xếp giường này' })
    await Promise.race([page.waitForURL(/\/overview/), anyway.click().catch(() => undefined)])
    await page.waitForURL(/\/stay\/.*\/overview/)
    const id = /\/stay\/([^/]+)\//.exec(page.url())?.[1]
    const stay = async () => (await (await page.request.get(`${program.url}/api/stays/${id}`)).json()) as Stay
    assert.equal((await stay()).status, 'in-progress')

    await page.getByRole('button', { name: 'Chuyển khoa' }).click()
    await form.getByRole('combobox').selectOption('dept-mat')
    await form.getByRole('textbox', { name: /Lý do chuyển/ }).fill('Viêm kết mạc nặng kèm theo')
    await form.getByRole('checkbox').check()
    await form.getByRole('button', { name: 'Xin chuyển khoa' }).click()
    await page.getByText(/Chờ Khoa Mắt nhận/).waitFor()
    assert.equal((await stay()).department.id, 'dept-tmh')
    await pictured(page, 'stay')

    await page.goto(`${program.url}/ward?department=dept-mat`)
    await page.getByRole('button', { name: 'Nhận', exact: true }).click()
    await form.getByRole('combobox').selectOption({ index: 1 })
    await form.getByRole('button', { name: 'Nhận người bệnh' }).click()
    await page.locator('.lo-bed', { hasText: 'Đặng Thị Huyền' }).waitFor()
    assert.equal((await stay()).department.id, 'dept-mat')

    await page.goto(`${program.url}/stay/${id}/discharge`)
    await page.getByText('TT25-02').first().waitFor()
    await page.getByRole('textbox', { name: /Bệnh chính/ }).fill('J02.9')
    await page.getByRole('option').first().click()
    await pictured(page, 'discharge')
    await page.getByRole('button', { name: 'Cho ra viện' }).click()
    await page.waitForURL(/\/overview/)
    const ended = await stay()
    assert.deepEqual([ended.status, ended.recordState], ['finished', 'finished'])
    await page.goto(`${program.url}/ward?department=dept-noi`)
    await page.locator('.lo-bed').first().waitFor()
    await pictured(page, 'board')
  })
})
