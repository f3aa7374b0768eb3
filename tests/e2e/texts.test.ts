import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { type Answer, type Asked, serveWeb } from '#tests/support/web.ts'

const user = {
  id: 'a1',
  userName: 'quantri',
  name: 'Trịnh Thu Thủy',
  kind: 'person',
  roles: ['it-administrator'],
  permissions: ['subscriptions.manage'],
  departments: ['CNTT'],
  mustChangePassword: false,
}

const nothing: Answer = { body: { subscriptions: [] } }
const refusal: Answer = { status: 409, body: { code: 'invented.busy', status: 409, title: 'Máy chủ nói bận' } }

const desk =
  (list: Answer) =>
  ({ path }: Asked): Answer | undefined => {
    if (path === '/api/session/notices') return { body: [] }
    if (path.startsWith('/api/session')) return { body: { user, csrf: 'x' } }
    return path === '/api/subscriptions' ? list : undefined
  }

describe('texts of the interface', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  async function atDesk(
    list: Answer,
    work: (page: Page, url: string, texts: () => string[]) => Promise<void>,
  ): Promise<void> {
    const web = await serveWeb(desk(list))
    // What the service worker keeps for later is not what the page asks for.
    const context = await browser.newContext({ locale: 'vi', serviceWorkers: 'block' })
    try {
      const page = await context.newPage()
      const lacking: string[] = []
      page.on('console', (line) => line.text().startsWith('no text for ') && lacking.push(line.text()))
      const asked: string[] = []
      page.on('request', (request) => {
        const name = request.url().match(/\/assets\/((?:vi|en)-[a-z-]+?)-[\w-]{8}\.js$/)?.[1]
        if (name) asked.push(name)
      })
      await work(page, web.url, () => asked.splice(0).sort())
      assert.deepEqual(lacking, [])
    } finally {
      await context.close()
      web.close()
    }
  }

  it('come with the screen, in the language shown, and follow when another is chosen', () =>
    atDesk(nothing, async (page, url, texts) => {
      await page.goto(url)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      const first = texts()
      assert.ok(first.includes('vi-start') && first.includes('vi-shell'), first.join(' '))
      assert.ok(first.length < 10 && first.every((name) => name.startsWith('vi-')), first.join(' '))
      assert.ok(!first.includes('vi-subscriptions'))
      await page.evaluate('window.stays = true')
      await page.locator('a[href="/admin/subscriptions"]').first().click()
      await page.getByText('Chưa có hệ thống nào đăng ký').waitFor()
      assert.deepEqual(texts(), ['vi-subscriptions'])
      await page.locator('button.lo-me').click()
      await page.getByText('English', { exact: true }).click()
      await page.getByText('No system has subscribed').waitFor()
      assert.ok(texts().every((name) => name.startsWith('en-')))
      assert.equal(await page.evaluate('window.stays'), true, 'without a reload')
    }))

  it('of a refusal are those of the server, on any screen', () =>
    atDesk(refusal, async (page, url) => {
      await page.goto(`${url}/admin/subscriptions`)
      await page.getByText('Máy chủ nói bận').waitFor()
    }))
})
