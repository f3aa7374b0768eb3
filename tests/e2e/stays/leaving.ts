import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { confirmsPaper } from '#tests/support/closing-papers.ts'
import { type Desk, pin } from '#tests/support/ward-journey.ts'
import { patientName } from './arrival.ts'

/** Opens every paper that is chosen, one key each, and signs all with one PIN. */
export async function signsChosen({ page, pictures }: Desk, name: string): Promise<void> {
  const seen = page.getByText(/^Đã xem \d+\/\d+$/)
  await page.getByRole('textbox', { name: 'Mã PIN khóa ký' }).waitFor()
  for (let looks = 0; looks < 12 && (await seen.count()) > 0; looks++) {
    const [, done = '0', all = '0'] = /(\d+)\/(\d+)/.exec((await seen.textContent()) ?? '') ?? []
    if (done === all) break
    await page.getByText(`Đã xem ${Math.max(Number(done), 1)}/${all}`).waitFor()
    if (Number(done) >= 1) await page.keyboard.press('Alt+N')
    await page.getByText(`Đã xem ${Math.min(Number(done) + 1, Number(all))}/${all}`).waitFor()
  }
  await pictures(name)
  await page.getByRole('textbox', { name: 'Mã PIN khóa ký' }).fill(pin)
  const signed = page.waitForResponse((answer) => answer.url().endsWith('/api/signing/sign'))
  await page.keyboard.press('Control+Enter')
  assert.equal((await signed).status(), 200)
}

const closing = [
  [
    /Quá trình bệnh lý và diễn biến lâm sàng/,
    'Sau năm ngày kháng sinh hết sốt từ ngày thứ ba, ho giảm, ran nổ giảm rõ, ăn được.',
  ],
  [/Tình trạng người bệnh ra viện/, 'Tỉnh, không sốt, thở 18 lần/phút, SpO₂ 97 %, phổi còn ít ran đáy phải.'],
  [
    /Hướng điều trị và các chế độ tiếp theo/,
    'Uống levofloxacin thêm hai ngày, tiếp tục amlodipin, khám lại sau một tuần.',
  ],
] as const

/** From the stay to the discharge, its papers answered, completed and signed. */
export async function discharges(desk: Desk): Promise<void> {
  const { page, pictures } = desk
  await page.getByRole('button', { name: 'Ra viện', exact: true }).click()
  await page.getByRole('button', { name: 'Cho ra viện' }).waitFor()
  await pictures('06-discharge')
  await page.getByRole('button', { name: 'Cho ra viện' }).click()
  await page.waitForURL(/\/closing/)
  await page.getByText('Đỡ, giảm').click()
  for (const [name, text] of closing) await page.getByRole('textbox', { name }).fill(text)
  await pictures('07-closing')
  await finishes(page)
  await signsChosen(desk, '08-signing')
}

/** Completes all forms of the own hand that are open, and goes to sign them. */
export async function finishes(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Mở cả phiếu' }).first().waitFor()
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/signing\?/, { timeout: 60_000 })
}

/** The patient draws the signature on the paper that the nurse holds before him. */
export const patientConfirms = (nurse: Desk, stayId: string, form: string): Promise<void> =>
  confirmsPaper(nurse, stayId, form, { name: patientName, witness: 'Phạm Thị Mơ' })
