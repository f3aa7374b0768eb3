import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { uuidv7 } from '#kernel/ids.ts'
import { openBrowser, pictureFolder } from '#tests/support/browser.ts'
import { freshFolder, type Program, startProgram } from '#tests/support/program.ts'

interface Board {
  readonly rooms: readonly { readonly beds: readonly { readonly patient?: { readonly encounterId: string } }[] }[]
}

interface Stay {
  readonly status: string
  readonly recordState: string
  readonly department: { readonly id: string }
}

/** A patient comes to a bed, goes to another ward, and home. */
describe('the wards', () => {
  let program: Program
  let browser: Browser
  before(async () => {
    program = await startProgram(['demo', '--patients', '6'], freshFolder())
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
    await program.stop()
  })

  async function desk(userName: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const data = { userName, password: `${userName}-Demo-2026` }
    const answer = await page.request.post(`${program.url}/api/session`, { data })
    assert.equal(answer.status(), 200, await answer.text())
    return page
  }

  const pictures = pictureFolder('ward')
  async function pictured(page: Page, name: string): Promise<void> {
    for (const width of [390, 820, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await page.screenshot({ path: `${pictures}/${name}-${width}.png` })
    }
  }

  it('take a patient in, pass him on when the other ward accepts, and let him go', async () => {
    const page = await desk('bacsi')
    await page.goto(`${program.url}/ward?department=dept-tmh`)
    await page.locator('.lo-bed[data-state="free"]').first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Nhập viện' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: /Người bệnh/ }).fill('Đặng Thị Huyền')
    await page
      .getByRole('option', { name: /Đặng Thị Huyền/ })
      .first()
      .click()
    await form.getByRole('textbox', { name: /Lý do vào viện/ }).fill('Sốt, đau họng, nuốt khó')
    await form.getByRole('button', { name: 'Nhập viện' }).click()
    const anyway = form.getByRole('button', { name: 'Vẫn xếp giường này' })
    await Promise.race([page.waitForURL(/\/overview/), anyway.click().catch(() => undefined)])
    await page.waitForURL(/\/stay\/.*\/overview/)
    const id = /\/stay\/([^/]+)\//.exec(page.url())?.[1]
    const stay = async () => (await (await page.request.get(`${program.url}/api/stays/${id}`)).json()) as Stay
    assert.equal((await stay()).status, 'in-progress')

    await page.getByRole('button', { name: 'Chuyển khoa' }).click()
    await form.getByRole('combobox').selectOption('dept-mat')
    await form.getByRole('textbox', { name: /Lý do chuyển/ }).fill('Viêm kết mạc nặng kèm theo')
    await form.getByRole('checkbox').check()
    await form.getByRole('button', { name: 'Xin chuyển khoa' }).click()
    await page.getByText(/Chờ Khoa Mắt nhận/).waitFor()
    assert.equal((await stay()).department.id, 'dept-tmh')
    await pictured(page, 'stay')

    await page.goto(`${program.url}/ward?department=dept-mat`)
    await page.getByRole('button', { name: 'Nhận', exact: true }).click()
    await form.getByRole('combobox').selectOption({ index: 1 })
    await form.getByRole('button', { name: 'Nhận người bệnh' }).click()
    await page.locator('.lo-bed', { hasText: 'Đặng Thị Huyền' }).waitFor()
    assert.equal((await stay()).department.id, 'dept-mat')

    await page.goto(`${program.url}/stay/${id}/discharge`)
    await page.getByText('TT25-02').first().waitFor()
    await page.getByRole('textbox', { name: /Bệnh chính/ }).fill('J02.9')
    await page.getByRole('option').first().click()
    await pictured(page, 'discharge')
    await page.getByRole('button', { name: 'Cho ra viện' }).click()
    await page.waitForURL(/\/closing/)
    await page.getByText('Giấy ra viện').first().waitFor()
    const ended = await stay()
    assert.deepEqual([ended.status, ended.recordState], ['finished', 'finished'])
    await page.goto(`${program.url}/ward?department=dept-noi`)
    await page.locator('.lo-bed').first().waitFor()
    await pictured(page, 'board')
  })

  it('take whom the examination sends: two presses from the list to a bed; the next is sent back with the reason', async () => {
    const page = await desk('bacsi')
    const { entries } = (await (await page.request.get(`${program.url}/api/queue`)).json()) as {
      entries: { encounterId: string; name: string; state: string }[]
    }
    const open = entries.filter(({ state }) => state !== 'done' && state !== 'cancelled')
    const [one, other] = [open[0], open[1]]
    assert.ok(one && other, 'two patients wait at the rooms of the demo hospital')
    const dialog = page.getByRole('dialog')
    for (const [visit, urgent] of [
      [one, true],
      [other, false],
    ] as const) {
      await page.goto(`${program.url}/exam/${visit.encounterId}`)
      await page.getByRole('button', { name: 'Nhập viện' }).click()
      await dialog.getByRole('combobox').selectOption('dept-tmh')
      await dialog.getByRole('textbox', { name: 'Lý do nhập viện' }).fill('Áp xe quanh amidan, khó nuốt')
      if (urgent) await dialog.getByRole('checkbox').check()
      await dialog.getByRole('button', { name: 'Gửi đến khoa' }).click()
      await page.getByText(/^Chờ giường Khoa Tai/).waitFor()
    }
    await pictured(page, 'asked-exam')

    await page.goto(`${program.url}/ward?department=dept-tmh`)
    const panel = page.getByRole('region', { name: 'Chờ nhập viện' })
    await pictured(page, 'asked-board')
    await panel.getByRole('group', { name: one.name }).getByRole('button', { name: 'Xếp giường' }).click()
    await page.locator('.lo-bed[data-state="free"]').first().click()
    const anyway = page.getByRole('button', { name: 'Vẫn xếp giường này' })
    const taken = page.locator('.lo-bed[data-state="taken"]', { hasText: one.name })
    await Promise.race([taken.waitFor(), anyway.click().catch(() => undefined)])
    await taken.waitFor()

    await panel.getByRole('button', { name: other.name }).click()
    await dialog.getByRole('textbox', { name: /Lý do nếu trả lại/ }).fill('Điều trị ngoại trú được')
    await dialog.getByRole('button', { name: 'Trả lại' }).click()
    await panel.waitFor({ state: 'detached' })
    await page.goto(`${program.url}/exam/${other.encounterId}`)
    await page.getByText(/trả lại$/).waitFor()
  })

  it('are worked by keys alone: a bed is isolated, cleaned, and a patient moved', async () => {
    const page = await desk('bacsi')
    await page.goto(`${program.url}/ward?department=dept-noi`)
    const free = page.locator('.lo-bed[data-state="free"]')
    await free.first().focus()
    const bed = () => page.evaluate<string>("document.activeElement?.getAttribute('data-bed')")
    const first = await bed()
    const tile = page.locator(`[data-bed="${first}"]`)
    await page.keyboard.press('c')
    await page.locator(`[data-bed="${first}"][data-state="isolated"]`).waitFor()
    await tile.focus()
    await page.keyboard.press('c')
    await page.locator(`[data-bed="${first}"][data-state="free"]`).waitFor()
    await tile.focus()
    await page.keyboard.press('v')
    await page.locator(`[data-bed="${first}"][data-state="cleaning"]`).waitFor()
    await tile.focus()
    await page.keyboard.press('ArrowRight')
    assert.notEqual(await bed(), first)
    const name = await page.locator('.lo-bed[data-state="taken"] .lo-bed-name').first().textContent()
    await page.locator('.lo-bed[data-state="taken"]').first().focus()
    await page.keyboard.press('m')
    await page.getByText(new RegExp(`${name}: chọn giường trống`)).waitFor()
    await page.keyboard.press('Escape')
    await page.getByText(new RegExp(`${name}: chọn giường trống`)).waitFor({ state: 'detached' })
  })

  it('are worked by the mouse: a patient is dragged to a bed, two change places, a bed is cleaned, and kept by its key', async () => {
    const page = await desk('bacsi')
    const board = async () =>
      (await (await page.request.get(`${program.url}/api/ward/board?department=dept-noi`)).json()) as Board
    const { entries } = (await (await page.request.get(`${program.url}/api/queue`)).json()) as {
      entries: { patientId: string; state: string }[]
    }
    const waiting = entries.filter(({ state }) => state !== 'done' && state !== 'cancelled').at(-1)
    assert.ok(waiting, 'somebody waits at a room of the demo hospital')
    const { rooms } = await board()
    const beds = rooms.flatMap((room) => room.beds as { id: string; state: string; patient?: object }[])
    const [bed] = beds.filter(({ state, patient }) => state === 'free' && !patient)
    const csrf = (await page.context().cookies()).find(({ name }) => name === 'lo_csrf')?.value ?? ''
    const admitted = await page.request.post(`${program.url}/api/ward/admissions`, {
      headers: { 'x-csrf-token': csrf, 'x-command-id': uuidv7(), origin: program.url },
      data: {
        patientId: waiting.patientId,
        departmentId: 'dept-noi',
        bedId: bed?.id,
        anySex: true,
        source: 'direct',
        reason: 'Đau bụng',
        diagnosis: { code: 'R10.4', text: 'Đau bụng' },
        payer: 'self',
      },
    })
    assert.equal(admitted.status(), 200, await admitted.text())

    await page.goto(`${program.url}/ward?department=dept-noi`)
    const taken = page.locator('.lo-bed[data-state="taken"]')
    await taken.nth(1).waitFor()
    const nameIn = (id: string | null) => page.locator(`[data-bed="${id}"] .lo-bed-name`)
    /** Rooms of the other sex are asked about once more. */
    async function arrives(name: string | null, bedId: string | null): Promise<void> {
      const there = page.locator(`[data-bed="${bedId}"]`, { hasText: name ?? '' })
      const anyway = page.getByRole('button', { name: 'Vẫn xếp giường này' })
      await Promise.race([there.waitFor(), anyway.click().catch(() => undefined)])
      await there.waitFor()
    }
    const from = await taken.first().getAttribute('data-bed')
    const name = await nameIn(from).textContent()
    const free = page.locator('.lo-bed[data-state="free"]').first()
    const to = await free.getAttribute('data-bed')
    await taken.first().dragTo(free)
    await arrives(name, to)

    const [one, other] = [await taken.nth(0).getAttribute('data-bed'), await taken.nth(1).getAttribute('data-bed')]
    const [first, second] = [await nameIn(one).textContent(), await nameIn(other).textContent()]
    await taken.nth(0).dragTo(taken.nth(1))
    await arrives(first, other)
    await arrives(second, one)

    const clean = page.locator('.lo-bed[data-state="free"]').first()
    const cleaned = await clean.getAttribute('data-bed')
    await page.getByRole('button', { name: /^Vệ sinh/ }).dragTo(clean)
    await page.locator(`[data-bed="${cleaned}"][data-state="cleaning"]`).waitFor()

    const kept = page.locator('.lo-bed[data-state="free"]').first()
    await kept.focus()
    await page.keyboard.press('h')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('.lo-bed:focus').waitFor()
  })

  it('decide the orders of a round by one key each, and jump under the thumb', async () => {
    const page = await desk('bacsi')
    const { rooms } = (await (
      await page.request.get(`${program.url}/api/ward/board?department=dept-hscc`)
    ).json()) as Board
    const [patient] = rooms.flatMap(({ beds }) => beds.flatMap((bed) => bed.patient ?? []))
    assert.ok(patient, 'somebody lies in intensive care in the demo hospital')
    const stay = `/stay/${patient.encounterId}`
    await page.goto(`${program.url}${stay}/round`)
    const rows = page.getByRole('region', { name: 'Y lệnh đang chạy' }).getByRole('listitem')
    await rows.nth(1).waitFor()
    await page.keyboard.press('Alt+o')
    await page.keyboard.press('1')
    await page.locator('.rd-decide > li[data-verdict="goesOn"]').waitFor()
    await page.waitForFunction(`document.activeElement?.closest('li[data-open]') != null`)
    const looks = await page.evaluate(`['true', 'false'].map((is) => {
      const button = document.querySelector('.rd-decide > li[data-verdict] button[aria-pressed=' + is + ']')
      return getComputedStyle(button).backgroundColor
    })`)
    assert.equal(new Set(looks as string[]).size, 2, 'what was decided is seen')
    await page.keyboard.press('2')
    await page.getByRole('form', { name: 'Lý do' }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('.rd-decide > li[data-verdict="held"]').waitFor()
    const { orders } = (await (
      await page.request.get(`${program.url}/api/stays/${patient.encounterId}/orders`)
    ).json()) as {
      orders: { state: string }[]
    }
    assert.equal(orders.filter(({ state }) => state === 'held').length, 1)
    await pictured(page, 'round-orders')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: 'Đến phần' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Viết diễn biến' }).click()
    await page.getByRole('textbox', { name: /^S · / }).waitFor()
    await pictured(page, 'round-jumped')
  })
})
