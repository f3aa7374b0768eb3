import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, it } from 'node:test'
import type { Observation } from '@medplum/fhirtypes'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { modules } from '#app/module-list.ts'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { buildServer } from '#platform/http/server.ts'
import { searchResources } from '#store/search.ts'
import { findChromium, pictureFolder } from '#tests/support/browser.ts'
import { type CutNetwork, cutNetwork, type Fate } from '#tests/support/cut-network.ts'
import { actor, withServices } from '#tests/support/database.ts'
import { givenStay } from '#tests/support/stay.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'
import { opened } from '#tests/support/ward.ts'

const webRoot = join(import.meta.dirname, '../../dist/web')
const nurse = actor({ name: 'Lê Thị Nhung', departments: ['NOI'], roles: ['nurse'], permissions: new Set(['*']) })
const session = JSON.stringify({
  user: { ...nurse, permissions: ['*'], mustChangePassword: false },
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
})

interface Tablet {
  readonly ctx: Context
  readonly encounterId: string
  readonly way: CutNetwork
  readonly browser: BrowserContext
}

async function installed(work: (tablet: Tablet) => Promise<void>): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'lanong-tablet-'))
  await withServices(
    async (services) => {
      const authenticate = async () => ({ facility: 1, actor: nurse })
      const server = await buildServer({ services, modules, webRoot, authenticate })
      await server.listen({ host: '127.0.0.1', port: 0 })
      const ctx = systemContext(services)
      await givenHospital(ctx)
      const { encounterId } = await givenStay(ctx, { since: new Date(Date.now() - 2 * 86_400_000) })
      const way = await cutNetwork((server.server.address() as AddressInfo).port)
      way.answer = sessionOnly
      // A profile of its own, as of an installed application: a private window keeps and installs nothing.
      const browser = await chromium.launchPersistentContext(profile, {
        executablePath: findChromium(),
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--lang=vi'],
        locale: 'vi',
        timezoneId: 'Asia/Ho_Chi_Minh',
        viewport: { width: 820, height: 1180 },
      })
      browser.setDefaultTimeout(15_000)
      try {
        await work({ ctx, encounterId, way, browser })
      } finally {
        await browser.close()
        way.close()
        await server.close()
        rmSync(profile, { recursive: true, force: true })
      }
    },
    { guards: modules.flatMap((module) => module.guards ?? []), now: () => new Date() },
  )
}

const sessionOnly: CutNetwork['answer'] = (path) =>
  path === '/api/session' ? { type: 'application/json', body: session } : undefined

const isWrite = ({ method, path }: Parameters<CutNetwork['fate']>[0]) =>
  method === 'POST' && path.endsWith('/fluids')
const away = (): Fate => 'lost'

async function fluids({ browser, way, encounterId }: Tablet): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(`${way.url}/stay/${encounterId}/fluids`)
  await page.getByRole('button', { name: 'Nước tiểu' }).click()
  return page
}

async function measure(page: Page, millilitres: number): Promise<void> {
  const field = page.getByRole('textbox', { name: /^Thể tích/ })
  await field.fill(String(millilitres))
  await page.getByRole('button', { name: 'Ghi dịch' }).click()
}

async function until(page: Page, holds: () => Promise<unknown>, what: string): Promise<void> {
  for (let looks = 0; looks < 150; looks += 1) {
    if (await holds()) return
    await page.waitForTimeout(100)
  }
  await page.screenshot({ path: `${pictureFolder('kept')}/in-vain.png` })
  throw new Error(`in vain waited for: ${what}`)
}

/** The field is empty again: the act is stored, or it waits. */
const settled = (page: Page) =>
  until(
    page,
    async () => (await page.getByRole('textbox', { name: /^Thể tích/ }).inputValue()) === '',
    'empty field',
  )
const controlled = (page: Page) =>
  until(page, () => page.evaluate('navigator.serviceWorker.controller !== null'), 'the service worker')
const trayGone = (page: Page) =>
  page.getByText(/việc giữ trên máy này/).waitFor({ state: 'detached', timeout: 45_000 })

async function stored({ ctx, encounterId }: Tablet): Promise<number[]> {
  const found = await searchResources<Observation>(ctx, 'Observation', {
    encounter: `Encounter/${encounterId}`,
    code: `${cs.fluid}|`,
    _count: '200',
  })
  return found.map(({ valueQuantity }) => Number(valueQuantity?.value)).sort((a, b) => a - b)
}

