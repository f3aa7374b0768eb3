import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { modules } from '#app/module-list.ts'
import { stayOrders } from '#modules/orders/index.ts'
import type { Context } from '#platform/context.ts'
import { buildServer } from '#platform/http/server.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { admittedPatient, tenOClock } from '#tests/support/medicine-ward.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'

const doctor = actor({
  name: 'BS Nguyễn Thị Lan',
  departments: ['NOI'],
  permissions: new Set([
    'orders.read',
    'orders.write',
    'orders.place',
    'orders.perform',
    'order-checks.measure',
    'patients.read',
    'encounters.read',
    'chart.read',
    'ward.read',
  ]),
})
const session = {
  user: { ...doctor, permissions: [...doctor.permissions], mustChangePassword: false },
  csrf: 'x',
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
}

interface OnWard {
  readonly ctx: Context
  readonly encounterId: string
  readonly page: Page
  readonly url: string
  /** Types and takes the first that is found. */
  pick(typed: string, title: RegExp): Promise<void>
}

describe('ordering on a ward', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  const onWard = (work: (given: OnWard) => Promise<void>) =>
    withServices(
      async (services) => {
        const server = await buildServer({
          services,
          modules,
          webRoot: join(import.meta.dirname, '../../dist/web'),
          authenticate: async () => ({ facility: 1, actor: doctor }),
        })
        await server.listen({ host: '127.0.0.1', port: 0 })
        const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
        const context = await browser.newContext({
          locale: 'vi',
          timezoneId: 'Asia/Ho_Chi_Minh',
          viewport: { width: 1440, height: 900 },
        })
        try {
          const ctx = systemContext(services)
          await givenHospital(ctx)
          const { encounterId } = await admittedPatient(ctx, 12, '0260184312')
          const page = await context.newPage()
          page.setDefaultTimeout(15_000)
          await page.route('**/api/session', (route) => route.fulfill({ json: session }))
          const pick = async (typed: string, title: RegExp) => {
            await page.keyboard.type(typed)
            await page.getByRole('option', { name: title }).first().waitFor()
            await page.keyboard.press('Enter')
          }
          await work({ ctx, encounterId, page, url, pick })
        } finally {
          await context.close()
          await server.close()
        }
      },
      { now: () => tenOClock, guards: modules.flatMap((module) => module.guards ?? []) },
    )

  it('goes by the keyboard alone, explains what it stops at, and shows what is late', () =>
    onWard(async ({ ctx, encounterId, page, url, pick }) => {
      const picture = (name: string) => page.screenshot({ path: `${pictureFolder('orders')}/${name}.png` })
      const { keyboard } = page
      await page.goto(`${url}/stay/${encounterId}/orders`)
      await page.getByRole('textbox', { name: 'Tìm thuốc, xét nghiệm, dịch vụ' }).waitFor()
      await pick('clarithro', /Clarithromycin/)
      await page.getByLabel('Liều mỗi lần').waitFor()
      await keyboard.press('Enter')
      await keyboard.press('Control+A')
      await keyboard.type('8 20')
      await keyboard.press('Enter')
      await pick('sieu am bung', /Siêu âm ổ bụng/)
      await page.getByLabel('Ghi chú cho người thực hiện').waitFor()
      await keyboard.press('Enter')
      await keyboard.press('Control+Enter')
      await page.getByText(/Đã ra 2 y lệnh/).waitFor()
      await page.locator('.or-order-name', { hasText: 'Clarithromycin 500 mg' }).waitFor()
      assert.equal((await stayOrders(ctx, encounterId)).orders.length, 2)

      await page.getByRole('textbox', { name: 'Tìm thuốc, xét nghiệm, dịch vụ' }).focus()
      await pick('colchicin', /Colchicin/)
      await page.getByText(/Tương tác: Colchicin/).waitFor()
      await picture('alert-1440')
      await keyboard.press('Control+Enter')
      assert.equal((await stayOrders(ctx, encounterId)).orders.length, 2)
      await page.getByRole('button', { name: 'Vẫn dùng…' }).first().click()
      await keyboard.type('Đã hội chẩn dược lâm sàng')
      await keyboard.press('Enter')
      await page.getByText('Lý do: Đã hội chẩn dược lâm sàng').waitFor()
      await page.setViewportSize({ width: 820, height: 1180 })
      await picture('pad-820')
      await page.setViewportSize({ width: 390, height: 844 })
      await picture('pad-390')
      await page.setViewportSize({ width: 1440, height: 900 })
      await keyboard.press('Control+Enter')
      await page.locator('.or-order-name', { hasText: 'Colchicin 1 mg' }).waitFor()

      await page.getByRole('button', { name: 'Bộ y lệnh' }).click()
      await page.getByRole('button', { name: /Khám sức khỏe cơ bản/ }).click()
      await page.getByRole('button', { name: 'Thêm 8 y lệnh' }).click()
      await page.getByText('Tổng phân tích tế bào máu ngoại vi').waitFor()
      await page.evaluate(`document.documentElement.setAttribute('data-mantine-color-scheme', 'dark')`)
      await picture('pad-dark')
      await page.goto(`${url}/orders/overdue?view=mine`)
      await page.getByLabel('Cả chưa đến hạn').click()
      await page.getByText('Siêu âm ổ bụng').waitFor()
      await picture('overdue')
      await page.goto(`${url}/orders/alerts?`)
      await page.getByLabel('Từ ngày').fill('22/11/2026')
      await keyboard.press('Enter')
      await page.getByLabel('Đến ngày').fill('24/11/2026')
      await keyboard.press('Enter')
      await page.getByText('interaction.macrolide-colchicin').waitFor()
      await picture('measure')
    }))

  it('draws a hundred of two thousand orders and those that are late, and keeps them when the server fails', () =>
    onWard(async ({ ctx, encounterId, page, url, pick }) => {
      const find = page.getByRole('textbox', { name: 'Tìm thuốc, xét nghiệm, dịch vụ' })
      await page.goto(`${url}/stay/${encounterId}/orders`)
      await find.waitFor()
      await pick('sieu am bung', /Siêu âm ổ bụng/)
      await page.getByLabel('Ghi chú cho người thực hiện').waitFor()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Control+Enter')
      await page.getByText(/Đã ra 1 y lệnh/).waitFor()
      const [order] = (await stayOrders(ctx, encounterId)).orders
      const late = { step: 'see', at: '2026-11-23T08:00:00+07:00', late: true }
      const orders = Array.from({ length: 2000 }, (_, n) => ({
        ...order,
        id: `${n}`,
        ...(n === 1500 ? { due: late } : {}),
      }))
      let fails = false
      await page.route('**/api/stays/*/orders', async (route) => {
        if (fails) return route.fulfill({ status: 500, json: { status: 500, title: 'Máy chủ gặp lỗi' } })
        const answer = await route.fetch()
        return route.fulfill({ json: { ...((await answer.json()) as object), orders } })
      })
      await page.reload()
      await page.getByRole('button', { name: 'Hiện thêm 100 (còn 1899)' }).click()
      await page.getByRole('button', { name: 'Hiện thêm 100 (còn 1799)' }).waitFor()
      assert.equal(await page.locator('.or-order').count(), 201)

      fails = true
      await find.fill('đang gõ dở')
      await page.route('**/api/orders/1500/seen', (route) => route.fulfill({ status: 204 }))
      await page.getByRole('button', { name: 'Đã xem' }).click()
      await page.getByText('Có phần chưa đọc lại được').waitFor()
      assert.equal(await page.locator('.or-order').count(), 201)
      assert.equal(await find.inputValue(), 'đang gõ dở')
      fails = false
      await page.getByRole('button', { name: 'Đọc lại' }).click()
      await page.getByText('Có phần chưa đọc lại được').waitFor({ state: 'detached' })
    }))
})
