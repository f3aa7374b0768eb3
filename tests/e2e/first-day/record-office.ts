import type { Download } from 'playwright-core'
import type { Desk } from './hospital.ts'

/** The doctor ends the visit: nothing is missing and everything is signed. */
export async function finishVisit(desk: Desk): Promise<void> {
  const { page } = desk
  await page.getByRole('link', { name: /kết thúc lượt khám$/ }).click()
  await page.getByText('Đủ giấy tờ và chữ ký').first().waitFor()
  await desk.picture('16-record-open')
  await page.getByRole('button', { name: 'Kết thúc khám' }).click()
  await page.getByRole('button', { name: 'Kết thúc khám' }).first().waitFor({ state: 'detached' })
}

/** Everything of the patient on one page. */
export async function looksAtChart(desk: Desk, encounterId: string): Promise<void> {
  await desk.open(`/exam/${encounterId}`)
  await desk.page.getByRole('link', { name: 'Mở bệnh án một trang' }).click()
  await desk.page.waitForURL(/\/patients\//)
  await desk.page.getByText('Amlodipin 5 mg').first().waitFor()
  await desk.page.getByText('Bệnh lý tăng huyết áp').first().waitFor()
  await desk.picture('16-chart', { everyWidth: true })
}

/** Completes, hands in, accepts and archives. */
export async function archive(desk: Desk): Promise<void> {
  const { page } = desk
  await desk.open('/records')
  await page.getByText('TRẦN THỊ MẪU MỘT').or(page.getByText('Trần Thị Mẫu Một')).first().waitFor()
  await desk.picture('17-records-office', { everyWidth: true })
  await page.getByRole('button', { name: 'Hoàn chỉnh', exact: true }).click()
  await page.getByText('Hồ sơ đã hoàn chỉnh').first().waitFor()
  await desk.open('/records?tab=completed')
  await desk.picture('18-records-completed')
  await page.getByRole('button', { name: 'Nộp hồ sơ', exact: true }).click()
  await page.getByText('Đã nộp hồ sơ').first().waitFor()
  await desk.open('/records?tab=submitted')
  await page.getByRole('button', { name: 'Nhận hồ sơ', exact: true }).click()
  await page.getByText('Đã nhận hồ sơ').first().waitFor()
  await desk.open('/records?tab=accepted')
  await page.getByRole('button', { name: 'Lưu trữ', exact: true }).click()
  await page.getByText('Đã lưu trữ', { exact: true }).last().waitFor()
  await desk.open('/records?tab=archived')
  await desk.picture('19-records-archived')
}

/** The inspector finds the record by a name without accents, opens it and takes it along. */
export async function findAndExport(desk: Desk, encounterId: string): Promise<Download> {
  const { page } = desk
  await desk.open('/records?tab=all')
  await page.getByRole('searchbox', { name: /^Số hồ sơ, họ tên/ }).fill('tran thi mau')
  await page.locator(`a[href="/records/${encounterId}"]`).first().waitFor()
  await desk.picture('20-inspector-found')
  await page.locator(`a[href="/records/${encounterId}"]`).click()
  await page.getByText('Hồ sơ đã đóng. Chỉ đọc').first().waitFor()
  await desk.picture('21-inspector-record', { everyWidth: true })
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Xuất hồ sơ' }).click()
  return download
}
