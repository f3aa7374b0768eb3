import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { type Effort, effortOf, watchEffort } from '#tests/support/effort.ts'
import { type Program, startProgram } from '#tests/support/program.ts'

export const pin = '202611'
export const passwordOf = (user: string) => `${user}-Demo-2026`

const desktop = { width: 1440, height: 900 }
const narrow = {
  '1024': { width: 1024, height: 768 },
  '390': { width: 390, height: 844 },
}

/** A person of the hospital before the own screen. */
export interface Desk {
  readonly page: Page
  /** Opens a screen by its address and waits until it has read what it shows. */
  open(path: string): Promise<void>
  /** A picture at 1440 pixels; `everyWidth` adds a tablet and a phone. */
  picture(name: string, options?: { readonly everyWidth?: boolean }): Promise<void>
  /** The tab is gone, as when a machine dies; the same person opens the same address again. */
  afterKilledTab(): Promise<Desk>
  /** What this person has done and waited for since the login. */
  effort(): Promise<Effort>
  leave(): Promise<void>
}

/** The program with its invented staff, one browser, and everybody in a context of their own. */
export interface Hospital {
  readonly program: Program
  readonly dataDir: string
  readonly faults: string[]
  /** Every address that a screen asked, as people read it. */
  readonly addresses: string[]
  desk(user: string): Promise<Desk>
  close(): Promise<void>
}

async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('load')
  await page.locator('main').waitFor()
  await page.waitForTimeout(400)
}

async function logIn(context: BrowserContext, url: string, user: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await page.getByLabel('Tên đăng nhập').fill(user)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(passwordOf(user))
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Màn hình' }).waitFor()
  return page
}

function deskWith(page: Page, url: string): Desk {
  const folder = pictureFolder('first-day')
  page.setDefaultTimeout(20_000)
  return {
    page,
    async open(path) {
      await page.goto(`${url}${path}`)
      await settled(page)
    },
    async picture(name, options = {}) {
      await page.waitForTimeout(300)
      await page.screenshot({ path: `${folder}/${name}.png` })
      if (!options.everyWidth) return
      for (const [width, size] of Object.entries(narrow)) {
        await page.setViewportSize(size)
        await page.waitForTimeout(300)
        await page.screenshot({ path: `${folder}/${name}-${width}.png` })
      }
      await page.setViewportSize(desktop)
    },
    async afterKilledTab() {
      const address = page.url()
      await page.close({ runBeforeUnload: false })
      const next = await page.context().newPage()
      await next.goto(address)
      await settled(next)
      return deskWith(next, url)
    },
    effort: () => effortOf(page),
    leave: () => page.context().close(),
  }
}

async function deskOf(browser: Browser, hospital: Omit<Hospital, 'desk' | 'close'>, user: string): Promise<Desk> {
  const context = await browser.newContext({
    viewport: desktop,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    acceptDownloads: true,
  })
  await watchEffort(context)
  const { faults, addresses, program } = hospital
  context.on('weberror', (error) => faults.push(`${user}: ${error.error().message}`))
  context.on('request', (request) => addresses.push(decodeURIComponent(request.url().replaceAll('+', ' '))))
  return deskWith(await logIn(context, program.url, user), program.url)
}

export async function openHospital(dataDir: string): Promise<Hospital> {
  const program = await startProgram(['demo', '--patients', '0'], dataDir)
  const browser = await openBrowser()
  const hospital = { program, dataDir, faults: [], addresses: [] }
  return {
    ...hospital,
    desk: (user) => deskOf(browser, hospital, user),
    async close() {
      await browser.close()
      await program.stop()
    },
  }
}
