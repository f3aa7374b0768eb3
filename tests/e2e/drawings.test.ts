import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { serveWeb } from '#tests/support/web.ts'

const user = {
  id: 'a1',
  userName: 'bacsi',
  name: 'Trịnh Thu Thủy',
  kind: 'person',
  roles: ['doctor'],
  permissions: [],
  departments: ['KKB'],
  mustChangePassword: false,
}
const session = { user, csrf: 'x', endsAt: new Date(Date.now() + 3_600_000).toISOString() }

interface Stored {
  readonly chart?: { readonly teeth?: Readonly<Record<string, unknown>>; readonly areas?: unknown }
  readonly marks?: readonly { readonly t: string }[]
}

/** What the editor would store. */
async function stored(page: Page, kind: string): Promise<Stored> {
  const text = await page.locator(`output[data-drawing="${kind}"]`).textContent()
  return text ? (JSON.parse(text) as Stored) : {}
}

const untilStored = (page: Page, kind: string, part: string) =>
  page.waitForFunction(
    `document.querySelector('output[data-drawing="${kind}"]').textContent.includes(${JSON.stringify(part)})`,
  )

const untilFocused = (page: Page, tooth: string) =>
  page.waitForFunction(`document.activeElement?.dataset.tooth === '${tooth}'`)

async function drag(page: Page, glass: Locator, from: readonly [number, number], to: readonly [number, number]) {
  const box = await glass.boundingBox()
  assert.ok(box)
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const
  await page.mouse.move(...at(from))
  await page.mouse.down()
  await page.mouse.move(...at(to), { steps: 6 })
  await page.mouse.up()
}

describe('editors of clinical drawings', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  async function atKit(work: (page: Page) => Promise<void>): Promise<void> {
    const web = await serveWeb(({ path }) => (path === '/api/session' ? { body: session } : undefined))
    const context = await browser.newContext({ locale: 'vi', viewport: { width: 1200, height: 900 } })
    try {
      const page = await context.newPage()
      await page.goto(`${web.url}/kit?tab=drawings`)
      await page.waitForFunction(`document.querySelectorAll('.dr-editor').length === 7`)
      await work(page)
    } finally {
      await context.close()
      web.close()
    }
  }

  it('the tooth chart is filled in by keys alone, and taken back', () =>
    atKit(async (page) => {
      await page.locator('[data-tooth="11"]').focus()
      await page.keyboard.press('ArrowLeft')
      await untilFocused(page, '12')
      await page.keyboard.press('ArrowLeft')
      await untilFocused(page, '13')
      const fields = page.getByRole('group', { name: 'Răng 13', exact: true })
      await fields.getByLabel('mất do sâu').focus()
      await page.keyboard.press('Space')
      await untilStored(page, 'teeth', '"13"')
      assert.deepEqual((await stored(page, 'teeth')).chart?.teeth, { 13: { states: ['missing'], surfaces: {} } })
      await page.locator('[data-tooth="13"]').focus()
      await page.keyboard.press('ArrowDown')
      await untilFocused(page, '53')
      const below = page.getByRole('group', { name: 'Răng 53', exact: true })
      await below.getByLabel('Mặt nhai (O)').selectOption('caries')
      await untilStored(page, 'teeth', '"53"')
      await page.getByRole('button', { name: 'Bước lại' }).first().press('Enter')
      await page.waitForFunction(
        `!document.querySelector('output[data-drawing="teeth"]').textContent.includes('"53"')`,
      )
      assert.deepEqual(Object.keys((await stored(page, 'teeth')).chart?.teeth ?? {}), ['13'])
    }))

  it('an arrow held down walks on, for it is no scanner', () =>
    atKit(async (page) => {
      await page.locator('[data-tooth="11"]').focus()
      await page.evaluate(`for (let n = 0; n < 5; n++)
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, repeat: n > 0 }))`)
      await untilFocused(page, '16')
      await page.evaluate(`for (const key of ['ArrowRight', 'ArrowRight'])
        document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))`)
      await untilFocused(page, '14')
    }))

  it('a surface is touched, a line drawn and erased with the pointer', () =>
    atKit(async (page) => {
      const editor = page.getByRole('group', { name: 'teeth' })
      await editor.locator('[data-region="16.O"]').click()
      await untilStored(page, 'teeth', '"O":"caries"')
      await editor.getByText('Bút', { exact: true }).click()
      const glass = editor.locator('.dr-canvas svg')
      await drag(page, glass, [0.2, 0.45], [0.6, 0.55])
      await untilStored(page, 'teeth', '"pen"')
      assert.deepEqual(
        (await stored(page, 'teeth')).marks?.map(({ t }) => t),
        ['pen'],
      )
      await editor.getByText('Tẩy', { exact: true }).click()
      await drag(page, glass, [0.4, 0.3], [0.4, 0.7])
      await page.waitForFunction(
        `!document.querySelector('output[data-drawing="teeth"]').textContent.includes('"pen"')`,
      )
      assert.deepEqual((await stored(page, 'teeth')).chart?.teeth, {
        16: { states: [], surfaces: { O: 'caries' } },
      })
    }))

  it('a burned part takes its whole area by the age of the child, then half, then none', () =>
    atKit(async (page) => {
      const head = page.getByRole('group', { name: 'burn-body' }).locator('[data-region="front.head"]')
      await head.click()
      await untilStored(page, 'burn-body', '"II":8.5')
      await head.click()
      await untilStored(page, 'burn-body', '"II":4.25')
      await head.click()
      await page.waitForFunction(
        `!document.querySelector('output[data-drawing="burn-body"]').textContent.includes('"II"')`,
      )
    }))
})
