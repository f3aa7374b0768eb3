import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { uuidv7 } from '#kernel/ids.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram } from '#tests/support/program.ts'

const widths = [1280, 820, 390]
const name = 'Cao Thị Riêng'

describe('a patient who does not want to be seen by one doctor', () => {
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
    page.setDefaultTimeout(30_000)
    const data = { userName, password: `${userName}-Demo-2026` }
    const answer = await page.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    return { page, csrf: ((await answer.json()) as { csrf: string }).csrf }
  }

  async function registered(): Promise<string> {
    const { page, csrf } = await desk('tiepdon')
    const answer = await page.request.post(`${program.url}/api/patients`, {
      headers: { 'x-csrf-token': csrf, 'x-command-id': uuidv7() },
      data: {
        patient: { name, sex: 'female', birthDate: '1971-05-04', cccd: '099171000778', phone: '0999000911' },
        differsFrom: [],
      },
    })
    assert.ok(answer.ok(), await answer.text())
    const { id } = (await answer.json()) as { id: string }
    await page.context().close()
    return id
  }

  async function pictures(page: Page, title: string): Promise<void> {
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `${pictureFolder('refusal')}/${title}-${width}.png` })
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      assert.ok(wide <= 1, `${title} at ${width} is ${wide} pixels too wide`)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  it('is refused to that doctor in words until a second person has ended it', async () => {
    const chart = `${program.url}/patients/${await registered()}`
    const doctor = (await desk('bacsi')).page
    await doctor.goto(chart)
    await doctor.getByRole('link', { name: 'Bảo vệ, từ chối' }).waitFor()

    const office = (await desk('luutru')).page
    await office.goto(`${chart}/protection`)
    await office.getByRole('button', { name: 'Ghi từ chối' }).click()
    const dialog = office.getByRole('dialog')
    await dialog.getByText('Nêu tên').click()
    await dialog.getByRole('textbox', { name: /^Người, khoa hoặc vai trò/ }).fill('nguyen van minh')
    await office.getByRole('option', { name: /Nguyễn Văn Minh/ }).click()
    await dialog.getByRole('textbox', { name: /^Giấy tờ đã xem/ }).fill('Đơn ngày 23/11/2026, phòng KHTH')
    await pictures(office, 'note')
    await dialog.getByRole('button', { name: 'Ghi từ chối' }).click()
    await office.getByText('Với Nguyễn Văn Minh').waitFor()
    await pictures(office, 'noted')

    await doctor.reload()
    const refused = doctor.getByRole('alert', { name: 'Bạn chưa được phép xem' })
    await refused.getByText(/Người bệnh không đồng ý cho xem/).waitFor()
    await refused.getByText('người bệnh rút lại việc từ chối').waitFor()
    await pictures(doctor, 'refused')

    await office.getByRole('button', { name: 'Đề nghị chấm dứt' }).click()
    await dialog.getByRole('textbox', { name: /^Giấy tờ đã xem/ }).fill('Đơn rút lại ngày 23/11/2026')
    await dialog.getByRole('textbox', { name: /^Lý do/ }).fill('Người bệnh rút lại bằng văn bản')
    await dialog.getByRole('button', { name: 'Đề nghị chấm dứt' }).click()
    await office.getByText('Người khác quyết định').waitFor()

    const director = (await desk('giamdoc')).page
    await director.goto(`${program.url}/access/reviews`)
    await director.getByRole('button', { name: 'Quyết định' }).click()
    const decision = director.getByRole('dialog')
    await decision.getByText('Chấm dứt từ chối').click()
    await decision.getByRole('textbox', { name: /^Đã kiểm tra/ }).fill('Đã xem đơn có chữ ký')
    await decision.getByRole('button', { name: 'Quyết định' }).click()
    await decision.waitFor({ state: 'detached' })

    await doctor.reload()
    await doctor.getByRole('link', { name: 'Bảo vệ, từ chối' }).waitFor()
    assert.equal(await refused.count(), 0)
  })
})
