import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { type Answer, type Asked, serveWeb } from '#tests/support/web.ts'

const user = {
  id: 'a1',
  userName: 'dieuduong',
  name: 'Lê Thị Hoa',
  kind: 'person',
  roles: ['nurse'],
  permissions: ['chart.read', 'forms.fill'],
  departments: ['NOI'],
  mustChangePassword: false,
}
const banner = {
  id: 'p1',
  name: 'Đặng Thị Huyền',
  sex: 'female',
  birthDate: '1960-05-05',
  allergies: { state: 'none' },
}
const openVisit = { id: 'e1', status: 'in-progress', recordState: 'open' }
const chart = {
  patientId: 'p1',
  problems: [],
  allergies: [],
  medicines: [],
  vitals: [],
  laboratory: [],
  findings: [],
  papers: [],
  openVisit,
  timeline: { events: [] },
}
const weight = { key: 'weight', name: 'weight', unit: 'kg', points: [{ at: '2026-11-20T01:00:00Z', value: '60' }] }
const response = { resourceType: 'QuestionnaireResponse', status: 'in-progress', item: [{ linkId: 'braden.at' }] }

describe('scores in the chart', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  async function atChart(work: (page: Page, asked: readonly Asked[]) => Promise<void>): Promise<void> {
    const asked: Asked[] = []
    const answers: Readonly<Record<string, unknown>> = {
      '/api/session': { user, csrf: 'x', endsAt: new Date(Date.now() + 3_600_000).toISOString() },
      '/api/patients/p1/banner': banner,
      '/api/patients/p1/chart': chart,
      '/api/patients/p1/measures': { growth: [weight], scores: [] },
    }
    const answer = (one: Asked): Answer | undefined => {
      asked.push(one)
      if (one.path === '/api/fills') return { body: { ...(one.body as object), version: 1, response } }
      if (one.path.endsWith('/complete')) return { body: { version: 2, paperId: 'd1', extracted: 1 } }
      const body = answers[one.path]
      return body === undefined ? undefined : { body }
    }
    const web = await serveWeb(answer)
    const context = await browser.newContext({ locale: 'vi', viewport: { width: 1280, height: 900 } })
    try {
      const page = await context.newPage()
      await page.goto(`${web.url}/patients/p1?part=measures`)
      await work(page, asked)
    } finally {
      await context.close()
      web.close()
    }
  }

  it('a score is answered, told with its meaning, and saved as a completed form', () =>
    atChart(async (page, asked) => {
      await page.getByRole('button', { name: 'Nguy cơ loét tì đè (Braden)' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByText('Còn 6 mục chưa chọn').waitFor()
      const chosen = [
        'hơi hạn chế (3)',
        'thỉnh thoảng ẩm (3)',
        'ngồi ghế (2)',
        'rất hạn chế (2)',
        'có thể không đủ (2)',
      ]
      await sheet
        .getByText(chosen[0] ?? '', { exact: true })
        .first()
        .click()
      await sheet.getByText(chosen[1] ?? '', { exact: true }).click()
      await sheet.getByText(chosen[2] ?? '', { exact: true }).click()
      await sheet
        .getByText(chosen[3] ?? '', { exact: true })
        .last()
        .click()
      await sheet.getByText(chosen[4] ?? '', { exact: true }).click()
      await sheet.getByText('có thể có vấn đề (2)', { exact: true }).click()
      await sheet.getByText('14 điểm: nguy cơ trung bình').waitFor()
      await sheet.getByRole('button', { name: 'Lưu điểm' }).click()
      await page.getByText('Đã lưu thang điểm').waitFor()
      const begun = asked.find(({ path, method }) => path === '/api/fills' && method === 'POST')?.body as Record<
        string,
        string
      >
      assert.deepEqual([begun['form'], begun['encounterId']], ['SCORE-BRADEN', 'e1'])
      const done = asked.find(({ path }) => path === `/api/fills/${begun['id']}/complete`)
      assert.ok(done)
      const { item } = (done.body as { response: QuestionnaireResponse }).response
      assert.deepEqual(
        item
          ?.find(({ linkId }) => linkId === 'braden')
          ?.item?.map((one) => [one.linkId, one.answer?.[0]?.valueCoding?.code]),
        [
          ['braden.sensory', '3'],
          ['braden.moisture', '3'],
          ['braden.activity', '2'],
          ['braden.mobility', '2'],
          ['braden.nutrition', '2'],
          ['braden.friction', '2'],
        ],
      )
      assert.ok(
        item?.some(({ linkId }) => linkId === 'braden.at'),
        'what the form knew stays',
      )
    }))

  it('a formula begins with what the chart knows', () =>
    atChart(async (page) => {
      await page.getByRole('button', { name: 'BMI người lớn châu Á' }).click()
      const sheet = page.getByRole('dialog')
      await sheet.getByLabel('Chiều cao').fill('160')
      await sheet.getByText('23,4 kg/m2').waitFor()
      await sheet.getByText('thừa cân').waitFor()
    }))
})
