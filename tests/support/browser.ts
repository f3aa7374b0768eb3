import { existsSync, mkdirSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { installPackages } from './debian.ts'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of Chromium; on Debian as root the package is installed when absent. */
export function findChromium(): string {
  const asked = process.env['LANONG_CHROMIUM']
  const found = asked ? [asked] : known
  const there = found.find((path) => existsSync(path))
  if (there) return there
  installPackages('chromium')
  const installed = known.find((path) => existsSync(path))
  if (!installed)
    throw new Error('Journeys need Chromium: install the package chromium, or set LANONG_CHROMIUM to its path.')
  return installed
}

/** Tells of each key that a screen showed in the place of a text, whichever journey it was. */
function watchTexts(browser: Browser): Browser {
  const newContext = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await newContext(options)
    context.on('console', (line) => {
      if (line.text().startsWith('no text for '))
        process.stderr.write(`${line.page()?.url() ?? 'a page'}: ${line.text()}\n`)
    })
    return context
  }
  return browser
}

export async function openBrowser(more: readonly string[] = []): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
      '--lang=vi',
      ...more,
    ],
  })
  return watchTexts(browser)
}

/** Folder for pictures a journey leaves. */
export function pictureFolder(journey: string): string {
  const folder = `test-results/${journey}`
  mkdirSync(folder, { recursive: true })
  return folder
}
