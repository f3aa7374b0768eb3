import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { uuidv7 } from '#kernel/ids.ts'
import { chart } from '#modules/chart/index.ts'
import { drafts } from '#modules/drafts/index.ts'
import { nursing } from '#modules/nursing/index.ts'
import { patients } from '#modules/patients/index.ts'
import { terminology } from '#modules/terminology/index.ts'
import { vitals } from '#modules/vitals/index.ts'
import { ward } from '#modules/ward/index.ts'
import { buildServer } from '#platform/http/server.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { admittedPatient, tenOClock } from '#tests/support/medicine-ward.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'

const modules = [terminology, patients, chart, drafts, ward, vitals, nursing]
const nurse = actor({ name: 'Lê Thị Nhung', departments: ['NOI'], roles: ['nurse'] })
const session = {
  user: { ...nurse, permissions: ['*'], mustChangePassword: false },
  csrf: 'x',
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
}

/** NEWS2 8: respiration 2, SpO₂ 1, oxygen 2, pulse 2, temperature 1. */
const hands = ['118', '124', '76', '386', '24', '95', '4\n', 'a', '3'].join('')

/** Types as a nurse does, one key after the other; each is an action. */
async function typed(page: Page, keys: string): Promise<number> {
  for (const key of keys) await page.keyboard.press(key === '\n' ? 'Enter' : key)
  return keys.length
}

describe('a shift of nursing', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  it('measures a patient without the mouse, the score calls and is answered; fluids on a phone; the ward shows all', () =>
    withServices(
      async (services) => {
        const server = await buildServer({
          services,
          modules,
          webRoot: join(import.meta.dirname, '../../dist/web'),
          authenticate: async () => ({ facility: 1, actor: nurse }),
        })
        server.addHook('onSend', async (_request, reply) => {
          reply.header('date', tenOClock.toUTCString())
        })
        await server.listen({ host: '127.0.0.1', port: 0 })
        const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
        const ctx = systemContext(services)
        await givenHospital(ctx)
        const { encounterId } = await admittedPatient(ctx, 12, '0260184312')
        const payload = { code: '1' }
        const headers = { 'x-command-id': uuidv7() }
        await server.inject({ method: 'POST', url: `/api/stays/${encounterId}/care-level`, headers, payload })
        const context = await browser.newContext({
          locale: 'vi',
          timezoneId: 'Asia/Ho_Chi_Minh',
          viewport: { width: 1440, height: 900 },
        })
        try {
          const page = await context.newPage()
          page.setDefaultTimeout(10_000)
          await page.clock.setFixedTime(tenOClock)
          await page.route('**/api/session', (route) => route.fulfill({ json: session }))
          const picture = (name: string) => page.screenshot({ path: `${pictureFolder('nursing')}/${name}.png` })

          await page.goto(`${url}/stay/${encounterId}/observations`)
          await page.getByLabel(/^Mạch/).waitFor()
          let actions = await typed(page, hands)
          await page.getByText(/Khi lưu sẽ báo: Bác sĩ trực và kíp hồi sức/).waitFor()
          await picture('pad-1440')
          await page.keyboard.press('Control+Enter')
          actions += 1
          await page.getByRole('button', { name: 'Tôi nhận' }).waitFor()
          assert.ok(actions <= 22, `${actions} keys for one set`)
          await page.getByRole('cell', { name: '124/76' }).waitFor()
          await page.getByRole('button', { name: 'Tôi nhận' }).click()
          await page.getByLabel('Đã thấy gì, xử trí gì').fill('Viêm phổi, tăng oxy, chuyển hồi sức')
          await page.getByRole('button', { name: 'Ghi trả lời' }).click()
          await page.getByText(/NEWS2 8 · Viêm phổi, tăng oxy/).waitFor()
          await picture('flow-1440')

          await page.setViewportSize({ width: 390, height: 844 })
          await page.getByRole('button', { name: '9', exact: true }).click()
          await page.getByRole('button', { name: '6', exact: true }).click()
          assert.equal(await page.getByLabel(/^Mạch/).inputValue(), '96')
          await picture('pad-390')
          await page.goto(`${url}/stay/${encounterId}/fluids`)
          await page.getByRole('button', { name: 'Nước tiểu' }).click()
          await page.getByRole('button', { name: '300', exact: true }).click()
          await page.getByRole('button', { name: 'Ghi dịch' }).click()
          await page.getByText(/Vào 0 mL · ra 300 mL · cân bằng -300 mL/).waitFor()
          await picture('fluids-390')

          await page.setViewportSize({ width: 820, height: 1180 })
          await page.goto(`${url}/stay/${encounterId}/nursing`)
          await page.getByText('Xoay trở, phòng loét').first().waitFor()
          await page.getByRole('button', { name: 'Đã làm' }).first().click()
          await page.getByText(/Lê Thị Nhung làm 10:00/).waitFor()
          await page.getByText(/Soạn từ dữ liệu trong ca/).waitFor()
          await picture('nursing-820')

          await page.setViewportSize({ width: 1440, height: 900 })
          await page.goto(`${url}/ward/nursing?department=dept-noi`)
          await page.getByText(/Đo lúc 10:15/).waitFor()
          await picture('ward-1440')
          await page.evaluate("document.documentElement.setAttribute('data-mantine-color-scheme', 'dark')")
          await picture('ward-dark')
          await page.getByRole('tab', { name: /Bàn giao ca/ }).click()
          await page.getByRole('button', { name: 'Lưu bàn giao' }).click()
          await page.getByText(/Lê Thị Nhung lưu 10:00/).waitFor()
          await picture('hand-over-dark')
        } finally {
          await context.close()
          await server.close()
        }
      },
      { now: () => tenOClock, guards: modules.flatMap((module) => module.guards ?? []) },
    ))
})
