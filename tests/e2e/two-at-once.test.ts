import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram } from '#tests/support/program.ts'

interface Waiting {
  readonly encounterId: string
  readonly state: string
}

/** Two persons on one visit, and a server that is away for a while. */
describe('what was typed', () => {
  let program: Program
  let browser: Browser
  before(async () => {
    program = await startProgram(['demo', '--patients', '20'], freshFolder())
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function logIn(page: Page, userName: string, password: string): Promise<Record<string, string>> {
    const answer = await page.request.post(`${program.url}/api/session`, { data: { userName, password } })
    assert.equal(answer.status(), 200, await answer.text())
    const { csrf } = (await answer.json()) as { csrf: string }
    return { 'x-csrf-token': csrf }
  }

  /** A second doctor: the administrator gives a password, the doctor chooses the own. */
  async function secondDoctor(): Promise<Page> {
    const [given, chosen] = ['Mat-khau-tam-2026!', 'Mat-khau-rieng-2026!']
    const administrator = await desk('quantri')
    const headers = await logIn(administrator, 'quantri', 'quantri-Demo-2026')
    const list = await administrator.request.get(`${program.url}/api/accounts`)
    const accounts = (await list.json()) as readonly { id: string; userName: string }[]
    const id = accounts.find(({ userName }) => userName === 'bs.noi-1')?.id
    const reset = `${program.url}/api/accounts/${id}/password`
    assert.ok((await administrator.request.post(reset, { headers, data: { password: given } })).ok())
    await administrator.context().close()
    const page = await newPage()
    const own = await logIn(page, 'bs.noi-1', given)
    const change = { headers: own, data: { current: given, password: chosen } }
    assert.ok((await page.request.put(`${program.url}/api/session/password`, change)).ok())
    await logIn(page, 'bs.noi-1', chosen)
    return page
  }

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    return page
  }

  async function desk(userName: string): Promise<Page> {
    const page = await newPage()
    await logIn(page, userName, `${userName}-Demo-2026`)
    return page
  }

  async function openVisit(page: Page): Promise<string> {
    const answer = await page.request.get(`${program.url}/api/queue`)
    const { entries } = (await answer.json()) as { entries: readonly Waiting[] }
    const visit =
      entries.find(({ state }) => state === 'in-room') ?? entries.find(({ state }) => state === 'waiting')
    assert.ok(visit, 'a visit that is open')
    return visit.encounterId
  }

  it('by two doctors in one form is shown side by side, and either text can be kept', async () => {
    const [first, second] = [await desk('bacsi'), await secondDoctor()]
    const path = `${program.url}/exam/${await openVisit(first)}`
    const history = (page: Page) => page.getByRole('textbox', { name: /^Bệnh sử/ })
    await Promise.all([first.goto(path), second.goto(path)])
    await Promise.all([history(first).waitFor(), history(second).waitFor()])

    await second.context().setOffline(true)
    await history(second).fill('Bác sĩ thứ hai: sốt ba ngày, ho đờm')
    await history(first).fill('Bác sĩ thứ nhất: ho khan từ hôm qua')
    await first
      .getByText(/^Đã lưu \d\d:\d\d:\d\d/)
      .first()
      .waitFor()
    await second.context().setOffline(false)

    const choice = second.getByRole('region', { name: 'Hai bản cùng được sửa' })
    await choice.getByText('Bác sĩ thứ nhất: ho khan từ hôm qua').waitFor()
    assert.equal(await history(second).inputValue(), 'Bác sĩ thứ hai: sốt ba ngày, ho đờm')
    await choice.getByRole('button', { name: 'Dùng bản của tôi' }).click()
    await second
      .getByText(/^Đã lưu \d\d:\d\d:\d\d/)
      .first()
      .waitFor()
    const theirs = `[...document.querySelectorAll('textarea')].some((one) => one.value.startsWith('Bác sĩ thứ hai'))`
    for (let looks = 0; looks < 100 && !(await first.evaluate(theirs)); looks++) await first.waitForTimeout(100)
    assert.ok(await first.evaluate(theirs), 'the text of the second doctor stands in the form of the first')
    await Promise.all([first.context().close(), second.context().close()])
  })

  it('is not stored in the name of somebody who logged in beside it', async () => {
    const page = await desk('bacsi')
    const id = await openVisit(page)
    await page.goto(`${program.url}/exam/${id}`)
    const history = page.getByRole('textbox', { name: /^Bệnh sử/ })
    await history.waitFor()
    await logIn(page, 'quantri', 'quantri-Demo-2026')
    await history.fill('Bác sĩ viết, máy đã sang tay người khác')
    await page.getByText('Phiên làm việc đã hết').waitFor()
    const drafts = await (await page.request.get(`${program.url}/api/drafts`)).text()
    assert.ok(!drafts.includes(id), drafts)
    await page.getByRole('dialog').locator('input[name=password]').fill('bacsi-Demo-2026')
    await page.keyboard.press('Enter')
    await page
      .getByText(/^Đã lưu \d\d:\d\d:\d\d/)
      .first()
      .waitFor()
    assert.equal(await history.inputValue(), 'Bác sĩ viết, máy đã sang tay người khác')
    await page.context().close()
  })

  it('stands while what is read beside it gets no answer', async () => {
    const page = await desk('bacsi')
    const id = await openVisit(page)
    const visit = await page.request.get(`${program.url}/api/encounters/${id}/exam`)
    const { patientId } = (await visit.json()) as { patientId: string }
    const other = await newPage()
    const headers = await logIn(other, 'dieuduong', 'dieuduong-Demo-2026')
    const tell = async (substance: string) => {
      const answer = await other.request.post(`${program.url}/api/patients/${patientId}/allergies`, {
        headers: { ...headers, 'x-command-id': randomUUID() },
        data: { kind: 'allergy', substance },
      })
      assert.ok(answer.ok(), await answer.text())
    }

    await page.goto(`${program.url}/exam/${id}`)
    const history = page.getByRole('textbox', { name: /^Bệnh sử/ })
    await history.fill('Đang viết thì sóng yếu')
    await page.evaluate(`document.activeElement.dataset.mark = 'same'`)
    const banner = '**/api/patients/*/banner*'
    let asked = 0
    await page.route(banner, (route) => {
      asked += 1
      return route.abort()
    })
    await tell('Bụi nhà')
    for (let looks = 0; looks < 300 && asked < 3; looks++) await page.waitForTimeout(100)
    assert.ok(asked >= 3, 'the banner was asked for again')
    await page.unroute(banner)
    const read = page.waitForResponse((response) => response.url().includes('/banner') && response.ok())
    await tell('Phấn hoa')
    await read
    assert.ok(await page.evaluate(`Boolean(document.querySelector('textarea[data-mark=same]'))`), 'the same form')
    assert.equal(await history.inputValue(), 'Đang viết thì sóng yếu')
    await Promise.all([page.context().close(), other.context().close()])
  })

  it('and not sent stays on the screen, is called not saved, and goes with one key', async () => {
    const page = await desk('dieuduong')
    await page.goto(`${program.url}/triage`)
    await page.locator('.lo-row-open').first().click()
    const form = page.getByRole('region', { name: 'Số đo' })
    await form.getByRole('textbox', { name: /^Mạch/ }).fill('82')
    await form.getByRole('textbox', { name: /^Nhịp thở/ }).fill('18')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: /^Lưu sinh hiệu/ }).click()
    await page.getByRole('alert').getByText('Chưa lưu.').waitFor()
    assert.equal(await form.getByRole('textbox', { name: /^Mạch/ }).inputValue(), '82')
    await page.context().setOffline(false)
    await page.keyboard.press('F9')
    await page
      .getByText(/^Đã lưu \d\d:\d\d/)
      .first()
      .waitFor()
    await page.getByText('Chưa lưu.').waitFor({ state: 'detached' })
    await page.context().close()
  })

  /** The server does the next write to such an address; its answer does not come back. */
  async function loseAnswer(page: Page, address: RegExp): Promise<void> {
    let lost = false
    await page.route(address, async (route) => {
      if (lost || route.request().method() === 'GET') return route.continue()
      lost = true
      await route.fetch()
      return route.abort()
    })
  }

  it('and stored without an answer is not shown as what somebody else wrote', async () => {
    const page = await desk('bacsi')
    await loseAnswer(page, /\/exam$/)
    await page.goto(`${program.url}/exam/${await openVisit(page)}`)
    const history = page.getByRole('textbox', { name: /^Bệnh sử/ })
    await history.fill('Câu trả lời của máy chủ bị mất')
    await page.getByText(/Tự gửi lại/).waitFor()
    await history.pressSequentially(', gõ tiếp')
    await page
      .getByText(/^Đã lưu \d\d:\d\d:\d\d/)
      .first()
      .waitFor()
    assert.equal(await page.getByRole('region', { name: 'Hai bản cùng được sửa' }).count(), 0)
    await page.reload()
    assert.equal(await history.inputValue(), 'Câu trả lời của máy chủ bị mất, gõ tiếp')
    await page.context().close()
  })

  it('completed without an answer is completed once, and said so', async () => {
    const page = await desk('luutru')
    await loseAnswer(page, /\/complete$/)
    await page.goto(`${program.url}/records`)
    await page.getByRole('button', { name: /^Hoàn chỉnh \d+ hồ sơ đủ/ }).click()
    await page.getByRole('button', { name: /^Gửi lại/ }).click()
    await page.getByText('Hồ sơ đã hoàn chỉnh').waitFor()
    await page.context().close()
  })
})
