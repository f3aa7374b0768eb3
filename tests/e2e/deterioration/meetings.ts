import type { Desk } from '#tests/support/ward-journey.ts'

const question = 'Sốc nhiễm khuẩn, xin chuyển hồi sức'

/** Asks intensive care for an urgent consultation; the id of the meeting. */
export async function asksIntensiveCare({ page, open, pictures }: Desk, stayId: string): Promise<string> {
  await open(`/stay/${stayId}/consultations`)
  await page.getByRole('button', { name: 'Mời hội chẩn' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Hội chẩn liên khoa').click()
  await dialog.getByText('Khẩn', { exact: true }).click()
  await dialog.getByRole('textbox', { name: /Lý do hội chẩn/ }).fill(question)
  await dialog.getByLabel('Khoa được mời').selectOption({ label: 'Khoa Hồi sức cấp cứu' })
  await dialog.getByRole('textbox', { name: 'Thư ký' }).fill('Oanh')
  await page.getByRole('option', { name: /Hà Kim Oanh/ }).click()
  await pictures('03-ask')
  await dialog.getByRole('button', { name: 'Gửi lời mời' }).click()
  await page.waitForURL(/\/consultations\//)
  return page.url().split('/').at(-1) ?? ''
}

/** The invited department sees it among what waits; its doctor accepts and says what he thinks. */
export async function accepts({ page, open }: Desk): Promise<void> {
  await open('/consultations')
  await page.getByText(question).click()
  await page.getByRole('button', { name: /^Nhận lời cho/ }).click()
  await page.getByRole('textbox', { name: 'Ý kiến của tôi' }).fill('Sốc nhiễm khuẩn, cần vận mạch và hồi sức ngay')
  await page.getByRole('button', { name: 'Ghi ý kiến' }).click()
  await page.getByText('Đã ghi ý kiến').waitFor()
}

/** The secretary writes the minutes; the course stands there already, the opinions are one press away. */
export async function concludes({ page, open, pictures }: Desk, id: string): Promise<void> {
  await open(`/consultations/${id}`)
  await page.getByLabel('Họp lúc').fill('2026-11-24T08:15')
  await names(page, 'Chủ tọa', 'Hồ Bảo An')
  await page.getByRole('button', { name: 'Chép ý kiến vào kết luận' }).click()
  await page
    .getByRole('textbox', { name: /^Hướng điều trị tiếp/ })
    .fill('Chuyển khoa Hồi sức cấp cứu, noradrenalin, kháng sinh phổ rộng')
  await pictures('05-minutes')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Đã kết luận').first().waitFor()
}

async function names(page: Desk['page'], office: string, name: string): Promise<void> {
  const minutes = page.getByRole('region', { name: 'Biên bản' })
  await minutes.getByRole('textbox', { name: office }).fill(name)
  await page.getByRole('option', { name: new RegExp(name) }).click()
}

const reviewed = {
  'Tóm tắt tiền sử bệnh': 'Tăng huyết áp nhiều năm',
  'Tình trạng lúc vào viện': 'Tỉnh, sốt cao, thở nhanh, SpO₂ 93 % khí trời',
  'Nguyên nhân tử vong': 'Sốc nhiễm khuẩn do viêm phổi',
  'Tiếp đón': 'Kịp thời',
  'Thăm khám, chẩn đoán, tiên lượng': 'Chẩn đoán đúng, tiên lượng nặng từ ngày thứ hai',
  'Điều trị': 'Kháng sinh trong giờ đầu, vận mạch đúng phác đồ',
  'Chăm sóc': 'Chăm sóc cấp 1, theo dõi mỗi giờ',
  'Kết luận': 'Tử vong do bệnh nặng; báo động được trả lời trong hạn',
} as const

/** From the list of deaths to a review that is held, in minutes that secretary and chair will sign. */
export async function reviewsDeath({ page, open, pictures }: Desk, patientName: string): Promise<void> {
  await open('/deaths')
  await page.getByText('Chưa kiểm thảo').first().waitFor()
  await pictures('08-deaths')
  await page.getByText(patientName).first().click()
  await page.getByRole('button', { name: 'Chuẩn bị kiểm thảo' }).click()
  const dialog = page.getByRole('dialog')
  for (const [office, name] of [
    ['Chủ tọa', 'Hà Kim Oanh'],
    ['Thư ký', 'Hồ Bảo An'],
  ] as const) {
    // The dialog puts the focus into itself once it stands; what was typed before that would lose it again.
    await dialog.getByRole('textbox', { name: office }).click()
    await dialog.getByRole('textbox', { name: office }).fill(name)
    await page.getByRole('option', { name: new RegExp(name) }).click()
  }
  await dialog.getByRole('button', { name: 'Chuẩn bị kiểm thảo' }).click()
  await page.waitForURL(/\/consultations\//)
  await page.getByLabel('Họp lúc').fill('2026-11-26T14:00')
  await page.getByLabel('Địa điểm').fill('Hội trường khoa Hồi sức cấp cứu')
  for (const [name, text] of Object.entries(reviewed))
    await page.getByRole('textbox', { name: new RegExp(`^${name}`) }).fill(text)
  await pictures('09-review')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Đã kết luận').first().waitFor()
}
