import type { Desk } from './hospital.ts'
import { patientName } from './reception.ts'

const measures = [
  ['Mạch', '88'],
  ['HA tâm thu', '152'],
  ['HA tâm trương', '94'],
  ['Thân nhiệt', '36,8'],
  ['Nhịp thở', '18'],
  ['SpO₂', '98'],
  ['Cân nặng', '56'],
  ['Chiều cao', '155'],
] as const

/** Vital signs with their early-warning score, and the allergy question asked. */
export async function triage(desk: Desk): Promise<void> {
  const { page } = desk
  await desk.open('/triage')
  await page.getByRole('button', { name: patientName }).first().click()
  const form = page.getByRole('region', { name: 'Số đo' })
  for (const [name, value] of measures)
    await form.getByRole('textbox', { name: new RegExp(`^${name}`) }).fill(value)
  await form.getByText('Khí trời').click()
  await form.getByText('Tỉnh', { exact: true }).click()
  await form.getByRole('group', { name: 'Đang có thai' }).getByText('Không', { exact: true }).click()
  await page.getByRole('region', { name: 'NEWS2' }).getByText('Nguy cơ thấp', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Không dị ứng' }).click()
  await page
    .getByText(/Không ghi nhận dị ứng/)
    .first()
    .waitFor()
  await desk.picture('04-triage')
  await page.getByRole('button', { name: /^Lưu sinh hiệu/ }).click()
  await page
    .getByText(/^Đã lưu \d\d:\d\d/)
    .first()
    .waitFor()
  await desk.picture('05-triage-saved', { everyWidth: true })
}
