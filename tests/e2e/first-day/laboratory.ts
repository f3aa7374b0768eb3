import type { Desk } from './hospital.ts'
import { patientName } from './reception.ts'
import { signPaper } from './signing.ts'

/** Sample, label, receipt, results, second look, release: each is the one primary button of the screen. */
export async function workSheet(desk: Desk): Promise<void> {
  const { page } = desk
  await desk.open('/laboratory')
  await desk.picture('08-laboratory')
  await page.getByText(patientName).first().click()
  await page.getByRole('button', { name: /^Lấy mẫu và in nhãn/ }).click()
  const labels = page.getByRole('dialog', { name: /^Nhãn ống mẫu/ })
  await labels
    .locator('iframe')
    .contentFrame()
    .getByText(/MẪU MỘT/i)
    .first()
    .waitFor()
  await desk.picture('09-laboratory-labels')
  await labels.getByRole('button', { name: 'Quay lại' }).click()
  await page.getByRole('button', { name: /^Nhận mẫu/ }).click()
  await page.getByRole('textbox', { name: 'Kết quả Định lượng glucose' }).fill('6,4')
  await page.getByRole('textbox', { name: 'Kết quả Định lượng creatinin' }).fill('92')
  await desk.picture('10-laboratory-results')
  for (const act of [/^Lưu kết quả/, /^Duyệt kết quả/, /^Phát hành/])
    await page.getByRole('button', { name: act }).click()
  await page.getByText('Đã phát hành 2 kết quả').first().waitFor()
  await desk.picture('11-laboratory-released', { everyWidth: true })
}

export async function signSheet(desk: Desk): Promise<void> {
  await desk.open('/signing')
  await signPaper(desk, '16/BV2', '12-signing-sheet')
}
