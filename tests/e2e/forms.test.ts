import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { uuidv7 } from '#kernel/ids.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram } from '#tests/support/program.ts'

const admission = 'Phiếu khám bệnh vào viện'

describe('a paper of a visit', () => {
  let program: Program
  let browser: Browser
  let encounterId: string
  before(async () => {
    program = await startProgram(['demo', '--patients', '8'], freshFolder())
    browser = await openBrowser()
    encounterId = await givenVisit()
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function login(userName: string): Promise<{ context: BrowserContext; csrf: string }> {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const data = { userName, password: `${userName}-Demo-2026` }
    const answer = await context.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    return { context, csrf: ((await answer.json()) as { csrf: string }).csrf }
  }

  /** Reception registers a person and gives her a number. */
  async function givenVisit(): Promise<string> {
    const { context, csrf } = await login('tiepdon')
    const post = async (path: string, data: object) => {
      const headers = { 'x-csrf-token': csrf, 'x-command-id': uuidv7() }
      const answer = await context.request.post(`${program.url}/api/${path}`, { headers, data })
      assert.ok(answer.ok(), await answer.text())
      return (await answer.json()) as { id: string; encounterId: string }
    }
    const person = { name: 'Lương Thị Phiếu', sex: 'female', birthDate: '1968-03-12', cccd: '099168000778' }
    const { id } = await post('patients', { patient: { ...person, phone: '0999000911' }, differsFrom: [] })
    const visit = { patientId: id, roomId: 'room-noi-2', reason: 'Ho, sốt 3 ngày', payer: 'self' }
    const { encounterId: made } = await post('encounters/check-in', visit)
    await context.close()
    return made
  }

  async function desk(userName: string): Promise<Page> {
    const { context } = await login(userName)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.setViewportSize({ width: 1280, height: 900 })
    return page
  }

  async function pictures(page: Page, name: string): Promise<void> {
    for (const width of [1024, 390, 1280]) {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
      await page.waitForTimeout(250)
      await page.screenshot({ path: `${pictureFolder('forms')}/${name}-${width}.png` })
    }
  }

  /** Types where the cursor is, as one who has no mouse does, into the field of that label. */
  async function write(page: Page, label: RegExp, text: string): Promise<void> {
    const field = page.getByRole('textbox', { name: label }).first()
    await field.focus()
    await page.keyboard.type(text)
  }

  async function pick(page: Page, label: RegExp, text: string, option: RegExp): Promise<void> {
    await write(page, label, text)
    await page.getByRole('option', { name: option }).first().waitFor()
    await page.keyboard.press('Enter')
  }

  const saved = (page: Page) => page.getByText(/^Đã lưu \d\d:\d\d:\d\d, trên máy và máy chủ$/).waitFor()

  it('is found by its code, filled in by keyboard, survives a killed tab, and is put on paper', async () => {
    const first = await desk('bacsi')
    await first.goto(`${program.url}/encounters/${encounterId}/forms`)
    await first.getByText('Hợp với lượt khám này').waitFor()
    await pictures(first, '1-visit')
    await first.keyboard.press('n')
    await first.keyboard.type('29bv2')
    await first.getByRole('button', { name: new RegExp(admission) }).waitFor()
    await first.keyboard.press('Enter')
    await first.getByRole('heading', { name: new RegExp(admission) }).waitFor()
    assert.equal(await first.getByRole('textbox', { name: /^1\. Họ và tên/ }).inputValue(), 'LƯƠNG THỊ PHIẾU')
    assert.equal(await first.getByRole('textbox', { name: /^Lý do vào viện/ }).inputValue(), 'Ho, sốt 3 ngày')

    await first.keyboard.press('Control+Enter')
    await first.getByText(/^Còn \d+ chỗ phải điền hoặc sửa$/).waitFor()
    await pictures(first, '2-missing')
    await first.keyboard.press('F8')
    await write(first, /^7\. Địa chỉ/, 'Thôn Đông, xã Ngàn Phố')
    await write(first, /^1\. Quá trình bệnh lý/, 'Ba ngày nay ho khan, sốt về chiều.')
    await saved(first)
    await write(first, /^2\. Tiền sử bệnh: bản thân/, 'Khỏe mạnh')
    await first.waitForTimeout(400)
    const page = await first.context().newPage()
    await first.close({ runBeforeUnload: false })

    await page.goto(first.url())
    await page.getByRole('heading', { name: new RegExp(admission) }).waitFor()
    for (const [label, text] of [
      [/^1\. Quá trình bệnh lý/, 'Ba ngày nay ho khan, sốt về chiều.'],
      [/^2\. Tiền sử bệnh: bản thân/, 'Khỏe mạnh'],
    ] as const)
      assert.equal(await page.getByRole('textbox', { name: label }).inputValue(), text, 'a draft is never lost')

    for (const [label, text] of [
      [/^1\. Toàn thân/, 'Tỉnh, da niêm mạc hồng'],
      [/^Mạch/, '88'],
      [/^Nhiệt độ/, '38,5'],
      [/^Tâm thu/, '120'],
      [/^Tâm trương/, '70'],
      [/^Nhịp thở/, '20'],
      [/^Cân nặng/, '50'],
      [/^Chiều cao/, '160'],
      [/^2\. Các bộ phận/, 'Phổi ran ẩm đáy phải'],
      [/^4\. Chẩn đoán vào viện/, 'Viêm phổi'],
    ] as const)
      await write(page, label, text)
    await pick(page, /Mã ICD-10/, 'J18', /J18/)
    await pick(page, /Cho vào điều trị tại khoa/, 'noi', /[Nn]ội/)
    assert.equal(await page.getByRole('status', { name: /^BMI/ }).textContent(), '19,5 kg/m2')
    await page.getByText('Đã đủ mục bắt buộc').waitFor()
    await saved(page)
    await pictures(page, '3-filled')

    await page.keyboard.press('Alt+p')
    await page.getByRole('img', { name: /trang 1/i }).waitFor()
    await page.screenshot({ path: `${pictureFolder('forms')}/4-preview.png` })
    await page.keyboard.press('Escape')

    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/documents\//)
    await page.getByRole('img', { name: /trang 1/i }).waitFor()
    await pictures(page, '5-paper')
    await page.context().close()
  })
})
