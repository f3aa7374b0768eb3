import assert from 'node:assert/strict'
import type { FillList } from '#modules/forms/contract.ts'
import { villageAddress } from '#tests/support/village.ts'
import type { Desk, WardJourney } from '#tests/support/ward-journey.ts'
import { completes, signsRows } from '#tests/support/ward-papers.ts'

export const patientName = 'Trần Văn Khởi'

const person = {
  name: patientName,
  sex: 'male',
  birthDate: '1951-02-19',
  cccd: '042051000733',
  phone: '0999000733',
  ethnicity: '01',
  address: villageAddress('Thôn Kim Sơn'),
  contact: { name: 'Trần Thị Lụa', relation: 'Con', phone: '0999000734' },
}

/** In a bed of internal medicine with pneumonia. */
export async function admits(hospital: WardJourney): Promise<string> {
  const reception = await hospital.desk('tiepdon')
  const { id } = await reception.send<{ id: string }>('POST', '/api/patients', { patient: person })
  const doctor = await hospital.desk('noi-truong')
  const { encounterId } = await doctor.send<{ encounterId: string }>('POST', '/api/ward/admissions', {
    patientId: id,
    departmentId: 'dept-noi',
    bedId: 'bed-noi-05',
    anySex: true,
    source: 'emergency',
    reason: 'Sốt cao, khó thở ngày thứ hai',
    payer: 'self',
    diagnosis: { code: 'J18.9', text: 'Viêm phổi, không đặc hiệu' },
    doctorId: 'practitioner-noi-truong',
  })
  await course(doctor, encounterId, {
    subjective: 'Sốt, khó thở, mệt',
    objective: 'Ran nổ hai đáy phổi, SpO₂ 93 % khí trời',
    assessment: 'Viêm phổi cộng đồng nặng vừa',
    plan: 'Kháng sinh, oxy, theo dõi mỗi 4 giờ',
    careLevel: 'level2',
  })
  return encounterId
}

export interface Course {
  readonly subjective: string
  readonly objective: string
  readonly assessment: string
  readonly plan: string
  readonly careLevel: 'level1' | 'level2'
}

/** An entry of the treatment sheet, signed. */
export async function course(doctor: Desk, stayId: string, text: Course): Promise<void> {
  const { fills } = await doctor.send<FillList>('GET', `/api/fills?encounter=${stayId}`)
  const sheetId = fills.find(({ form, status }) => form === '36-BV2' && status === 'in-progress')?.id
  const saved = await doctor.send<{ sheetId: string }>('PUT', `/api/stays/${stayId}/course`, {
    ...text,
    diet: 'Ăn lỏng qua sonde',
    monitoring: 'Mạch, huyết áp, SpO₂ liên tục',
    sheetId: sheetId ?? crypto.randomUUID(),
    rowId: crypto.randomUUID(),
  })
  await signsRows(doctor, saved.sheetId)
}

/** The nurse measures at the bed without the mouse; the score calls. */
export async function measuresAndCalls({ page, open }: Desk, stayId: string): Promise<void> {
  await open(`/stay/${stayId}/observations`)
  await page.getByLabel(/^Mạch/).waitFor()
  for (const key of ['132', '86', '48', '392', '30', '88', '6\n', 'v', '2'].join(''))
    await page.keyboard.press(key === '\n' ? 'Enter' : key)
  await page.getByText(/Khi lưu sẽ báo: Bác sĩ trực và kíp hồi sức/).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByText('Lời gọi cảnh báo sớm').first().waitFor()
}

/** The doctor takes the call and writes what was found. */
export async function answersCall({ page, open }: Desk, stayId: string): Promise<void> {
  await open(`/stay/${stayId}/observations`)
  await page.getByRole('button', { name: 'Tôi nhận' }).click()
  await page.getByLabel('Đã thấy gì, xử trí gì').fill('Tụt huyết áp, li bì; bù dịch, oxy mặt nạ, mời hồi sức')
  await page.getByRole('button', { name: 'Ghi trả lời' }).click()
  await page.getByText(/NEWS2 \d+ · Tụt huyết áp, li bì/).waitFor()
}

/** Asked, with both hand-over papers, and accepted into a bed of intensive care. */
export async function movesToIntensiveCare(hospital: WardJourney, stayId: string): Promise<void> {
  const doctor = await hospital.desk('noi-truong')
  await doctor.send('POST', `/api/stays/${stayId}/transfer`, {
    departmentId: 'dept-hscc',
    reason: 'Sốc nhiễm khuẩn, theo kết luận hội chẩn',
  })
  await completes(hospital, doctor, stayId, '43-BV2')
  await completes(hospital, await hospital.desk('dd-noi'), stayId, '44-BV2')
  const receiving = await hospital.desk('hscc')
  const { page, open } = receiving
  await open('/ward?department=dept-hscc')
  await page.getByRole('button', { name: /^Nhận/ }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog
    .getByRole('combobox', { name: /Giường/ })
    .or(dialog.getByLabel(/Giường/))
    .first()
    .selectOption({ index: 1 })
  await dialog.getByRole('button', { name: 'Nhận người bệnh' }).click()
  const anyway = dialog.getByRole('button', { name: 'Vẫn xếp giường này' })
  await Promise.race([dialog.waitFor({ state: 'detached' }), anyway.click().catch(() => undefined)])
  await dialog.waitFor({ state: 'detached' })
  const stay = await receiving.send<{ department: { id: string } }>('GET', `/api/stays/${stayId}`)
  assert.equal(stay.department.id, 'dept-hscc')
}
