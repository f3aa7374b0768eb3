// Takes the pictures of the documents: `npm run pictures`. Starts a fresh demo hospital, looks at it, and stops it.
import { mkdirSync, rmSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { openBrowser } from '../tests/support/browser.ts'
import { freshFolder, startProgram } from '../tests/support/program.ts'

const folder = new URL('../docs/pictures/', import.meta.url)
const widths = {
  desktop: { width: 1440, height: 900 },
  tablet: { width: 1024, height: 768 },
  phone: { width: 390, height: 844 },
} as const

interface Row {
  readonly id: string
  readonly patientId: string
  readonly state: string
}

/** The patient with the most records, so that there are trends to see. */
function mostSeen(rows: readonly Row[]): string {
  const counts = Map.groupBy(rows, (row) => row.patientId)
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0] ?? ''
}

async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {})
  await page.evaluate('document.fonts.ready')
  await page.waitForTimeout(400)
}

const dataDir = freshFolder()
const program = await startProgram(['demo'], dataDir)
const browser = await openBrowser()
try {
  mkdirSync(folder, { recursive: true })
  for (const [name, viewport] of Object.entries(widths)) {
    const context = await browser.newContext({
      viewport,
      // A tablet and a phone are pointed at with a finger: other sizes, no keys shown.
      hasTouch: viewport.width < 1280,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      colorScheme: 'light',
    })
    await context.addInitScript(`localStorage.setItem('lo.theme', 'light')`)
    const page = await context.newPage()
    const logIn = (userName: string) =>
      page.request.post(`${program.url}/api/session`, { data: { userName, password: `${userName}-Demo-2026` } })
    const take = async (userName: string, path: string, picture: string) => {
      await logIn(userName)
      await page.goto(program.url + path)
      await settle(page)
      await page.screenshot({ path: new URL(`${picture}-${name}.png`, folder).pathname })
    }
    await logIn('luutru')
    const { rows } = (await (await page.request.get(`${program.url}/api/records?count=200`)).json()) as {
      rows: Row[]
    }
    const patientId = mostSeen(rows)
    await take('tiepdon', '/reception', 'reception')
    await take('bacsi', `/patients/${patientId}`, 'chart')
    await take('luutru', '/records', 'records')
    await context.close()
  }
} finally {
  await browser.close()
  await program.stop()
  rmSync(dataDir, { recursive: true, force: true })
}
