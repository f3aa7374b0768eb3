import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { type Answer, type Asked, serveWeb } from '#tests/support/web.ts'

const questionnaire: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'active',
  url: 'urn:lanong:form:WRITE',
  item: [
    { linkId: 'story', text: 'Bệnh sử', type: 'text' },
    { linkId: 'born', text: 'Ngày sinh', type: 'date' },
    { linkId: 'at', text: 'Lúc', type: 'dateTime' },
    { linkId: 'clock', text: 'Giờ khám', type: 'time' },
  ],
}
const labels = { born: 'Ngày sinh', at: 'Lúc', clock: 'Giờ khám' } as const
const user = {
  id: 'a',
  userName: 'bacsi',
  name: 'Nguyễn Văn Minh',
  kind: 'person',
  roles: ['doctor'],
  permissions: ['*'],
  departments: [],
  mustChangePassword: false,
}
const fill = {
  id: 'f1',
  version: 1,
  form: 'WRITE',
  code: 'WRITE',
  title: 'Mẫu thử',
  titleEn: 'Trial',
  status: 'in-progress',
  savedAt: '2026-11-22T03:00:00Z',
  encounterId: 'e',
  patientId: 'p',
  on: '2026-11-22',
  response: { resourceType: 'QuestionnaireResponse', status: 'in-progress' },
  environment: {},
  editable: true,
  notes: [],
}
const phrases = [
  { short: 'tha', text: 'Tăng huyết áp', scope: 'facility', abbreviation: true },
  { short: 'bt', text: 'bình thường', scope: 'own', abbreviation: false },
]
const answers: Readonly<Record<string, unknown>> = {
  '/api/session': { user, csrf: 'x', endsAt: new Date(Date.now() + 3_600_000).toISOString() },
  '/api/patients/p/banner': { id: 'p', name: 'Người Bệnh', sex: 'male', allergies: { state: 'unknown' } },
  '/api/forms/WRITE': { form: 'WRITE', code: 'WRITE', questionnaire, slots: [] },
  '/api/fills/f1/presence': { others: [] },
  '/api/phrases': { phrases },
}

/** A speech engine that says what the test tells it; the page finds it where a browser has its own. */
const speaking = `
  window.SpeechRecognition = class {
    start() { window.speech = this }
    stop() { this.onend?.() }
  }
  window.say = (transcript, isFinal) => window.speech.onresult({
    resultIndex: 0,
    results: [Object.assign([{ transcript }], { isFinal })],
  })`
const silent = 'delete window.SpeechRecognition; delete window.webkitSpeechRecognition'

describe('writing in a form', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  /** The form before an empty server; `saved` is what was sent last. */
  async function atForm(
    script: string,
    work: (page: Page, saved: () => Readonly<Record<string, unknown>>) => Promise<void>,
  ): Promise<void> {
    let last: QuestionnaireResponse | undefined
    let version = 1
    const answer = ({ method, path, body }: Asked): Answer | undefined => {
      if (path !== '/api/fills/f1') return answers[path] === undefined ? undefined : { body: answers[path] }
      if (method === 'GET') return { body: fill }
      last = (body as { response: QuestionnaireResponse }).response
      version += 1
      return { body: { version, savedAt: '2026-11-22T03:00:02Z' } }
    }
    const saved = () =>
      Object.fromEntries(
        (last?.item ?? []).map(({ linkId, answer: given }) => [linkId, Object.values(given?.[0] ?? {})[0]]),
      )
    const web = await serveWeb(answer)
    const context = await browser.newContext({ locale: 'vi', timezoneId: 'Asia/Ho_Chi_Minh' })
    try {
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      await page.addInitScript(script)
      await page.goto(`${web.url}/fills/f1`)
      await story(page).waitFor()
      await work(page, saved)
    } finally {
      await context.close()
      web.close()
    }
  }

  const story = (page: Page) => page.getByRole('textbox', { name: 'Bệnh sử' })
  const speak = (page: Page) => page.getByRole('button', { name: /^Đọc thành chữ/ })
  const kept = async (page: Page) => {
    await page.keyboard.press('Control+s')
    await page.getByText(/^Đã lưu \d\d:\d\d:\d\d, trên máy và máy chủ$/).waitFor()
  }

  it('speech lands where the caret is, and only whole sentences do', () =>
    atForm(speaking, async (page, saved) => {
      await story(page).focus()
      await page.keyboard.type('Sốt, ho')
      for (let steps = 0; steps < 4; steps++) await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Alt+g')
      await page.evaluate("window.say('ba ngày', false)")
      await page.getByText('ba ngày', { exact: true }).waitFor()
      assert.equal(await story(page).inputValue(), 'Sốt, ho', 'what is still heard is not written')
      await page.evaluate("window.say('ba ngày nay', true)")
      assert.equal(await story(page).inputValue(), 'Sốt ba ngày nay, ho')
      await speak(page).click()
      assert.equal(await speak(page).getAttribute('aria-pressed'), 'false')
      await kept(page)
      assert.equal(saved()['story'], 'Sốt ba ngày nay, ho')
    }))

  it('a browser that takes no speech shows no button for it', () =>
    atForm(silent, async (page) => {
      await story(page).focus()
      await page.getByRole('button', { name: /^Cụm từ mẫu/ }).waitFor()
      assert.equal(await speak(page).count(), 0)
    }))

  it('a short form is written out behind it, by a blank or Tab; other words stay', () =>
    atForm(silent, async (page, saved) => {
      await story(page).focus()
      await page.keyboard.type('tha từ 2019, thang thuốc, tim bt')
      await page.keyboard.press('Tab')
      assert.equal(await story(page).inputValue(), 'Tăng huyết áp từ 2019, thang thuốc, tim bình thường')
      await kept(page)
      assert.equal(saved()['story'], 'Tăng huyết áp từ 2019, thang thuốc, tim bình thường')
    }))

  it('days and times are read as they are typed in Viet Nam; what means none is refused in words', () =>
    atForm(silent, async (page, saved) => {
      for (const [linkId, typed, shown, stored] of [
        ['born', '31122026', '31/12/2026', '2026-12-31'],
        ['born', '29/02/2026', /Không có ngày này/, undefined],
        ['born', '29/02/2028', '29/02/2028', '2028-02-29'],
        ['born', '31/12/26', /Năm ghi đủ bốn chữ số/, undefined],
        ['born', '1/7/2026', '1/7/2026', '2026-07-01'],
        ['at', '31/12/2026 23:59', '31/12/2026 23:59', '2026-12-31T23:59:00+07:00'],
        ['at', '31/12/26 23:59', /Năm ghi đủ bốn chữ số/, undefined],
        ['at', '010120270005', '010120270005', '2027-01-01T00:05:00+07:00'],
        ['at', '29/02/2026 08:00', /Không đọc được/, undefined],
        ['clock', '2359', '2359', '23:59:00'],
        ['clock', '24:00', /Không có giờ này/, undefined],
      ] as const) {
        const field = page.getByRole('textbox', { name: labels[linkId] })
        await field.focus()
        await page.keyboard.press('Control+a')
        await page.keyboard.type(typed)
        await page.keyboard.press('Tab')
        if (typeof shown === 'string') assert.equal(await field.inputValue(), shown)
        else await page.getByText(shown).waitFor()
        await page.keyboard.press('Control+s')
        for (let looks = 0; looks < 100 && saved()[linkId] !== stored; looks++) await page.waitForTimeout(50)
        assert.equal(saved()[linkId], stored, `${linkId}: ${typed}`)
      }
    }))
})
