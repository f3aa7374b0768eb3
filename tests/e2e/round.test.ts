import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Observation } from '@medplum/fhirtypes'
import type { Browser, Page } from 'playwright-core'
import { modules } from '#app/module-list.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { buildServer } from '#platform/http/server.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'
import { hospitalName } from '#tests/support/ward.ts'
import { pin } from '#tests/support/whole-app.ts'

const doctor = actor({ roles: ['doctor'], permissions: new Set(['*']) })
const session = {
  user: {
    id: doctor.id,
    userName: doctor.userName,
    name: doctor.name,
    kind: 'person',
    roles: [...doctor.roles],
    permissions: ['*'],
    departments: [],
    practitionerId: doctor.practitionerId,
    mustChangePassword: false,
  },
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
}

const sign = (stay: Stay, loinc: string, value: number, unit: string, at: Date): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
  code: { coding: [{ system: cs.loinc, code: loinc }] },
  subject: { reference: `Patient/${stay.patientId}` },
  encounter: { reference: `Encounter/${stay.encounterId}` },
  effectiveDateTime: instantInVietnam(at),
  valueQuantity: { value, unit },
})

/** A monitor's day: five signs every 3.6 minutes, 2,000 values. */
function monitored(stay: Stay, now: number): Observation[] {
  return Array.from({ length: 400 }, (_, step) => {
    const at = new Date(now - (step + 1) * 216_000)
    const wave = Math.sin(step / 30)
    return [
      sign(stay, '8867-4', Math.round(95 + 15 * wave), '/min', at),
      sign(stay, '9279-1', Math.round(21 + 4 * wave), '/min', at),
      sign(stay, '59408-5', Math.round(95 + 3 * wave), '%', at),
      sign(stay, '8310-5', Math.round((37.6 + wave) * 10) / 10, 'Cel', at),
      sign(stay, '8310-5', Math.round((37.5 + wave) * 10) / 10, 'Cel', new Date(at.getTime() - 100_000)),
    ]
  }).flat()
}

