import { writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { pictureFolder } from '#tests/support/browser.ts'

/** Pictures at the widths of a desk, a tablet and a phone, for a person to look at. */
export async function pictures(page: Page, name: string): Promise<void> {
  for (const width of [820, 390, 1280]) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
    await page.waitForTimeout(200)
    await page.screenshot({ path: `${pictureFolder('forms-families')}/${name}-${width}.png` })
  }
}

/** Keeps a printed paper beside the pictures. */
export function keepPaper(name: string, pdf: Buffer): void {
  writeFileSync(`${pictureFolder('forms-families')}/${name}.pdf`, pdf)
}
