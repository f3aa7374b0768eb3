import assert from 'node:assert/strict'
import type { Desk } from './hospital.ts'

export const card =
  '099181000001|090000001|Trần Thị Mẫu Một|12031981|Nữ|Số 1 phố Thử Nghiệm, Phường Ba Đình, Hà Nội|01072021'
export const patientName = 'Trần Thị Mẫu Một'
export const personalId = '099181000001'

/** From the card to the number on the ticket; answers with the seconds it took. */
export async function receive(desk: Desk): Promise<number> {
  const { page } = desk
  await desk.open('/reception')
  await desk.picture('01-reception-empty')
  const scanned = Date.now()
  await page.getByRole('textbox', { name: /Tìm hoặc quét thẻ/ }).fill(card)
  await page.keyboard.press('Enter')
  assert.equal(await page.getByRole('textbox', { name: /^Họ và tên cần điền/ }).inputValue(), patientName)
  assert.equal(await page.getByRole('textbox', { name: 'Ngày sinh' }).inputValue(), '12/03/1981')
  assert.equal(await page.getByRole('textbox', { name: 'Số định danh (CCCD)' }).inputValue(), personalId)
  await desk.picture('02-reception-card', { everyWidth: true })
  await page.getByRole('button', { name: /^Lưu người bệnh/ }).click()
  await page.getByRole('button', { name: /^Lưu người bệnh/ }).waitFor({ state: 'detached' })
  await page.getByRole('textbox', { name: /^Lý do khám/ }).fill('đau đầu, chóng mặt')
  await page.getByRole('group', { name: 'Phòng khám' }).getByText('Nội 2', { exact: true }).click()
  await page.getByRole('button', { name: /^Cấp số và in phiếu/ }).click()
  const ticket = page.getByRole('region', { name: 'Phiếu số thứ tự' })
  await ticket.getByText('001').waitFor()
  const seconds = (Date.now() - scanned) / 1000
  await ticket.getByText('TRẦN THỊ MẪU MỘT').waitFor()
  await desk.picture('03-reception-number', { everyWidth: true })
  return seconds
}
