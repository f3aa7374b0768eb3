import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Browser } from 'playwright-core'
import { withMarks } from '#fhir/sdc/row-marks.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { type Answer, type Asked, serveWeb } from '#tests/support/web.ts'

const questionnaire: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'active',
  url: 'urn:lanong:form:SHEET',
  item: [
    {
      linkId: 'entry',
      type: 'group',
      repeats: true,
      text: 'Diễn biến và y lệnh',
      extension: [{ url: 'urn:lanong:ext:row-signed-by', valueCode: 'doctor' }],
      item: [{ linkId: 'entry.course', type: 'text', text: 'Diễn biến' }],
    },
  ],
}
const me = { reference: 'Practitioner/a', display: 'Nguyễn Văn Minh' }
const other = { reference: 'Practitioner/b', display: 'Trần Thị Hoa' }
const row = (id: string, text: string) => ({
  id,
  linkId: 'entry',
  item: [{ linkId: 'entry.course', answer: [{ valueString: text }] }],
})
const signed = { by: me, at: '2026-11-22T03:00:02Z', hash: '00', evidence: 'Provenance/p', late: true }
const responseOf = (isSigned: boolean): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  item: [
    withMarks(row('r1', 'Ho nhiều'), { author: me, ...(isSigned ? { signed } : {}) }),
    withMarks(row('r2', 'Của người khác'), { author: other }),
  ],
})
const fill = {
  id: 'f1',
  form: 'SHEET',
  code: 'SHEET',
  title: 'Tờ thử',
  titleEn: 'Sheet',
  status: 'in-progress',
  savedAt: '2026-11-22T03:00:00Z',
  encounterId: 'e',
  patientId: 'p',
  on: '2026-11-22',
  environment: {},
  editable: true,
  notes: [],
}
const user = {
  id: 'a',
  userName: 'bacsi',
  name: 'Nguyễn Văn Minh',
  kind: 'person',
  roles: ['doctor'],
  permissions: ['*'],
  departments: [],
  practitionerId: 'a',
  mustChangePassword: false,
}
const answers: Readonly<Record<string, unknown>> = {
  '/api/session': { user, csrf: 'x', endsAt: new Date(Date.now() + 3_600_000).toISOString() },
  '/api/patients/p/banner': { id: 'p', name: 'Người Bệnh', sex: 'male', allergies: { state: 'unknown' } },
  '/api/forms/SHEET': { form: 'SHEET', code: 'SHEET', questionnaire, slots: [] },
  '/api/fills/f1/presence': { others: [] },
  '/api/phrases': { phrases: [] },
  '/api/signing/code': {},
  '/api/signing/key': { state: 'ready', kind: 'remote', asks: ['pin', 'code'], demo: false },
}

describe('a row that is signed', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  it('is signed where it stands by a PIN and a one-time code, and only read from then on; so is the row of another', async () => {
    let sent: unknown
    const answer = ({ method, path, body }: Asked): Answer | undefined => {
      if (path === '/api/fills/f1/rows/sign') {
        sent = body
        return { body: { version: 2, row: 'r1', signedAt: signed.at, late: true } }
      }
      if (path === '/api/fills/f1' && method === 'GET')
        return { body: { ...fill, version: sent ? 2 : 1, response: responseOf(sent !== undefined) } }
      return answers[path] === undefined ? undefined : { body: answers[path] }
    }
    const web = await serveWeb(answer)
    const context = await browser.newContext({ locale: 'vi', timezoneId: 'Asia/Ho_Chi_Minh' })
    try {
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      await page.goto(`${web.url}/fills/f1`)
      const course = page.getByRole('textbox', { name: 'Diễn biến' })
      await course.waitFor()
      assert.equal(await course.count(), 1, 'the row of another is only read')
      await page.getByText('Của người khác').waitFor()
      await page.getByText('Trần Thị Hoa').waitFor()
      await page.getByRole('button', { name: 'Ký dòng này' }).click()
      await page.getByRole('textbox', { name: 'Mã PIN khóa ký' }).fill('202611')
      await page.getByRole('button', { name: 'Gửi mã' }).click()
      await page.getByRole('textbox', { name: 'Mã một lần' }).fill('123456')
      await page.keyboard.press('Enter')
      await page.getByText('Ghi muộn').waitFor()
      assert.deepEqual(sent, { version: 1, row: 'r1', pin: '202611', otp: '123456' })
      assert.equal(await course.count(), 0)
      assert.equal(await page.getByRole('button', { name: 'Ký dòng này' }).count(), 0)
      await page.getByRole('button', { name: 'Gạch bỏ' }).first().waitFor()
      await page.screenshot({ path: `${pictureFolder('forms')}/row-signed.png` })
    } finally {
      await context.close()
      web.close()
    }
  })
})
