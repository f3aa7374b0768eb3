import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { seedDemo } from '#app/demo/seed-demo.ts'
import { modules } from '#app/module-list.ts'
import type { OpenServices } from '#app/open-services.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Board } from '#modules/ward/board-contract.ts'
import { buildServer } from '#platform/http/server.ts'
import { openBrowser } from '#tests/support/browser.ts'
import { actor, withServices } from '#tests/support/database.ts'
import {
  firstHeadings,
  goWithin,
  judged,
  pressedByKeys,
  settled,
  sideways,
  toldConnection,
  tooSmall,
  walked,
  withHands,
} from '#tests/support/hands.ts'
import { opened } from '#tests/support/ward.ts'

const person = actor({
  name: 'Nguyễn Văn Minh',
  practitionerId: 'practitioner-bacsi',
  departments: ['NOI', 'SAN', 'HSCC'],
  roles: ['doctor'],
  permissions: new Set(['*']),
})
const session = {
  user: { ...person, permissions: ['*'], mustChangePassword: false },
  csrf: 'x',
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
}
const tabs = ['overview', 'orders', 'round', 'medicines', 'observations', 'fluids', 'nursing', 'charts']
const more = ['consultations', 'discharge', 'closing']

interface Hospital {
  readonly url: string
  readonly screens: readonly string[]
}

type Ask = <T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<T>

/** Every screen of the wards and of a stay, with something on it: a consultation, a death with its review, a labour. */
async function screensOf(ask: Ask): Promise<string[]> {
  const stayIn = async (department: string) => {
    const { rooms } = await ask<Board>('GET', `/ward/board?department=dept-${department}`)
    const [patient] = rooms.flatMap(({ beds }) => beds.flatMap((bed) => bed.patient ?? []))
    assert.ok(patient, `somebody lies in ${department}`)
    return patient.encounterId
  }
  const [stay, labour, dead] = [await stayIn('noi'), await stayIn('san'), await stayIn('hscc')]
  const [meeting, conference, review] = [uuidv7(), uuidv7(), uuidv7()]
  const invited = [{ departmentId: 'dept-hscc' }]
  await ask('POST', `/stays/${stay}/consultations`, {
    id: meeting,
    kind: 'departments',
    question: 'Sốc nhiễm khuẩn, xin chuyển hồi sức?',
    invited,
  })
  await ask('POST', `/stays/${stay}/conferences`, { id: conference, topic: 'Chăm sóc giảm nhẹ tại nhà', invited })
  const diagnosis = { code: 'A41.9', text: 'Nhiễm khuẩn huyết' }
  await ask('POST', `/stays/${dead}/discharge`, { disposition: 'death', diagnosis })
  await ask('POST', `/stays/${dead}/death-review`, { id: review, invited })
  const ward = ['', '/census', '/medicines', '/nursing', '/round', '/stock']
  return [
    ...ward.map((screen) => `/ward${screen}?department=dept-noi`),
    '/orders/overdue?department=dept-noi',
    '/consultations',
    '/deaths',
    ...[meeting, conference, review].map((id) => `/consultations/${id}`),
    ...[...tabs, ...more].map((tab) => `/stay/${stay}/${tab}`),
    `/stay/${labour}/charts?chart=labour`,
    `/encounters/${stay}/documents`,
    `/encounters/${stay}/forms`,
  ]
}

