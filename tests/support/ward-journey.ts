import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { buildApp } from '#app/build-app.ts'
import { ensureStaffSigners } from '#app/demo/demo-signers.ts'
import { seedDemo } from '#app/demo/seed-demo.ts'
import { modules } from '#app/module-list.ts'
import type { OpenServices } from '#app/open-services.ts'
import { runJobs } from '#app/run-jobs.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { accountCommands, demoPassword } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { readTable } from '#platform/read-table.ts'
import { openBrowser, pictureFolder } from './browser.ts'
import { withServices } from './database.ts'
import { type Effort, effortOf, watchEffort } from './effort.ts'
import { systemContext } from './visit.ts'

/** PIN of everybody's demo key. */
export const pin = '202611'

const widths = { 1440: 900, 820: 1180, 390: 844 } as const
const desktop = { width: 1440, height: 900 }

/** A person of the hospital before the own screen, with the rights of the own roles. */
export interface Desk {
  readonly page: Page
  readonly userName: string
  /** Opens a screen by its address and waits until it has read what it shows. */
  open(path: string): Promise<void>
  /** The screen's own command or question, in this person's session: for what is done the same way every day. */
  send<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T>
  /** Opens a file, like the paper that is about to be signed. */
  see(path: string): Promise<Buffer>
  /** Pictures of what is shown at the widths of a desk, a tablet and a phone. */
  pictures(name: string): Promise<void>
  effort(): Promise<Effort>
}

/** The whole demo hospital at a time that the journey sets, and one browser for everybody. */
export interface WardJourney {
  readonly url: string
  /** The program's own context. */
  readonly ctx: Context
  /** What broke in a page without anybody having caught it. */
  readonly faults: readonly string[]
  /** `2026-11-23T07:30` by the clock of Viet Nam; it runs on from there, for the server and on every screen. */
  at(moment: string): Promise<void>
  /** The moment now, as it is written: `2026-11-23T07:30:00+07:00`. */
  now(): string
  /** Logs the person in, again when the session has ended meanwhile. */
  desk(userName: string): Promise<Desk>
}

export interface JourneyGiven {
  /** Folder of its pictures below `test-results`. */
  readonly name: string
  /** When it begins, by the clock of Viet Nam. */
  readonly begins: string
  /** Ids of `data/demo/staff.tsv` who work on the wards and have no account in the demo: `practitioner-noi-truong`. */
  readonly staff?: readonly string[]
}

const momentOf = (text: string) => new Date(`${text.length === 16 ? `${text}:00` : text}+07:00`)

/** User name of a member of staff who was given an account: `bs.noi-truong`, `dd-noi`. */
const userNameOf = (id: string) => id.replace('practitioner-', '')

async function giveAccounts(ctx: Context, ids: readonly string[]): Promise<void> {
  const staff = readTable(new URL('../../data/demo/staff.tsv', import.meta.url))
  for (const id of ids) {
    const row = staff.find((one) => one['id'] === id)
    if (!row) throw new Error(`no member of staff ${id}`)
    const userName = userNameOf(id)
    await accountCommands.add(ctx, {
      userName,
      name: row['name'] ?? '',
      password: demoPassword(userName),
      roles: [row['role'] ?? ''],
      departments: (row['departments'] ?? '').split(';').filter(Boolean),
      practitionerId: id,
      demo: true,
    })
  }
  if (ids.length > 0) await ensureStaffSigners(ctx)
}

/** A clock that is set and runs. */
function runningClock(begins: Date) {
  let ahead = begins.getTime() - Date.now()
  return {
    now: () => new Date(Date.now() + ahead),
    set: (to: Date) => {
      ahead = to.getTime() - Date.now()
    },
  }
}

interface Opened {
  readonly browser: Browser
  readonly url: string
  readonly folder: string
  readonly faults: string[]
  readonly now: () => Date
}

async function logIn({ url, now }: Opened, context: BrowserContext, userName: string): Promise<void> {
  const known = await context.request.get(`${url}/api/session`)
  if (known.ok()) return
  const data = { userName, password: demoPassword(userName) }
  const answer = await context.request.post(`${url}/api/session`, { data })
  if (!answer.ok()) throw new Error(`${userName} at ${now().toISOString()}: ${await answer.text()}`)
}

