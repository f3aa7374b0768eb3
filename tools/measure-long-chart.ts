// Measures every screen of a patient with 2,000 visits and 50,000 observations: `node tools/measure-long-chart.ts [rounds]`.
// Wants the screens built (`npm run build:web`). Starts a demo hospital in a fresh folder, writes the patient over FHIR, opens the screens in a browser, and asks
// the server again for what each of them asked.
import { rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { type Desk, openDesk } from '../src/app/hospital-day/desk.ts'
import { openBrowser } from '../tests/support/browser.ts'
import { freshFolder, startProgram } from '../tests/support/program.ts'
import { longChart } from './long-chart/resources.ts'
import { type ClinicalScreen, clinicalScreens } from './long-chart/screens.ts'

const rounds = Number(process.argv[2] ?? 30)
const opened = 5
const user = 'bacsi'
const password = `${user}-Demo-2026`
const say = (line: string) => void process.stdout.write(`${line}\n`)

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`
}

async function systemToken(url: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'demo-system',
    client_secret: 'demo-system',
  })
  const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body })
  if (!answer.ok) throw new Error(await answer.text())
  return ((await answer.json()) as { access_token: string }).access_token
}

async function write(url: string): Promise<void> {
  let written = 0
  for (const bundle of longChart()) {
    // A token of its own: on a busy machine one would not last until the end.
    const token = await systemToken(url)
    const answer = await fetch(`${url}/fhir/R4`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(bundle),
    })
    const text = await answer.text()
    const { entry = [] } = JSON.parse(text) as { entry?: { response?: { status?: string } }[] }
    const refused = entry.find((one) => !one.response?.status?.startsWith('2'))
    if (!answer.ok || refused) throw new Error(JSON.stringify(refused ?? text).slice(0, 2000))
    written += entry.length
  }
  say(`${written} resources written`)
}

/** In the browser: when the last answer was there, or the last paint, milliseconds after the navigation began. */
const lastSeen = `Math.max(
  ...performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/') && !name.includes('/api/live'))
    .map(({ responseEnd }) => responseEnd),
  ...performance.getEntriesByType('paint').map(({ startTime }) => startTime),
)`

/** Milliseconds until the last answer was there and painted, and what was asked. */
async function openScreen(page: Page, url: string): Promise<{ ms: number; asked: readonly string[] }> {
  const asked = new Set<string>()
  // What is not there, as a draft that nobody wrote, is asked by the screen and not again below.
  const listen = (answer: { url(): string; ok(): boolean; request(): { method(): string } }) => {
    const { pathname, search } = new URL(answer.url())
    if (answer.request().method() !== 'GET' || !answer.ok()) return
    if (pathname.startsWith('/api/') && pathname !== '/api/live') asked.add(pathname + search)
  }
  page.on('response', listen)
  await page.goto(url, { waitUntil: 'networkidle' })
  page.off('response', listen)
  const ms = Number(await page.evaluate(lastSeen))
  return { ms, asked: [...asked] }
}

async function measureScreen(page: Page, doctor: Desk, url: string, screen: ClinicalScreen): Promise<void> {
  const shown: number[] = []
  let paths: readonly string[] = []
  for (let n = 0; n <= opened; n++) {
    const { ms, asked } = await openScreen(page, url + screen.path)
    if (n > 0) shown.push(ms)
    paths = asked
  }
  const taken: number[] = []
  for (let round = -3; round < rounds; round++) {
    const startedAt = performance.now()
    await Promise.all(paths.map((path) => doctor.send('GET', path)))
    if (round >= 0) taken.push(performance.now() - startedAt)
  }
  say(`${screen.name}: server, ${paths.length} requests at once, ${spread(taken)}; on screen ${spread(shown)}`)
  say(`  slowest alone: ${(await slowest(doctor, paths)).join(', ')}`)
}

/** The three requests that take longest when nothing else is asked, with milliseconds. */
async function slowest(doctor: Desk, paths: readonly string[]): Promise<readonly string[]> {
  const alone: { readonly path: string; readonly ms: number }[] = []
  for (const path of paths) {
    const startedAt = performance.now()
    await doctor.send('GET', path)
    alone.push({ path, ms: performance.now() - startedAt })
  }
  return alone
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 3)
    .map(({ path, ms }) => `${path} ${ms.toFixed(0)} ms`)
}

const dataDir = freshFolder()
const program = await startProgram(['demo'], dataDir)
const browser = await openBrowser()
try {
  await write(program.url)
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(program.url)
  await page.getByLabel('Tên đăng nhập').fill(user)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Màn hình' }).waitFor()
  const doctor = await openDesk(program.url, user, password)
  for (const screen of clinicalScreens()) await measureScreen(page, doctor, program.url, screen)
} finally {
  await browser.close()
  await program.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
