import assert from 'node:assert/strict'
import { type Desk, pin } from './hospital.ts'
import { patientName } from './reception.ts'

const findings = [
  [/^Lý do khám/, 'Đau đầu, chóng mặt 3 ngày'],
  [/^Bệnh sử/, 'Ba ngày nay đau đầu vùng chẩm từng cơn, chóng mặt khi đứng lên, không nôn.'],
  [/^Tiền sử bản thân/, 'Chưa ghi nhận bệnh lý đặc biệt'],
  [/^Khám toàn thân/, 'Tỉnh, tiếp xúc tốt, da niêm mạc hồng, không phù'],
  [/^Khám các bộ phận/, 'Tim đều, T1 T2 rõ. Phổi thông khí đều, không ran. Bụng mềm.'],
] as const
const treatment = 'Nghỉ tại chỗ 15 phút, đo lại huyết áp.'

/** Calls the first of the line and writes what was heard and found. */
export async function examine(desk: Desk): Promise<void> {
  const { page } = desk
  await desk.open('/exam')
  await page.getByRole('button', { name: new RegExp(patientName) }).click()
  await page.getByRole('button', { name: 'Bắt đầu khám' }).click()
  await page.getByRole('button', { name: 'Bắt đầu khám' }).first().waitFor({ state: 'detached' })
  for (const [label, text] of findings) await page.getByRole('textbox', { name: label }).fill(text)
  await page
    .getByText(/^Đã lưu \d\d:\d\d/)
    .first()
    .waitFor()
  await desk.picture('06-exam', { everyWidth: true })
}

/** Types, and the tab is gone before anything was saved: the text comes back. */
export async function losesTab(desk: Desk): Promise<Desk> {
  await desk.page.getByRole('textbox', { name: /^Đã xử lý/ }).fill(treatment)
  const again = await desk.afterKilledTab()
  const field = again.page.getByRole('textbox', { name: /^Đã xử lý/ })
  await field.waitFor()
  await again.page.waitForTimeout(1500)
  assert.equal(await field.inputValue(), treatment, 'a draft is never lost')
  return again
}

export async function orderTests(desk: Desk): Promise<void> {
  const { page } = desk
  await page.getByRole('button', { name: 'Chỉ định xét nghiệm' }).click()
  const panel = page.getByRole('dialog', { name: 'Chỉ định xét nghiệm' })
  for (const word of ['glucose', 'creatinin']) {
    await panel.getByRole('textbox', { name: /Tìm xét nghiệm/ }).fill(word)
    await panel.getByRole('checkbox', { name: `Định lượng ${word}`, exact: true }).check()
  }
  await desk.picture('07-exam-orders')
  await panel.getByRole('button', { name: /^Chỉ định/ }).click()
  await panel.waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'Chỉ định' }).getByText('Chờ lấy mẫu').first().waitFor()
}

/** The page was left open while the laboratory worked. */
export async function seesResults(desk: Desk): Promise<void> {
  const orders = desk.page.getByRole('region', { name: 'Chỉ định' })
  await orders
    .getByText(/2 kết quả mới/)
    .first()
    .waitFor()
  await orders.getByText(/6,4/).first().waitFor()
  await desk.picture('13-exam-results')
}

async function pick(desk: Desk, field: RegExp, words: string, found: RegExp): Promise<void> {
  const box = desk.page.getByRole('textbox', { name: field })
  await box.pressSequentially(words, { delay: 20 })
  await desk.page.getByRole('option', { name: found }).first().waitFor()
  await desk.page.keyboard.press('Enter')
}

export async function conclude(desk: Desk): Promise<void> {
  const { page } = desk
  await pick(desk, /^Tìm chẩn đoán/, 'tang huyet ap', /^I10 /)
  await page.getByRole('region', { name: 'Chẩn đoán' }).getByText('I10').first().waitFor()
  await pick(desk, /^Tìm thuốc/, 'amlodipin', /^Amlodipin 5 mg/)
  await page.getByRole('region', { name: 'Đơn thuốc' }).getByText('Uống sáng 1 viên · 7 ngày').first().waitFor()
  await page
    .getByRole('textbox', { name: /^Hướng xử trí và lời dặn/ })
    .fill('Uống thuốc đều mỗi sáng, ăn giảm muối, đo huyết áp tại nhà.')
  const day = new Date(Date.now() + 7 * 86_400_000)
  await page.getByRole('textbox', { name: 'Hẹn khám lại' }).fill(
    day.toLocaleDateString('vi-VN', {
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      timeZone: 'Asia/Ho_Chi_Minh',
    }),
  )
  await page.getByRole('button', { name: 'Đỡ, giảm' }).click()
  await page.waitForTimeout(1500)
  await desk.picture('14-exam-complete', { everyWidth: true })
  await page.getByRole('button', { name: /^Ký và kết thúc khám/ }).click()
  await page.waitForURL(/\/signing/, { timeout: 60_000 })
}

/** Both papers of the visit are chosen already: the second is opened, one PIN. */
export async function signBoth(desk: Desk): Promise<void> {
  const { page } = desk
  const papers = page.getByRole('region', { name: 'Giấy chờ tôi ký' })
  await papers.getByText('TT26').first().waitFor()
  await papers.getByText('15/BV1').first().waitFor()
  await page.getByText('Đã xem 1/2').waitFor()
  await page.keyboard.press('Alt+N')
  await page.getByText('Đã xem 2/2').waitFor()
  await page.getByRole('textbox', { name: 'Mã PIN khóa ký' }).fill(pin)
  await desk.picture('15-signing-both', { everyWidth: true })
  await page.keyboard.press('Control+Enter')
  await page
    .getByRole('heading', { name: 'Giấy chờ tôi ký' })
    .first()
    .waitFor({ state: 'detached', timeout: 60_000 })
}