/** The same fates every time, whatever the machine. */
function drawn(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

describe('acts that meet a lost connection', () => {
  const open = opened<Tablet>(installed)
  afterEach(async () => {
    const { way, browser } = open()
    way.fate = () => 'pass'
    way.answer = sessionOnly
    await Promise.all(browser.pages().map((page) => page.close()))
  })

  it('are stored once each, wherever the connection is cut', async () => {
    const page = await fluids(open())
    const next = drawn(2611)
    const fates: readonly Fate[] = ['pass', 'lost', 'answer-lost', 'twice', 'silent']
    let silent = false
    open().way.fate = (asked) => {
      if (!isWrite(asked)) return 'pass'
      const fate = fates[Math.floor(next() * fates.length)] ?? 'pass'
      // Silence costs the full patience of the screen: once is enough.
      const now = fate === 'silent' && silent ? 'lost' : fate
      silent ||= now === 'silent'
      return now
    }
    const volumes = Array.from({ length: 8 }, (_, n) => 101 + n)
    for (const volume of volumes) {
      await measure(page, volume)
      await settled(page)
    }
    open().way.fate = () => 'pass'
    await trayGone(page)
    assert.deepEqual(await stored(open()), volumes)
  })

  it('made in two tabs are sent by one of them, once', async () => {
    const [first, second] = [await fluids(open()), await fluids(open())]
    open().way.fate = away
    for (const [page, volume] of [
      [first, 201],
      [second, 202],
      [first, 203],
    ] as const) {
      await page.bringToFront()
      await measure(page, volume)
      await settled(page)
    }
    open().way.fate = () => 'pass'
    await Promise.all([trayGone(first), trayGone(second)])
    assert.deepEqual((await stored(open())).slice(-3), [201, 202, 203])
  })

  it('outlive the tab that is killed while they are on their way', async () => {
    const page = await fluids(open())
    let asked = false
    open().way.fate = (one) => {
      asked ||= isWrite(one)
      return isWrite(one) ? 'silent' : 'pass'
    }
    await measure(page, 301)
    while (!asked) await page.waitForTimeout(20)
    await page.close()
    open().way.fate = () => 'pass'
    const again = await fluids(open())
    await until(again, async () => (await stored(open())).includes(301), 'the act of the tab that was killed')
    await trayGone(again)
    assert.deepEqual(
      (await stored(open())).filter((one) => one === 301),
      [301],
    )
  })

  it('stand through a reload without a network, in an application that can be installed', async () => {
    const page = await fluids(open())
    const devtools = await open().browser.newCDPSession(page)
    const manifest = await devtools.send('Page.getAppManifest')
    assert.deepEqual(manifest.errors, [])
    assert.match(manifest.data ?? '', /"display": "standalone"/)
    assert.deepEqual((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors, [])
    await controlled(page)
    open().way.fate = away
    await measure(page, 401)
    await page.getByText(/1 việc giữ trên máy này/).waitFor()
    await page.reload()
    await page.getByText(/1 việc đang giữ trên máy này/).waitFor()
    await page.screenshot({ path: `${pictureFolder('kept')}/reload-820.png` })
    open().way.fate = () => 'pass'
    await page.getByRole('button', { name: 'Nước tiểu' }).waitFor()
    for (let looks = 0; looks < 50 && !(await stored(open())).includes(401); looks += 1)
      await page.waitForTimeout(200)
    assert.deepEqual((await stored(open())).slice(-1), [401])
  })

  it('stand through a new version of the application', async () => {
    const page = await fluids(open())
    await controlled(page)
    open().way.fate = away
    await measure(page, 501)
    await page.getByText(/1 việc giữ trên máy này/).waitFor()
    const worker = readFileSync(join(webRoot, 'service-worker.js'), 'utf8')
    const build = /const build = '(\w+)'/.exec(worker)?.[1] ?? ''
    assert.match(build, /^[0-9a-f]{8}$/)
    open().way.answer = (path) => {
      if (path === '/service-worker.js')
        return { type: 'text/javascript', body: worker.replace(build, 'feedfeed') }
      if (path === '/version.json') return { type: 'application/json', body: '{"build":"feedfeed"}' }
      return sessionOnly(path)
    }
    open().way.fate = () => 'pass'
    await page.getByRole('button', { name: /bản mới/ }).waitFor({ timeout: 30_000 })
    const shells = `caches.keys().then((names) => names.includes('lanong-shell-feedfeed'))`
    await until(page, () => page.evaluate(shells), 'the shell of the new version')
    await trayGone(page)
    assert.deepEqual((await stored(open())).slice(-1), [501])
  })
})
