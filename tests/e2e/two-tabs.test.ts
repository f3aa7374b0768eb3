import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram } from '#tests/support/program.ts'

interface Visit {
  readonly encounterId: string
  readonly patientId: string
  readonly name: string
}

/** One doctor, one browser, two patients: what is written for one never comes to the other. */
describe('two patients in two tabs', () => {
  let program: Program
  let browser: Browser
  let context: BrowserContext
  let visits: readonly [Visit, Visit]
  before(async () => {
    program = await startProgram(['demo', '--patients', '20'], freshFolder())
    browser = await openBrowser()
    context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    context.setDefaultTimeout(20_000)
    const data = { userName: 'bacsi', password: 'bacsi-Demo-2026' }
    const answer = await context.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    visits = await openVisits()
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function openVisits(): Promise<readonly [Visit, Visit]> {
    const queue = await (await context.request.get(`${program.url}/api/queue`)).json()
    const { entries } = queue as { entries: readonly (Visit & { readonly state: string })[] }
    const open = entries.filter(({ state }) => state === 'in-room' || state === 'waiting')
    const [first] = open
    const second = open.find(({ patientId }) => patientId !== first?.patientId)
    assert.ok(first && second, `two patients: ${JSON.stringify(entries[0])}`)
    return [first, second]
  }

  async function openTabs(): Promise<readonly [Page, Page]> {
    const tabs = [await context.newPage(), await context.newPage()] as const
    for (const [n, tab] of tabs.entries()) await tab.goto(`${program.url}/exam/${visits[n]?.encounterId}`)
    for (const tab of tabs) await history(tab).waitFor()
    return tabs
  }

  const history = (page: Page) => page.getByRole('textbox', { name: /^Bệnh sử/ })
  const saved = (page: Page) => page.getByText(/^Đã lưu \d\d:\d\d:\d\d/).first()

  /** Which of the texts the server keeps of each visit. */
  async function kept(texts: readonly [string, string]): Promise<readonly (readonly boolean[])[]> {
    return Promise.all(
      visits.map(async ({ encounterId }) => {
        const exam = await (await context.request.get(`${program.url}/api/encounters/${encounterId}/exam`)).text()
        return texts.map((text) => exam.includes(text))
      }),
    )
  }

  /** The last letters come to the server after those that the screen already calls saved. */
  async function assertKept(texts: readonly [string, string]): Promise<void> {
    for (let looks = 0; looks < 100 && (await kept(texts)).some((one) => !one.includes(true)); looks++)
      await new Promise((next) => setTimeout(next, 100))
    assert.deepEqual(await kept(texts), [
      [true, false],
      [false, true],
    ])
  }

  async function close(tabs: readonly Page[]): Promise<void> {
    for (const tab of tabs) await tab.close()
  }

  it('each show their own patient, also after a look at the other', async () => {
    const tabs = await openTabs()
    for (const at of [0, 1, 0] as const) {
      await tabs[at].bringToFront()
      const heads = tabs[at].locator('.lo-banner h1')
      await heads.first().waitFor()
      assert.deepEqual(await heads.allTextContents(), [visits[at].name.toLocaleUpperCase('vi')])
    }
    await close(tabs)
  })

  it('are written by turns, each text for its own', async () => {
    const tabs = await openTabs()
    const texts = ['Người thứ nhất ho ba ngày', 'Người thứ hai đau bụng'] as const
    for (let at = 0; at < 30; at++)
      for (const n of [0, 1] as const) {
        const letter = texts[n][at]
        if (letter !== undefined) await history(tabs[n]).pressSequentially(letter)
      }
    for (const tab of tabs) await saved(tab).waitFor()
    await assertKept(texts)
    for (const [n, tab] of tabs.entries()) {
      await tab.reload()
      assert.equal(await history(tab).inputValue(), texts[n])
    }
    await close(tabs)
  })

  it('are written without a line, and a tab closed meanwhile: each text comes to its own', async () => {
    const tabs = await openTabs()
    const texts = ['Một: viết khi mất mạng', 'Hai: viết khi mất mạng'] as const
    await context.setOffline(true)
    await history(tabs[0]).fill(texts[0])
    await history(tabs[1]).fill(texts[1])
    await tabs[1].waitForTimeout(1500)
    await tabs[1].close()
    await context.setOffline(false)
    await saved(tabs[0]).waitFor()
    const again = await context.newPage()
    await again.goto(`${program.url}/exam/${visits[1].encounterId}`)
    await history(again).waitFor()
    for (let looks = 0; looks < 100 && (await history(again).inputValue()) !== texts[1]; looks++)
      await again.waitForTimeout(100)
    assert.equal(await history(again).inputValue(), texts[1])
    await saved(again).waitFor()
    await assertKept(texts)
    await close([tabs[0], again])
  })
})
