import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { scanLikeDevice } from '#tests/support/scanner.ts'
import { type Answer, type Asked, serveWeb } from '#tests/support/web.ts'

const person = {
  id: 's1',
  name: 'Trịnh Thu Thủy',
  lockedAt: '2026-11-23T03:00:00Z',
  until: '2026-11-23T11:00:00Z',
  pin: true,
  badge: true,
}

/** A locked computer with one person behind it, who comes back with none of the ways. */
class LockedDesk {
  readonly given: unknown[] = []

  answer = ({ method, path, body }: Asked): Answer | undefined => {
    if (path === '/api/session/parked') return { body: [person] }
    if (path === '/api/session/return' && method === 'POST') {
      this.given.push(body)
      return { status: 401, body: { code: 'identity.notHere', title: 'Không nhận ra', status: 401 } }
    }
    return path.startsWith('/api/session') ? { status: 401, body: { code: 'common.notLoggedIn' } } : undefined
  }
}

describe('coming back at a shared computer', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  async function atDesk(work: (desk: LockedDesk, page: Page) => Promise<void>): Promise<void> {
    const desk = new LockedDesk()
    const web = await serveWeb(desk.answer)
    const context = await browser.newContext({ locale: 'vi' })
    try {
      const page = await context.newPage()
      await page.goto(web.url)
      await page.getByText(person.name).click()
      await page.getByLabel('PIN', { exact: true }).focus()
      await work(desk, page)
    } finally {
      await context.close()
      web.close()
    }
  }

  const told = async (page: Page, desk: LockedDesk) => {
    await page.getByText('Không nhận ra').waitFor()
    return desk.given
  }

  it('a PIN typed as fast as a scanner is a PIN, never a badge', () =>
    atDesk(async (desk, page) => {
      await scanLikeDevice(page, '202611')
      assert.deepEqual(await told(page, desk), [{ session: 's1', pin: '202611' }])
    }))

  it('a badge scanned while the PIN field has the focus is a badge', () =>
    atDesk(async (desk, page) => {
      await scanLikeDevice(page, 'LOB-ABCDEFGH234567')
      assert.deepEqual(await told(page, desk), [{ badge: 'LOB-ABCDEFGH234567' }])
      assert.equal(await page.getByLabel('PIN', { exact: true }).inputValue(), '')
    }))

  it('a card of digits alone scanned into the PIN field is a badge', () =>
    atDesk(async (desk, page) => {
      await scanLikeDevice(page, '0400590003')
      assert.deepEqual(await told(page, desk), [{ badge: '0400590003' }])
    }))
})
