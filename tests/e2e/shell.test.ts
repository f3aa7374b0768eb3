import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { scanLikeDevice, strikeAtOnce } from '#tests/support/scanner.ts'
import { type Answer, type Asked, serveWeb } from '#tests/support/web.ts'

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

/** The least of a server that the shell needs, and what it was asked. */
class Desk {
  readonly asked: Asked[] = []
  readonly drafts = new Map<string, { content: unknown; version: number }>()
  /** Of each person, as the server makes them. */
  readonly keys = new Map<string, string>()
  user = user
  takesDrafts = true
  open = true
  endsAt = ''

  answer = (asked: Asked): Answer | undefined => {
    this.asked.push(asked)
    if (asked.path === '/api/session' && asked.method === 'POST') this.open = true
    if (asked.path === '/api/session/notices') return this.open ? { body: [] } : refused
    if (asked.path.startsWith('/api/session'))
      return this.open ? { body: { user: this.user, csrf: 'x', endsAt: this.endsAt } } : refused
    if (!this.open) return refused
    if (asked.path.startsWith('/api/drafts/')) return this.takesDrafts ? this.draft(asked) : full
    if (asked.path === '/api/kept-key') return { body: { key: this.key() } }
    return undefined
  }

  private key(): string {
    const { id } = this.user
    if (!this.keys.has(id)) this.keys.set(id, randomBytes(32).toString('base64'))
    return this.keys.get(id) ?? ''
  }

  private draft({ method, path, body }: Asked): Answer | undefined {
    const key = path.slice('/api/drafts/'.length)
    const kept = this.drafts.get(key)
    if (method === 'GET') return kept ? { body: { key, ...kept, updatedAt: new Date().toISOString() } } : undefined
    if (method === 'DELETE') this.drafts.delete(key)
    if (method === 'DELETE') return { status: 204 }
    const next = { content: (body as { content: unknown }).content, version: (kept?.version ?? 0) + 1 }
    this.drafts.set(key, next)
    return { body: { key, ...next, updatedAt: new Date().toISOString() } }
  }
}

const full = { status: 503, body: { code: 'common.unavailable', status: 503 } }
const refused = { status: 401, body: { code: 'common.notLoggedIn', status: 401 } }
const forms = '/kit?tab=forms'