/** The round of a ward, in the browser, with the network cut in between. */
describe('the morning round', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  const withRound = (work: (given: { page: Page; url: string; ctx: Context; stays: Stay[] }) => Promise<void>) =>
    withServices(
      async (services) => {
        const webRoot = join(import.meta.dirname, '../../dist/web')
        const authenticate = async () => ({ facility: 1, actor: doctor })
        const server = await buildServer({ services, modules, webRoot, authenticate })
        await server.listen({ host: '127.0.0.1', port: 0 })
        try {
          const ctx = systemContext(services)
          await givenHospital(ctx)
          const facility = { resourceType: 'Organization', name: hospitalName } as const
          await commit(ctx, [{ kind: 'create', id: 'facility', resource: facility }])
          const { id, practitionerId, name } = doctor
          await ensureDemoSigners(ctx, [{ accountId: id, practitionerId, name }], hospitalName)
          const since = new Date(Date.now() - 4 * 86_400_000)
          const stays = [
            await givenStay(ctx, { department: 'noi', bed: 1, since }),
            await givenStay(ctx, { department: 'noi', bed: 2, since }),
          ]
          const context = await browser.newContext({
            locale: 'vi',
            timezoneId: 'Asia/Ho_Chi_Minh',
            viewport: { width: 1440, height: 900 },
            serviceWorkers: 'block',
          })
          const page = await context.newPage()
          page.setDefaultTimeout(10_000)
          await page.route('**/api/session', (route) => route.fulfill({ json: session }))
          const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
          await work({ page, url, ctx, stays })
          await context.close()
        } finally {
          await server.close()
        }
      },
      { guards: modules.flatMap((module) => module.guards ?? []), now: () => new Date() },
    )

  it('writes an entry in twelve actions, and what was done without a network arrives once', () =>
    withRound(async ({ page, url, ctx, stays: [first, second] }) => {
      assert.ok(first && second)
      const picture = (name: string) => page.screenshot({ path: `${pictureFolder('round')}/${name}.png` })
      await commit(
        ctx,
        monitored(second, ctx.now().getTime()).map((resource) => ({ kind: 'create', resource, id: ctx.newId() })),
      )
      await page.goto(`${url}/ward/round?department=dept-noi`)
      await page.getByText('Giường 02').waitFor()
      await picture('ward')

      let actions = 0
      const act = async (work: Promise<unknown>) => {
        actions += 1
        await work
      }
      await act(page.getByRole('button', { name: 'Bắt đầu đi buồng' }).click())
      await page.getByRole('textbox', { name: /^S · / }).waitFor()
      await act(page.getByRole('textbox', { name: /^S · / }).fill('Đỡ mệt, ho ít'))
      await act(page.getByRole('textbox', { name: /^O · / }).fill('Ran nổ đáy phổi phải giảm'))
      await act(page.getByRole('textbox', { name: /^A · / }).fill('Viêm phổi, đáp ứng điều trị'))
      await act(page.getByRole('textbox', { name: /^P · / }).fill('Đủ 7 ngày kháng sinh'))
      await act(page.getByText('Cấp 2', { exact: true }).click())
      await act(page.getByRole('textbox', { name: /^Chế độ dinh dưỡng/ }).fill('Cơm thường'))
      await act(page.keyboard.press('Control+Enter'))
      const dialog = page.getByRole('dialog')
      await act(dialog.getByLabel(/PIN/).fill(pin))
      await act(page.keyboard.press('Enter'))
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('region', { name: 'Các lần trước' }).getByText('Đỡ mệt, ho ít').waitFor()
      await picture('round-1440')
      assert.ok(actions <= 12, `the entry took ${actions} actions`)
      await page.locator('h1').first().click()
      await page.keyboard.press(']')
      await page.waitForURL(`**/stay/${second.encounterId}/round`)
      await picture('round-next')

      await page.goto(`${url}/stay/${first.encounterId}/observations`)
      const pulse = page.getByRole('textbox', { name: /^Mạch/ })
      await pulse.click()
      await page.keyboard.type('83')
      await page.waitForTimeout(500)
      await page.context().setOffline(true)
      await page.getByRole('button', { name: /^Lưu sinh hiệu/ }).click()
      await page.getByText(/1 việc giữ trên máy này/).waitFor()
      await page.keyboard.press('F8')
      await page
        .getByRole('dialog')
        .getByText(/Đặng Thị Huyền · Sinh hiệu, lúc/)
        .waitFor()
      await picture('kept')
      const stored = `new Promise((resolve) => {
        const open = indexedDB.open('lanong-kept')
        open.onsuccess = () => {
          const all = open.result.transaction('acts').objectStore('acts').getAll()
          all.onsuccess = () => resolve([all.result.length, JSON.stringify(all.result.map((one) =>
            [one.owner, new TextDecoder().decode(one.sealed)]))])
        }
      })`
      const [count, text] = (await page.evaluate(stored)) as [number, string]
      assert.equal(count, 1)
      assert.doesNotMatch(text, /Huyền|pulse|83/)
      await page.context().setOffline(false)
      await page.getByText(/1 việc giữ trên máy này/).waitFor({ state: 'detached', timeout: 20_000 })
      const found = await searchResources<Observation>(ctx, 'Observation', {
        encounter: `Encounter/${first.encounterId}`,
        code: `${cs.loinc}|8867-4`,
      })
      assert.deepEqual(
        found.map(({ valueQuantity }) => String(valueQuantity?.value)),
        ['83'],
      )

      await page.goto(`${url}/stay/${second.encounterId}/charts?chart=day`)
      await page.locator('canvas').waitFor()
      const drawn = `performance.getEntriesByName('charts.day').map((one) => one.duration)`
      for (let looks = 0; looks < 50 && ((await page.evaluate(drawn)) as number[]).length === 0; looks++)
        await page.waitForTimeout(100)
      const times = (await page.evaluate(drawn)) as number[]
      assert.ok(times.length > 0, 'the day is drawn')
      if (process.env['LANONG_FIGURES'])
        process.stdout.write(`charts.day ${times.map((one) => one.toFixed(1)).join(' ')} ms\n`)
      await picture('day')
      // At night too, what goes to the printer is drawn dark on white, the canvas with it.
      await page.evaluate(`localStorage.setItem('lo.appearance', '{"theme":"dark"}')`)
      await page.reload()
      await page.locator('canvas').waitFor()
      const ink = `getComputedStyle(document.documentElement).getPropertyValue('--ink')`
      const looks = async () => [await page.evaluate(ink), await page.locator('canvas').screenshot()] as const
      const [night, atNight] = await looks()
      await page.evaluate(`dispatchEvent(new Event('beforeprint'))`)
      const [paper, onPaper] = await looks()
      assert.notEqual(paper, night)
      assert.ok(!onPaper.equals(atNight))
      await page.evaluate(`dispatchEvent(new Event('afterprint'))`)
      assert.equal(await page.evaluate(ink), night)
      await page.evaluate(`localStorage.removeItem('lo.appearance')`)
      await page.reload()
      await page.getByRole('button', { name: 'Dữ liệu' }).click()
      await page.getByRole('columnheader', { name: /Mạch/ }).waitFor()
      await page.goto(`${url}/stay/${second.encounterId}/charts`)
      await page.getByRole('img', { name: /Đường mạch và thân nhiệt/ }).waitFor()
      await picture('temperature')
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto(`${url}/stay/${second.encounterId}/round`)
      await page.getByRole('textbox', { name: /^S · / }).waitFor()
      await picture('round-390')
    }))
})
