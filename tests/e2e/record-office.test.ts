import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { freshFolder, type Program, runProgram, startProgram } from '#tests/support/program.ts'

const dataDir = freshFolder()
let program: Program
let browser: Browser

before(async () => {
  program = await startProgram(['demo', '--patients', '10'], dataDir)
  browser = await openBrowser()
})
after(async () => {
  await browser.close()
  await program.stop()
})

async function desk(userName: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    acceptDownloads: true,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const data = { userName, password: `${userName}-Demo-2026` }
  const answer = await page.request.post(`${program.url}/api/session`, { data })
  assert.equal(answer.status(), 200, await answer.text())
  return page
}

const picture = (page: Page, name: string) =>
  page.screenshot({ path: `${pictureFolder('record-office')}/${name}.png` })

/** Completes, hands in, accepts and archives the first record that lacks nothing; its id. */
async function archive(page: Page): Promise<{ readonly id: string; readonly number: string }> {
  await page.goto(`${program.url}/records`)
  const steps = [
    ['finished', 'Hoàn chỉnh'],
    ['completed', 'Nộp hồ sơ'],
    ['submitted', 'Nhận hồ sơ'],
    ['accepted', 'Lưu trữ'],
  ] as const
  let number = ''
  for (const [tab, act] of steps) {
    await page.goto(`${program.url}/records?tab=${tab}`)
    const row = page.getByRole('row').filter({ hasText: number || 'Đủ, chờ hoàn chỉnh' })
    number ||= (await row.first().getByRole('link').first().textContent())?.trim() ?? ''
    await row.first().locator('td').nth(1).click()
    await page.getByRole('button', { name: act, exact: true }).click()
    await row.first().waitFor({ state: 'detached' })
  }
  await page.goto(`${program.url}/records?tab=archived`)
  const link = page.getByRole('link', { name: number, exact: true })
  await picture(page, 'archived')
  return { id: (await link.getAttribute('href'))?.split('/').at(-1) ?? '', number }
}

async function takesRequest(page: Page, number: string): Promise<void> {
  await page.goto(`${program.url}/record-requests`)
  await page.getByRole('button', { name: 'Lập yêu cầu' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: /^Hồ sơ: số/ }).fill(number)
  await page.getByRole('option', { name: new RegExp(`^${number}`) }).click()
  await dialog.getByLabel(/^Người yêu cầu/).selectOption({ label: 'Người bệnh' })
  await dialog.getByText('Bản sao', { exact: true }).click()
  await dialog.getByLabel(/^Họ tên, đơn vị/).fill('Lê Thị Người Xin')
  await dialog.getByLabel(/^Giấy tờ tùy thân/).fill('CCCD 099168000777')
  await dialog.getByLabel(/^Mục đích/).fill('Nộp bảo hiểm nhân thọ')
  await dialog.getByLabel(/^Ngày văn bản/).fill('20/11/2026')
  await picture(page, 'request')
  await dialog.getByRole('button', { name: 'Ghi yêu cầu' }).click()
  await page.getByText('Nộp bảo hiểm nhân thọ').waitFor()
}

async function grants(page: Page): Promise<void> {
  await page.goto(`${program.url}/record-requests`)
  const day = new Date(Date.now() + 7 * 86_400_000 + 7 * 3_600_000).toISOString().slice(0, 10)
  await page.getByLabel('Cho phép đến hết ngày').fill(day.split('-').reverse().join('/'))
  await picture(page, 'grant')
  await page.getByRole('button', { name: 'Cho phép' }).click()
  await page.getByText('Không có yêu cầu nào').waitFor()
}

/** The copy carries on every page who got it and for what. */
async function handsOut(page: Page): Promise<void> {
  await page.goto(`${program.url}/record-requests?tab=granted`)
  const file = page.getByRole('link', { name: 'Cấp bản sao' })
  const answer = await page.request.get(`${program.url}${await file.getAttribute('href')}`)
  assert.equal(answer.status(), 200)
  const pages = await pdfTexts(await answer.body())
  assert.ok(pages.length >= 1)
  for (const text of pages) {
    assert.match(text, /Lê Thị Người Xin/)
    assert.match(text, /YC\d\d\/000001/)
  }
  await page.reload()
  await page.getByText(/cấp .*giấy$/).waitFor()
  await picture(page, 'handed-out')
}

async function exports(page: Page, id: string): Promise<string> {
  await page.goto(`${program.url}/records/${id}`)
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Xuất hồ sơ' }).click()
  const download = await waiting
  const zip = join(dataDir, download.suggestedFilename())
  await download.saveAs(zip)
  return zip
}

/** The inspector proves the record by its number. */
async function proves(page: Page, number: string): Promise<void> {
  await page.goto(`${program.url}/ledger?tab=prove`)
  await page.getByLabel('Số trên giấy').fill(number)
  await page.keyboard.press('Enter')
  await page.getByText('Mục này có trong sổ cái đã đóng dấu').waitFor()
  await picture(page, 'proof')
}

it('takes a record through the office, out as a marked copy, and out as a file that anyone can check', async () => {
  const office = await desk('luutru')
  const { id, number } = await archive(office)
  await takesRequest(office, number)
  const director = await desk('giamdoc')
  await grants(director)
  await handsOut(office)
  const verified = await runProgram(['verify', '--lang', 'vi', await exports(office, id)], dataDir)
  assert.equal(verified.code, 0, verified.out + verified.err)
  assert.match(verified.out, /1 nguyên vẹn, 0 không đạt/)
  await proves(await desk('thanhtra'), number)
})
