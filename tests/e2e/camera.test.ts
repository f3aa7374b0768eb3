import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { uuidv7 } from '#kernel/ids.ts'
import { chart } from '#modules/chart/index.ts'
import { medicines } from '#modules/medicines/index.ts'
import { patients } from '#modules/patients/index.ts'
import { terminology } from '#modules/terminology/index.ts'
import { ward } from '#modules/ward/index.ts'
import { wardStock } from '#modules/ward-stock/index.ts'
import { buildServer } from '#platform/http/server.ts'
import { openBrowser } from '#tests/support/browser.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { admittedPatient, orderedMedicine, tenOClock } from '#tests/support/medicine-ward.ts'
import { freshFolder } from '#tests/support/program.ts'
import { filmOf } from '#tests/support/shown-codes.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'

const modules = [terminology, patients, chart, ward, medicines, wardStock]
const nurse = actor({ name: 'Lê Thị Nhung', departments: ['NOI'], roles: ['nurse'], permissions: new Set(['*']) })
const session = {
  user: { ...nurse, permissions: ['*'], mustChangePassword: false },
  csrf: 'x',
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
}
/** The number that the maker printed on the pack. */
const gtin = '8934567890120'

/** Holds the tablet before what the film shows now; a busy machine may need a second look. */
async function hold(page: Page, button: string, read: Locator): Promise<void> {
  for (let times = 0; times < 4 && !(await read.isVisible()); times += 1) {
    await page.getByRole('button', { name: button }).first().click()
    await page.locator('.lo-camera video').waitFor()
    await page.locator('.lo-camera').waitFor({ state: 'detached' })
    await read.waitFor({ timeout: 3000 }).catch(() => undefined)
  }
  await read.waitFor()
}

describe('the camera of a tablet', () => {
  it('reads wristband and pack as the scanner does: the dose is given with one press', () =>
    withServices(
      async (services) => {
        const webRoot = join(import.meta.dirname, '../../dist/web')
        const authenticate = async () => ({ facility: 1, actor: nurse })
        const server = await buildServer({ services, modules, webRoot, authenticate })
        await server.listen({ host: '127.0.0.1', port: 0 })
        const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
        const ctx = systemContext(services)
        await givenHospital(ctx)
        const stay = await admittedPatient(ctx, 12, '0260184312')
        await orderedMedicine(ctx, stay, { drugCode: 'AMLODIPIN-5' })
        const lot = { place: 'dept-noi', drugCode: 'AMLODIPIN-5', lot: 'A1', quantity: '20', barcode: gtin }
        const taken = await server.inject({
          method: 'POST',
          url: '/api/ward-stock/receive',
          headers: { 'x-command-id': uuidv7() },
          payload: { ...lot, expiresOn: '2027-01-31' },
        })
        assert.equal(taken.statusCode, 204, taken.body)
        const film = join(freshFolder('lanong-camera-'), 'codes.y4m')
        filmOf(film, { bcid: 'qrcode', text: `LOVT:${stay.encounterId}` })
        const browser = await openBrowser([
          '--use-fake-ui-for-media-stream',
          '--use-fake-device-for-media-stream',
          `--use-file-for-fake-video-capture=${film}`,
        ])
        try {
          const page = await browser.newPage({
            locale: 'vi',
            timezoneId: 'Asia/Ho_Chi_Minh',
            viewport: { width: 820, height: 1180 },
            hasTouch: true,
            permissions: ['camera'],
          })
          page.setDefaultTimeout(15_000)
          await page.clock.setFixedTime(tenOClock)
          await page.route('**/api/session', (route) => route.fulfill({ json: session }))
          await page.goto(`${url}/stay/${stay.encounterId}/medicines`)
          await page.getByRole('button', { name: /^Amlodipin 5 mg, 10:00, Đến giờ/ }).waitFor()
          await hold(page, 'Quét vòng tay', page.getByRole('button', { name: 'Quét thuốc' }).first())
          filmOf(film, { bcid: 'ean13', text: gtin })
          await hold(page, 'Quét thuốc', page.getByText('Đã chọn 1 thuốc'))
          await page.getByRole('button', { name: 'Phát 1 thuốc' }).click()
          await page.getByRole('button', { name: /^Amlodipin 5 mg, 10:00, Đã dùng/ }).waitFor()
        } finally {
          await browser.close()
          await server.close()
        }
      },
      { now: () => tenOClock, guards: modules.flatMap((module) => module.guards ?? []) },
    ))
})
