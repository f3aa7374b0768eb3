import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { chart } from '#modules/chart/index.ts'
import { medicines } from '#modules/medicines/index.ts'
import { patients } from '#modules/patients/index.ts'
import { terminology } from '#modules/terminology/index.ts'
import { ward } from '#modules/ward/index.ts'
import { wardStock } from '#modules/ward-stock/index.ts'
import { buildServer } from '#platform/http/server.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { admittedPatient, orderedMedicine, tenOClock } from '#tests/support/medicine-ward.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'

const modules = [terminology, patients, chart, ward, medicines, wardStock]

const nurse = actor({
  name: 'Lê Thị Nhung',
  departments: ['NOI'],
  roles: ['nurse'],
  permissions: new Set([
    'medicines.read',
    'medicines.give',
    'wardStock.read',
    'wardStock.move',
    'patients.read',
    'encounters.read',
    'chart.read',
    'ward.read',
  ]),
})
const session = {
  user: {
    ...nurse,
    permissions: [...nurse.permissions],
    mustChangePassword: false,
  },
  csrf: 'x',
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
}

/** A scanner is a keyboard that types fast and presses Enter; on a busy machine it may have to read again. */
async function scan(page: Page, code: string, read: Locator): Promise<void> {
  for (let times = 1; times <= 4; times += 1) {
    await page.keyboard.type(code)
    await page.keyboard.press('Enter')
    const seen = await read.waitFor({ timeout: 4000 }).then(
      () => true,
      () => false,
    )
    if (seen) return
  }
  throw new Error(`the screen did not read ${code}`)
}

describe('a round with the medicines', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  it('gives a dose with one press after the scans, stops at a wrong one, on desk, tablet and phone', () =>
    withServices(
      async (services) => {
        const server = await buildServer({
          services,
          modules,
          webRoot: join(import.meta.dirname, '../../dist/web'),
          authenticate: async () => ({ facility: 1, actor: nurse }),
        })
        await server.listen({ host: '127.0.0.1', port: 0 })
        const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
        try {
          const ctx = systemContext(services)
          await givenHospital(ctx)
          const stay = await admittedPatient(ctx, 12, '0260184312')
          const other = await admittedPatient(ctx, 5, '0260184305')
          for (const drugCode of ['AMLODIPIN-5', 'ACETYLCYSTEIN-200', 'ENOXAPARIN-40', 'AZITHROMYCIN-500'])
            await orderedMedicine(ctx, stay, { drugCode })
          await orderedMedicine(ctx, other, { drugCode: 'METFORMIN-500' })
          await orderedMedicine(ctx, stay, {
            drugCode: 'NACL-09-500',
            dose: 500,
            doseUnit: 'mL',
            rate: 100,
            dosage: { timing: { event: ['2026-11-23T09:30:00+07:00'] } },
          })
          await orderedMedicine(ctx, stay, {
            drugCode: 'PARACETAMOL-500',
            dosage: {
              asNeededCodeableConcept: { text: 'sốt từ 38,5 °C' },
              timing: {
                repeat: {
                  boundsPeriod: { start: '2026-11-22T09:00:00+07:00' },
                  frequency: 1,
                  period: 4,
                  periodUnit: 'h',
                },
              },
            },
          })
          const context = await browser.newContext({
            locale: 'vi',
            timezoneId: 'Asia/Ho_Chi_Minh',
            viewport: { width: 1440, height: 900 },
          })
          const page = await context.newPage()
          page.setDefaultTimeout(10_000)
          await page.clock.setFixedTime(tenOClock)
          await page.route('**/api/session', (route) => route.fulfill({ json: session }))
          const picture = (name: string) => page.screenshot({ path: `${pictureFolder('medicines')}/${name}.png` })

          await page.goto(`${url}/ward/medicines?department=dept-noi`)
          await page.getByText('Metformin hydroclorid 500 mg').waitFor()
          await picture('ward')
          const due = page.getByRole('button', { name: /^Amlodipin 5 mg, 10:00, Đến giờ/ })
          await scan(page, `LOVT:${stay.encounterId}`, due)
          await scan(page, 'METFORMIN-500', page.getByRole('alert').getByText(/Sai thuốc: Metformin/))
          await picture('stop')
          await scan(page, 'AMLODIPIN-5', page.getByText('Đã chọn 1 thuốc'))
          await scan(page, 'ACETYLCYSTEIN-200', page.getByText('Đã chọn 2 thuốc'))
          let actions = 0
          actions += 1
          await page.getByRole('button', { name: 'Phát 2 thuốc' }).click()
          await page.getByRole('button', { name: /^Amlodipin 5 mg, 10:00, Đã dùng/ }).waitFor()
          assert.ok(actions <= 2, 'a normal dose takes two actions at most after the scan')
          await scan(page, `LOVT:${other.encounterId}`, page.getByText(/Sai người bệnh/))
          await page.getByRole('button', { name: 'Đã đọc' }).click()

          await page.getByRole('button', { name: /^Natri clorid .*09:30/ }).click()
          await page.getByRole('button', { name: 'Phát 1 thuốc' }).click()
          await page.getByLabel(/Chưa quét thuốc, vì/).selectOption('no-barcode')
          await page.getByRole('dialog').getByRole('button', { name: 'Phát 1 thuốc' }).click()
          await page.getByRole('button', { name: /Đang truyền/ }).waitFor()
          await page.getByRole('button', { name: /Phát khi cần/ }).click()
          await picture('chart-1440')
          await page.setViewportSize({ width: 820, height: 1180 })
          await picture('chart-820')
          await page.setViewportSize({ width: 390, height: 844 })
          await picture('chart-390')
          await page.setViewportSize({ width: 1440, height: 900 })
          await page.emulateMedia({ colorScheme: 'dark' })
          await page.evaluate("document.documentElement.setAttribute('data-mantine-color-scheme', 'dark')")
          await picture('chart-dark')

          await page.goto(`${url}/ward/stock?department=dept-noi`)
          await page.getByRole('button', { name: 'Nhập thuốc' }).click()
          const dialog = page.getByRole('dialog')
          await dialog.getByLabel('Thuốc').fill('enoxa')
          await page.getByRole('option', { name: /^Enoxaparin/ }).click()
          await dialog.getByLabel(/^Số lô/).fill('E77')
          await dialog.getByLabel(/^Hạn dùng/).fill('31/05/2027')
          await dialog.getByLabel(/^Số lượng/).fill('20')
          await dialog.getByRole('button', { name: 'Nhập thuốc' }).click()
          await page.getByText('Lô E77').waitFor()
          await page.getByText('Nợ tủ').first().waitFor()
          await picture('stock')
          await page.getByRole('tab', { name: 'Dự trù ngày mai' }).click()
          await page.getByRole('button', { name: /^Lĩnh \d+ thuốc/ }).click()
          await page.getByText('Chờ cấp').waitFor()
          await picture('requisition')
          await context.close()
        } finally {
          await server.close()
        }
      },
      { now: () => tenOClock, guards: modules.flatMap((module) => module.guards ?? []) },
    ))
})
