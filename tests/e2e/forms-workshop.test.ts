import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Browser, Page } from 'playwright-core'
import { uuidv7 } from '#kernel/ids.ts'
import { openBrowser } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram } from '#tests/support/program.ts'
import { admit } from './journeys-forms/admit.ts'
import { placeOf, put, shownAt } from './journeys-forms/hands.ts'
import { medical } from './journeys-forms/medical.ts'

/** The hospital's own forms, and two people in one fill. */
describe('forms of the hospital itself', () => {
  let program: Program
  let browser: Browser
  let stay: Awaited<ReturnType<typeof admit>>
  before(async () => {
    program = await startProgram(['demo', '--patients', '0'], freshFolder())
    browser = await openBrowser()
    stay = await admit(program.url, medical.stay)
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function desk(userName: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const data = { userName, password: `${userName}-Demo-2026` }
    const answer = await context.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.setViewportSize({ width: 1280, height: 900 })
    return page
  }

  const own = { name: 'Phiếu theo dõi đau', code: `NP/${String(Date.now()).slice(-5)}` }
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()

  /** Nobody sees a chart to try a form on it whom those who treat have not let in. */
  async function invites({ request }: Page, userName: string): Promise<void> {
    const { csrf } = (await (await request.get(`${program.url}/api/session`)).json()) as { csrf: string }
    const headers = { 'x-csrf-token': csrf, 'x-command-id': uuidv7() }
    const data = { resource: `Encounter/${stay.encounterId}`, userName, hours: 1, reason: 'Thử mẫu phiếu mới' }
    const answer = await request.post(`${program.url}/api/access/grants`, { headers, data })
    assert.ok(answer.ok(), await answer.text())
  }

  /** The administrator begins an empty form with two questions. */
  async function make(page: Page): Promise<void> {
    await page.goto(`${program.url}/workshop`)
    await button(page, 'Bắt đầu một mẫu').click()
    await page.getByLabel('Mẫu số', { exact: true }).fill(own.code)
    await page.getByLabel('Tên mẫu', { exact: true }).fill(own.name)
    await button(page, 'Mẫu trắng').click()
    await page.waitForURL(/\/workshop\/.+/)
    await button(page, 'Thêm phần').click()
    const item = page.getByRole('region', { name: 'Mục đang chọn' })
    await item.getByLabel('Nội dung in trên mẫu').fill('Đánh giá')
    await button(page, 'Thêm mục').click()
    await item.getByLabel('Nội dung in trên mẫu').fill('Vị trí đau')
    await button(page, 'Thêm mục').click()
    await item.getByLabel('Nội dung in trên mẫu').fill('Điểm đau')
    await item.getByLabel('Loại câu trả lời').selectOption({ label: 'Số nguyên' })
    await item.getByLabel('Bắt buộc điền').check()
    await page.getByText(/^Đã lưu \d\d:\d\d:\d\d/).waitFor()
  }

  it('an administrator makes one and tries it on an old stay, another person approves, a doctor fills it in', async () => {
    await invites(await desk('bacsi'), 'quantri')
    const administrator = await desk('quantri')
    await make(administrator)
    const trial = administrator.getByRole('region', { name: 'Xem và dùng thử' })
    await trial.getByLabel('Điểm đau').waitFor()
    await trial.getByPlaceholder(/^Dùng thử/).fill(medical.stay.name)
    await administrator.waitForTimeout(600)
    assert.equal(
      await administrator.getByRole('option', { name: medical.stay.name }).count(),
      0,
      'nobody by a name',
    )
    await trial.getByPlaceholder(/^Dùng thử/).fill(stay.recordNumber)
    await administrator.getByRole('option', { name: new RegExp(medical.stay.name) }).click()
    await trial.getByText('Bản in', { exact: true }).click()
    await trial.getByRole('img', { name: /trang 1/i }).waitFor()

    const file = await Promise.all([
      administrator.waitForEvent('download'),
      administrator.getByRole('link', { name: 'Xuất FHIR' }).click(),
    ]).then(([download]) => download.path())
    const exported = JSON.parse(readFileSync(file, 'utf8')) as Questionnaire
    assert.deepEqual(
      exported.item?.map(({ text, item }) => [text, item?.map((one) => [one.text, one.type])]),
      [
        [
          'Đánh giá',
          [
            ['Vị trí đau', 'string'],
            ['Điểm đau', 'integer'],
          ],
        ],
      ],
    )
    await button(administrator, 'Trình duyệt').click()
    await administrator.getByRole('dialog').getByRole('button', { name: 'Trình duyệt' }).click()
    await administrator.getByText('Chờ người thứ hai duyệt').waitFor()
    assert.equal(await administrator.getByRole('button', { name: 'Duyệt đưa vào dùng' }).count(), 0)

    const director = await desk('giamdoc')
    await director.goto(administrator.url())
    await button(director, 'Duyệt đưa vào dùng').click()
    await director.getByRole('dialog').getByRole('button', { name: 'Duyệt đưa vào dùng' }).click()
    await director.getByText('Đang dùng', { exact: true }).waitFor()

    const doctor = await desk('bacsi')
    await doctor.goto(`${program.url}/encounters/${stay.encounterId}/forms`)
    await doctor.getByRole('heading', { name: /Lập phiếu mới/ }).waitFor()
    await doctor.keyboard.press('n')
    await doctor.keyboard.type(own.code)
    await button(doctor, new RegExp(own.name)).waitFor()
    await doctor.keyboard.press('Enter')
    await doctor.getByRole('textbox', { name: /^Vị trí đau/ }).fill('Hai cẳng chân')
    await doctor.getByRole('textbox', { name: /^Điểm đau/ }).fill('4')
    await doctor.keyboard.press('Control+Enter')
    await doctor.waitForURL(/\/documents\//)

    await administrator.goto(`${program.url}/workshop`)
    await button(administrator, 'Bắt đầu một mẫu').click()
    const foreign = { ...exported, url: 'http://example.org/pain', title: 'Phiếu nhập từ nơi khác' }
    const json = {
      name: 'dau.json',
      mimeType: 'application/fhir+json',
      buffer: Buffer.from(JSON.stringify(foreign)),
    }
    await administrator.getByLabel('Nhập từ tệp').setInputFiles(json)
    await administrator.waitForURL(/\/workshop\/.+/)
    await button(administrator, 'Vị trí đau').waitFor()
    for (const page of [administrator, director, doctor]) await page.context().close()
  })

  it('two people in one fill see each other, and nothing that either wrote is lost', async () => {
    const [doctor, nurse] = [await desk('bacsi'), await desk('dieuduong')]
    const { csrf } = (await (await doctor.request.get(`${program.url}/api/session`)).json()) as { csrf: string }
    const headers = { 'x-csrf-token': csrf, 'x-command-id': uuidv7() }
    const data = { id: uuidv7(), form: '29-BV2', encounterId: stay.encounterId }
    const begun = await doctor.request.post(`${program.url}/api/fills`, { headers, data })
    assert.ok(begun.ok(), await begun.text())
    const path = `${program.url}/fills/${data.id}`
    await Promise.all([doctor.goto(path), nurse.goto(path)])
    await Promise.all([doctor, nurse].map((page) => page.locator('.fo-item').first().waitFor()))
    await put(doctor, 'interview.presentIllness', 'Bác sĩ ghi: khó thở hai tuần nay, tăng khi gắng sức')
    await put(nurse, 'vitals.height', '165')
    await doctor
      .getByText(/cũng đang mở/)
      .first()
      .waitFor()
    for (let looks = 0; looks < 100 && (await shownAt(doctor, 'vitals.height')) !== '165'; looks++)
      await doctor.waitForTimeout(100)
    for (const page of [doctor, nurse]) {
      await placeOf(page, 'vitals.height').waitFor()
      assert.equal(await shownAt(page, 'vitals.height'), '165')
    }
    const stored = (await (await nurse.request.get(`${program.url}/api/fills/${data.id}`)).json()) as {
      response: QuestionnaireResponse
    }
    const text = JSON.stringify(stored.response)
    for (const said of ['Bác sĩ ghi: khó thở hai tuần nay', '165']) assert.ok(text.includes(said), said)
    await nurse
      .getByText(/^Nguyễn Văn Minh (cũng đang mở|vừa ghi)/)
      .first()
      .waitFor()
    for (const page of [doctor, nurse]) await page.context().close()
  })
})