async function hospital(work: (hospital: Hospital) => Promise<void>): Promise<void> {
  await withServices(
    async (services) => {
      const whole: OpenServices = {
        ...services,
        address: {},
        embedded: undefined,
        logToFile: false,
        migrated: [],
        close: async () => {},
      }
      await seedDemo(whole, 6, () => {})
      const webRoot = join(import.meta.dirname, '../../dist/web')
      const authenticate = async () => ({ facility: 1, actor: person })
      const server = await buildServer({ services, modules, webRoot, authenticate })
      await server.listen({ host: '127.0.0.1', port: 0 })
      const url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`
      const ask: Ask = async <T>(method: 'GET' | 'POST', path: string, body?: object) => {
        const headers = { 'x-command-id': uuidv7() }
        const answer = await server.inject({
          method,
          url: `/api${path}`,
          headers,
          ...(body ? { payload: body } : {}),
        })
        assert.ok(answer.statusCode < 300, `${path}: ${answer.body}`)
        return (answer.body === '' ? undefined : JSON.parse(answer.body)) as T
      }
      try {
        await work({ url, screens: await screensOf(ask) })
      } finally {
        await server.close()
      }
    },
    { now: () => new Date(), guards: modules.flatMap((module) => module.guards ?? []) },
  )
}

const said = (screen: string, found: readonly string[]) => found.map((one) => `${screen.split('?')[0]}: ${one}`)

describe('the screens of the wards', () => {
  let browser: Browser
  const open = opened<Hospital>(hospital)
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  /** Looks at every screen; nothing that is pressed there changes anything. */
  async function onEach(
    options: BrowserContextOptions,
    look: (page: Page, screen: string) => Promise<readonly string[]>,
    end?: (page: Page) => Promise<readonly string[]>,
  ): Promise<string[]> {
    const context = await browser.newContext({ locale: 'vi', serviceWorkers: 'block', ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.route('**/api/**', (route) =>
      route.request().method() === 'GET'
        ? route.continue()
        : route.fulfill({
            status: 409,
            contentType: 'application/problem+json',
            json: { code: 'x', title: 'Không ghi' },
          }),
    )
    await page.route('**/api/session', (route) => route.fulfill({ json: session }))
    await withHands(page)
    const found: string[] = []
    const { url, screens } = open()
    await page.goto(`${url}${screens[0]}`)
    for (const screen of screens) {
      await goWithin(page, screen)
      found.push(...said(screen, await look(page, screen)))
    }
    found.push(...((await end?.(page)) ?? []))
    await context.close()
    return [...new Set(found)]
  }

  it('are worked by the keyboard alone: all is reached and shown, Enter acts, a dialog holds the focus and gives it back', async () => {
    const pressed = new Set<string>()
    const found = await onEach({ viewport: { width: 1440, height: 900 } }, async (page) => [
      ...(await walked(page)),
      ...(await pressedByKeys(page, pressed)),
    ])
    assert.deepEqual(found, [])
  })

  it('have names, one heading and enough contrast, by day and by night', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const found = await onEach({ viewport: { width: 1440, height: 900 }, colorScheme }, async (page) => {
        // One that never comes is told below.
        await page
          .getByRole('heading', { level: 1 })
          .first()
          .waitFor({ timeout: 10_000 })
          .catch(() => {})
        const heads = await firstHeadings(page)
        return [...(heads === 1 ? [] : [`${heads} headings of the first rank`]), ...(await judged(page))]
      })
      assert.deepEqual(found, [], colorScheme)
    }
  })

  it('offer 44 pixels to a thumb, do not scroll sideways, and tell the connection, on a tablet and a phone', async () => {
    const touch = { hasTouch: true, isMobile: true, viewport: { width: 820, height: 1180 } }
    async function look(page: Page): Promise<readonly string[]> {
      const found: string[] = []
      for (const [width, height] of [
        [820, 1180],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height })
        await settled(page)
        const told = await toldConnection(page)
        const all = [
          ...(await tooSmall(page)),
          ...(await sideways(page)),
          ...(told ? [] : ['tells no connection']),
        ]
        found.push(...all.map((one) => `at ${width} ${one}`))
      }
      return found
    }
    /** The network goes: every screen that is open then says so. */
    async function cut(page: Page): Promise<readonly string[]> {
      await page.context().setOffline(true)
      const found: string[] = []
      for (const screen of open().screens) {
        await page.evaluate(`history.pushState({}, '', ${JSON.stringify(screen)})`)
        await page.waitForTimeout(80)
        const told = await toldConnection(page)
        if (!/Mất mạng/.test(told)) found.push(`${screen}: the network is cut and it says ${told || 'nothing'}`)
      }
      return found
    }
    assert.deepEqual(await onEach(touch, look, cut), [])
  })
})
