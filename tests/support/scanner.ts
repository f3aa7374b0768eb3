import type { Page } from 'playwright-core'

/** A character every 4 ms by the events' own clock, however slow this machine is, and Enter. */
export async function scanLikeDevice(page: Page, text: string): Promise<void> {
  const device = await page.context().newCDPSession(page)
  const start = Date.now() / 1000
  const keys = [...text].map((key) => ({ key, text: key }))
  for (const [at, key] of [...keys, { key: 'Enter', text: '\r' }].entries()) {
    const timestamp = start + at * 0.004
    await device.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, timestamp })
    await device.send('Input.dispatchKeyEvent', { type: 'keyUp', key: key.key, timestamp: timestamp + 0.001 })
  }
}