describe('the shell', () => {
  let browser: Browser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  async function atDesk(work: (desk: Desk, context: BrowserContext, url: string) => Promise<void>): Promise<void> {
    const desk = new Desk()
    const web = await serveWeb(desk.answer)
    const context = await browser.newContext({ locale: 'vi' })
    try {
      await work(desk, context, web.url)
    } finally {
      await context.close()
      web.close()
    }
  }

  async function openForms(context: BrowserContext, url: string): Promise<Page> {
    const page = await context.newPage()
    await page.goto(url + forms)
    await page.locator('#kit-draft').waitFor()
    return page
  }

  const onDevice = (page: Page) => page.evaluate<string>('Object.entries(localStorage).flat().join(" ")')
  const comesBack = (page: Page, end: string) =>
    page.waitForFunction(`document.querySelector('#kit-draft')?.value.endsWith('${end}')`)

  it('keeps a text sealed on the device: nobody reads it there, and no other person gets it', () =>
    atDesk(async (desk, context, url) => {
      desk.takesDrafts = false
      const page = await openForms(context, url)
      await page.locator('#kit-draft').fill('Ho ra máu, chưa gửi')
      assert.doesNotMatch(await onDevice(page), /Ho ra/)
      assert.match(await onDevice(page), /lo\.sealed\.a1\.kit\/sample/)
      await page.close()
      desk.user = { ...user, id: 'a2', userName: 'bacsi2' }
      const other = await openForms(context, url)
      await other.getByText('Trịnh Thu Thủy').first().waitFor()
      assert.equal(await other.locator('#kit-draft').inputValue(), '')
      await other.close()
      desk.user = user
      await comesBack(await openForms(context, url), 'chưa gửi')
    }))

  it('seals what an older version left readable, and brings it back', () =>
    atDesk(async (_, context, url) => {
      const page = await openForms(context, url)
      const plain = { content: { text: 'Của bản cũ' }, changedAt: '2026-11-23T03:42:00Z', waiting: true }
      await page.evaluate(
        `localStorage.setItem('lo.draft.a1.kit/sample', ${JSON.stringify(JSON.stringify(plain))})`,
      )
      await page.reload()
      await comesBack(page, 'bản cũ')
      assert.doesNotMatch(await onDevice(page), /bản cũ/)
    }))

  it('tells of a draft that does not open and puts it away', () =>
    atDesk(async (desk, context, url) => {
      desk.takesDrafts = false
      const page = await openForms(context, url)
      await page.locator('#kit-draft').fill('Khóa sẽ mất')
      await page.close()
      const key = desk.keys.get('a1') ?? ''
      desk.keys.clear()
      const later = await openForms(context, url)
      await later.getByText('1 bản nháp của bạn giữ trên máy này không mở được').waitFor()
      assert.equal(await later.locator('#kit-draft').inputValue(), '')
      desk.keys.set('a1', key)
      await later.reload()
      await comesBack(later, 'sẽ mất')
      assert.equal(await later.getByText('không mở được').count(), 0)
    }))

  it('brings a text back after the tab was killed, from the device and from the server', () =>
    atDesk(async (desk, context, url) => {
      const first = await openForms(context, url)
      await first.locator('#kit-draft').fill('Ho khan 3 ngày, không sốt')
      await first.getByText(/Đã lưu \d\d:\d\d:\d\d, trên máy và máy chủ/).waitFor()
      assert.deepEqual(desk.drafts.get('kit/sample')?.content, { text: 'Ho khan 3 ngày, không sốt' })
      await first.locator('#kit-draft').fill('Ho khan 3 ngày, không sốt, chưa gửi')
      await first.close({ runBeforeUnload: false })
      const again = await openForms(context, url)
      await again.waitForFunction(`document.querySelector('#kit-draft').value.endsWith('chưa gửi')`)
      const elsewhere = await browser.newContext({ locale: 'vi' })
      await again.waitForTimeout(2500)
      const other = await openForms(elsewhere, url)
      await other.waitForFunction(`document.querySelector('#kit-draft').value.endsWith('chưa gửi')`)
      await elsewhere.close()
    }))

  it('asks for the password over the open screen when the session ends, then repeats what was refused', () =>
    atDesk(async (desk, context, url) => {
      const page = await openForms(context, url)
      desk.open = false
      await page.locator('#kit-draft').fill('Đang viết dở')
      await page.getByText('Phiên làm việc đã hết').waitFor()
      const before = desk.asked.filter(({ method }) => method === 'PUT').at(-1)
      await page.getByRole('dialog').locator('input[name=password]').fill('bacsi-Demo-2026')
      await page.keyboard.press('Enter')
      await page.getByText(/trên máy và máy chủ/).waitFor()
      assert.equal(await page.locator('#kit-draft').inputValue(), 'Đang viết dở')
      const repeated = desk.asked.filter(({ method }) => method === 'PUT').at(-1)
      assert.equal(repeated?.headers['x-command-id'], before?.headers['x-command-id'])
    }))

  it('warns two minutes before the session ends, and stays with one key', () =>
    atDesk(async (desk, context, url) => {
      desk.endsAt = new Date(Date.now() + 100_000).toISOString()
      const page = await openForms(context, url)
      await page.getByText('Phiên làm việc sắp hết', { exact: false }).waitFor()
      assert.match((await page.locator('.lo-bar-notice .lo-num').first().textContent()) ?? '', /^1:\d\d$/)
      const asked = desk.asked.filter(({ path }) => path === '/api/session').at(-1)
      assert.equal(asked?.headers['x-background'], '1')
      desk.endsAt = new Date(Date.now() + 1_800_000).toISOString()
      await page.locator('#kit-draft').focus()
      await page.keyboard.press('F9')
      await page.locator('.lo-bar-notice').waitFor({ state: 'detached' })
      const stayed = desk.asked.filter(({ path }) => path === '/api/session').at(-1)
      assert.equal(stayed?.headers['x-background'], undefined)
    }))

  it('catches a scanner wherever the focus is, and leaves the field as it was', () =>
    atDesk(async (_, context, url) => {
      const page = await openForms(context, url)
      await page.locator('#kit-draft').fill('Trước khi quét')
      await page.locator('#kit-draft').focus()
      const scan = async (text: string) => {
        await scanLikeDevice(page, text)
        await page.getByText(text).waitFor()
      }
      await scan('040059000337||Trần Văn Hậu|14031959')
      assert.equal(await page.locator('#kit-draft').inputValue(), 'Trước khi quét')
      await page.locator('#main').focus()
      await scan('GD4990000000337|Trần Văn Hậu')
      assert.equal(await page.locator('#kit-draft').inputValue(), 'Trước khi quét')
      await page.locator('#main:focus').waitFor()
    }))

  it('takes two keys that a hand strikes at once for two keys, and leaves the focus where it was', () =>
    atDesk(async (_, context, url) => {
      const page = await openForms(context, url)
      await page.locator('#main').focus()
      await strikeAtOnce(page, 'xyz')
      await page.locator('#main:focus').waitFor()
      await strikeAtOnce(page, 'x?')
      await page.getByRole('dialog').getByText('Bảng lệnh').waitFor()
    }))

  it('does not leave a screen under the address of another that is slow to come', () =>
    atDesk(async (_, context, url) => {
      const page = await openForms(context, url)
      const line = Promise.withResolvers<void>()
      await context.route('**/*.js', (route) => line.promise.then(() => route.continue()))
      await page.evaluate(`history.pushState({}, '', '/account/security')`)
      await page.locator('#main[aria-busy=true]').waitFor()
      await page.locator('#kit-draft').waitFor({ state: 'detached' })
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 0)
      line.resolve()
      await page.locator('#main:not([aria-busy])').waitFor()
      await page.evaluate('history.back()')
      await page.locator('#kit-draft').waitFor()
    }))

  it('is worked by keys, which sleep while a person types', () =>
    atDesk(async (_, context, url) => {
      const page = await openForms(context, url)
      await page.locator('#kit-draft').pressSequentially('g h ? ', { delay: 60 })
      assert.equal(await page.getByRole('dialog').count(), 0)
      assert.equal(await page.locator('#kit-draft').inputValue(), 'g h ? ')
      await page.locator('#main').focus()
      await page.keyboard.press('?')
      await page.getByRole('dialog').getByText('Bảng lệnh').waitFor()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Bảng lệnh' }).fill('hom nay')
      await page.keyboard.press('Enter')
      await page.waitForURL(`${url}/`)
    }))

  it('says nothing sideways at 320 pixels, and every control has a name', () =>
    atDesk(async (_, context, url) => {
      const page = await openForms(context, url)
      await page.setViewportSize({ width: 320, height: 700 })
      for (const tab of ['basics', 'forms', 'lists', 'clinical']) {
        await page.goto(`${url}/kit?tab=${tab}`)
        await page.getByRole('tab', { name: tab, selected: true }).waitFor()
        const facts = await page.evaluate(`({
          sideways: document.documentElement.scrollWidth - innerWidth,
          nameless: [...document.querySelectorAll('button, a, input, select, textarea')].filter(
            (one) =>
              !one.textContent.trim() &&
              !one.getAttribute('aria-label') &&
              !one.labels?.length &&
              !one.closest('[aria-hidden=true]'),
          ).length,
        })`)
        assert.deepEqual(facts, { sideways: 0, nameless: 0 }, tab)
      }
    }))

  it('keeps a dialog open that was opened by a double click', () =>
    atDesk(async (_, context, url) => {
      const page = await openForms(context, url)
      await page.getByRole('button', { name: 'SidePanel' }).dblclick()
      await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }))
})
