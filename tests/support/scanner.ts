import type { Page } from 'playwright-core'

interface Key {
  readonly key: string
  readonly text: string
}

const charactersOf = (text: string): Key[] => [...text].map((key) => ({ key, text: key }))

async function strike(page: Page, keys: readonly Key[]): Promise<void> {
  const device = await page.context().newCDPSession(page)
  const start = Date.now() / 1000
  for (const [at, key] of keys.entries()) {
    const timestamp = start + at * 0.004
    await device.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, timestamp })
    await device.send('Input.dispatchKeyEvent', { type: 'keyUp', key: key.key, timestamp: timestamp + 0.001 })
  }
}

/** Keys 4 ms apart by the events' own clock, however slow this machine is: fingers that fall at once. */
export const strikeAtOnce = (page: Page, text: string): Promise<void> => strike(page, charactersOf(text))

/** A character every 4 ms by the events' own clock, and Enter. */
export const scanLikeDevice = (page: Page, text: string): Promise<void> =>
  strike(page, [...charactersOf(text), { key: 'Enter', text: '\r' }])