/** Of the session as it is now: who has logged in again since has another one. */
async function csrfOf(page: Page): Promise<string> {
  const cookies = await page.context().cookies()
  return cookies.find(({ name }) => name === 'lo_csrf')?.value ?? ''
}

async function openPage(opened: Opened, userName: string): Promise<Page> {
  const context = await opened.browser.newContext({
    viewport: desktop,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    acceptDownloads: true,
    serviceWorkers: 'block',
  })
  await watchEffort(context)
  context.on('weberror', (error) => opened.faults.push(`${userName}: ${error.error().message}`))
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.clock.setFixedTime(opened.now())
  return page
}

function deskOf({ url, folder }: Opened, page: Page, userName: string): Desk {
  const { request } = page.context()
  return {
    page,
    userName,
    async open(path) {
      await page.goto(`${url}${path}`)
      await page.locator('main').waitFor()
      await page.waitForLoadState('networkidle')
    },
    async send<T>(method: string, path: string, body?: unknown): Promise<T> {
      const headers = { 'x-csrf-token': await csrfOf(page), 'x-command-id': uuidv7(), origin: url }
      const data = method === 'GET' ? {} : { data: body ?? {} }
      const answer = await request.fetch(`${url}${path}`, { method, headers, ...data })
      const text = await answer.text()
      if (!answer.ok()) throw new Error(`${userName}: ${method} ${path} answered ${answer.status()} ${text}`)
      return (text === '' ? undefined : JSON.parse(text)) as T
    },
    async see(path) {
      const answer = await request.get(`${url}${path}`)
      if (!answer.ok()) throw new Error(`${userName}: ${path} answered ${answer.status()}`)
      return answer.body()
    },
    async pictures(name) {
      for (const [width, height] of Object.entries(widths)) {
        await page.setViewportSize({ width: Number(width), height })
        await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
        await page.waitForTimeout(400)
        await page.screenshot({ path: `${folder}/${name}-${width}.png` })
      }
      await page.setViewportSize(desktop)
    },
    effort: () => effortOf(page),
  }
}

/** Runs `work` in the demo hospital without patients, on a database of its own. */
export function withWardJourney(
  given: JourneyGiven,
  work: (journey: WardJourney) => Promise<void>,
): Promise<void> {
  const clock = runningClock(momentOf(given.begins))
  const guards = modules.flatMap((module) => module.guards ?? [])
  return withServices(
    async (services) => {
      const whole: OpenServices = {
        ...services,
        address: {},
        embedded: undefined,
        logToFile: false,
        migrated: [],
        close: async () => {},
      }
      await seedDemo(whole, 0, () => {})
      const ctx = systemContext(services)
      await giveAccounts(ctx, given.staff ?? [])
      const server = await buildApp(whole, join(import.meta.dirname, '../../dist/web'))
      server.addHook('onSend', async (_request, reply) => {
        reply.header('date', clock.now().toUTCString())
      })
      const url = await server.listen({ host: '127.0.0.1', port: 0 })
      const jobs = runJobs(whole, modules)
      const browser = await openBrowser()
      const faults: string[] = []
      const opened: Opened = { browser, url, faults, folder: pictureFolder(given.name), now: clock.now }
      const pages = new Map<string, Page>()
      try {
        await work({
          url,
          ctx,
          faults,
          async at(moment) {
            clock.set(momentOf(moment))
            for (const page of pages.values()) await page.clock.setFixedTime(clock.now())
          },
          now: () => instantInVietnam(clock.now()),
          async desk(userName) {
            const page = pages.get(userName) ?? (await openPage(opened, userName))
            pages.set(userName, page)
            await logIn(opened, page.context(), userName)
            return deskOf(opened, page, userName)
          },
        })
      } finally {
        await browser.close()
        await server.close()
        await jobs.stop()
      }
    },
    { now: clock.now, guards },
  )
}
