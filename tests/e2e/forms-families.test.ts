import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { freshFolder, type Program, startProgram, systemToken } from '#tests/support/program.ts'
import { admit } from './journeys-forms/admit.ts'
import type { Answers, FamilyCase } from './journeys-forms/case.ts'
import { eye } from './journeys-forms/eye.ts'
import { placeOf, put, shownAt, walk } from './journeys-forms/hands.ts'
import { keepPaper, pictures } from './journeys-forms/look.ts'
import { medical } from './journeys-forms/medical.ts'
import { obstetric } from './journeys-forms/obstetric.ts'
import { paediatric } from './journeys-forms/paediatric.ts'
import { surgical } from './journeys-forms/surgical.ts'
import { traditional } from './journeys-forms/traditional.ts'

const cases: readonly FamilyCase[] = [medical, surgical, obstetric, paediatric, eye, traditional]
const plain = (text: string) => text.normalize('NFKC').replace(/[\s\u200b\u00ad]+/g, '')

describe('one inpatient of each family of record forms', () => {
  let program: Program
  let browser: Browser
  before(async () => {
    program = await startProgram(['demo', '--patients', '0'], freshFolder())
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function desk(userName: string): Promise<Page> {
    const context = await browser.newContext({
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      viewport: { width: 1280, height: 900 },
    })
    const data = { userName, password: `${userName}-Demo-2026` }
    const answer = await context.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    return page
  }

  async function begin(page: Page, encounterId: string, form: { search: string; title: string }): Promise<void> {
    await page.goto(`${program.url}/encounters/${encounterId}/forms`)
    await page.getByRole('textbox', { name: 'Tìm mẫu' }).or(page.getByRole('searchbox')).first().waitFor()
    await page.keyboard.press('n')
    await page.keyboard.type(form.search)
    await page
      .getByRole('button', { name: new RegExp(form.title) })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: new RegExp(form.title) }).waitFor()
  }

  async function knows(page: Page, known: Answers): Promise<void> {
    for (const [linkId, text] of Object.entries(known))
      assert.ok((await shownAt(page, linkId)).includes(text), `${linkId}: ${await shownAt(page, linkId)}`)
  }

  async function completed(page: Page): Promise<string> {
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/documents\//)
    await page.getByRole('img', { name: /trang 1/i }).waitFor()
    return page.url().split('/').at(-1) ?? ''
  }

  async function paperText(page: Page, paper: string): Promise<{ pdf: Buffer; text: string }> {
    const answer = await page.request.get(`${program.url}/api/documents/${paper}/pdf`)
    assert.equal(answer.status(), 200)
    const pdf = await answer.body()
    return { pdf, text: plain((await pdfTexts(pdf)).join('')) }
  }

  async function refused(page: Page, { at, typed, said, right }: FamilyCase['wrong']): Promise<void> {
    await put(page, at, typed)
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^Còn \d+ chỗ phải điền hoặc sửa$/).waitFor()
    await placeOf(page, at).getByText(said).first().waitFor()
    await put(page, at, right)
  }

  async function chartSays(patient: string, chart: FamilyCase['chart']): Promise<void> {
    const authorization = `Bearer ${await systemToken(program.url)}`
    for (const [query, said] of chart) {
      const [type, search] = query.split('?')
      const answer = await fetch(`${program.url}/fhir/R4/${type}?patient=${patient}&${search}`, {
        headers: { authorization },
      })
      assert.match(await answer.text(), said, query)
    }
  }

  async function journey(page: Page, one: FamilyCase): Promise<void> {
    const { encounterId, patientId, recordNumber } = await admit(program.url, one.stay)
    await begin(page, encounterId, one)
    await knows(page, one.known)
    for (const [linkId, answer] of Object.entries(one.more)) await put(page, linkId, answer)
    await walk(page, one.answers)
    await one.draw?.(page)
    await pictures(page, `${one.family}-form`)
    await refused(page, one.wrong)
    const paper = await completed(page)
    await pictures(page, `${one.family}-paper`)
    const { pdf, text } = await paperText(page, paper)
    keepPaper(one.family, pdf)
    const typed = [...Object.values(one.answers), ...Object.values(one.more)].filter(
      (answer) => !/^[\d,/: ]+$/.test(answer),
    )
    for (const expected of [recordNumber, ...one.printed, ...typed])
      assert.ok(text.includes(plain(expected)), `the paper lacks: ${expected}`)
    await chartSays(patientId, one.chart)
    await begin(page, encounterId, one.second)
    await knows(page, one.second.known)
    const asked = await walk(page, one.second.answers)
    assert.deepEqual([...asked].sort(), Object.keys(one.second.answers).sort(), 'nothing known is asked again')
    const other = await completed(page)
    keepPaper(`${one.family}-second`, (await paperText(page, other)).pdf)
  }

  for (const one of cases)
    it(`${one.family}: ${one.title} is filled by keys, refused once, completed and printed; ${one.second.title} knows it all`, async () => {
      const page = await desk('bacsi')
      await journey(page, one).catch(async (error) => {
        await pictures(page, `${one.family}-stopped`)
        throw error
      })
      await page.context().close()
    })
})
