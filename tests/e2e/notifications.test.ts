import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram, systemToken } from '#tests/support/program.ts'
import { freePort, type Receiver, withReceiver } from '#tests/support/receiver.ts'

const observation = (id: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8302-2' }] },
})

describe('notifications of other systems', () => {
  let program: Program
  let browser: Browser
  let port: number
  before(async () => {
    port = await freePort()
    program = await startProgram(['demo', '--patients', '3'], freshFolder(), {
      LANONG_SUBSCRIPTION_ENDPOINTS: `http://127.0.0.1:${port}`,
    })
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function desk(): Promise<Page> {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const data = { userName: 'quantri', password: 'quantri-Demo-2026' }
    const answer = await page.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    return page
  }

  async function put(token: string, resource: { resourceType: string; id: string }): Promise<void> {
    const answer = await fetch(`${program.url}/fhir/R4/${resource.resourceType}/${resource.id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
      body: JSON.stringify(resource),
    })
    assert.ok(answer.ok, await answer.text())
  }

  const subscription = (receiver: Receiver) => ({
    resourceType: 'Subscription',
    id: 'heights',
    status: 'requested',
    reason: 'Chiều cao cho hệ thống ngoài',
    criteria: 'Observation?code=http://loinc.org|8302-2',
    channel: { type: 'rest-hook', endpoint: receiver.address },
  })

  /** The figures that the screen shows beside delivered, waiting and given up. */
  async function figures(page: Page): Promise<readonly number[]> {
    const shown: number[] = []
    for (const label of ['Đã nhận', 'Đang chờ', 'Đã bỏ sau nhiều lần thử']) {
      const value = page.locator('dt', { hasText: label }).locator('xpath=following-sibling::dd[1]')
      shown.push(Number(((await value.textContent()) ?? '').replace(/\D/g, '')))
    }
    return shown
  }

  /** Reloads until the screen shows these figures, which also are all that were sent. */
  async function shows(page: Page, sent: number, expected: readonly [number, number, number]): Promise<void> {
    let shown: readonly number[] = []
    for (let tries = 0; tries < 40; tries++) {
      await page.goto(`${program.url}/admin/subscriptions/heights`)
      await page.getByText('Chiều cao cho hệ thống ngoài').first().waitFor()
      shown = await figures(page)
      if (String(shown) === String(expected)) break
      await page.waitForTimeout(500)
    }
    assert.deepEqual(shown, expected)
    const events = page.getByRole('table', { name: 'Sự kiện' })
    await events.getByRole('row').nth(sent).waitFor()
    assert.equal(await events.getByRole('row').count(), sent + 1, 'one row an event, and the head')
    assert.equal(
      shown.reduce((sum, one) => sum + one, 0),
      sent,
    )
  }

  it('are shown with nothing left out: sent is delivered, waiting and given up', () =>
    withReceiver(async (receiver) => {
      const token = await systemToken(program.url)
      const page = await desk()
      await put(token, subscription(receiver))
      await put(token, observation('a'))
      await put(token, observation('b'))
      await shows(page, 2, [2, 0, 0])
      receiver.answer = 503
      await put(token, observation('c'))
      await shows(page, 3, [2, 1, 0])
      await page.getByText('the receiver answered 503').first().waitFor()
      await page.screenshot({ path: `${pictureFolder('notifications')}/trouble.png`, fullPage: true })
      receiver.answer = 200
      await page.getByRole('button', { name: 'Thử gửi lại' }).click()
      await shows(page, 3, [3, 0, 0])
      assert.equal(receiver.received.filter((one) => one.method === 'POST').length >= 4, true)
      await page.context().close()
    }, port))
})
