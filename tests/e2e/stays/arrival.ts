import { villageAddress } from '#tests/support/village.ts'
import type { Desk, WardJourney } from '#tests/support/ward-journey.ts'

export const patientName = 'Phạm Văn Lịch'

const person = {
  name: patientName,
  sex: 'male',
  birthDate: '1958-04-17',
  cccd: '042058000421',
  phone: '0999000421',
  ethnicity: '01',
  address: villageAddress('Thôn Đông Hà'),
  contact: { name: 'Phạm Thị Mơ', relation: 'Vợ', phone: '0999000422' },
} as const

const measured = {
  pulse: '104',
  systolic: '128',
  diastolic: '76',
  temperature: '38.9',
  respiration: '24',
  spo2: '94',
  weight: '61.5',
  height: '165',
  consciousness: 'A',
  oxygen: '0',
  confirmed: ['pulse', 'systolic', 'diastolic', 'temperature', 'respiration', 'spo2', 'weight', 'height'],
}

const found = {
  reason: 'Ho, sốt, đau ngực phải ngày thứ ba',
  history: 'Ba ngày nay sốt 38–39 °C, ho đờm vàng, đau ngực phải khi hít sâu, mệt, ăn kém.',
  ownHistory: 'Tăng huyết áp 10 năm, dùng amlodipin đều.',
  familyHistory: 'Chưa ghi nhận bệnh lý đặc biệt',
  general: 'Tỉnh, môi khô, sốt, không tím',
  organs: 'Phổi phải ran nổ đáy, rung thanh tăng. Tim đều. Bụng mềm.',
}

/** The outpatient visit that ends in the admission; the journey of a first day proves these screens. */
export async function comesToTheClinic(hospital: WardJourney): Promise<string> {
  const reception = await hospital.desk('tiepdon')
  const { id } = await reception.send<{ id: string }>('POST', '/api/patients', { patient: person })
  const { encounterId } = await reception.send<{ encounterId: string }>('POST', '/api/encounters/check-in', {
    patientId: id,
    roomId: 'room-noi-2',
    reason: found.reason,
    payer: 'self',
  })
  const nurse = await hospital.desk('dieuduong')
  await nurse.send('POST', `/api/patients/${id}/allergies`, {
    kind: 'allergy',
    substance: 'Penicillin',
    reaction: 'Mề đay',
  })
  await nurse.send('POST', `/api/encounters/${encounterId}/vitals`, measured)
  const doctor = await hospital.desk('bacsi')
  await doctor.send('POST', `/api/queue/${encounterId}/call`)
  await doctor.send('POST', `/api/queue/${encounterId}/start`)
  const url = `/api/encounters/${encounterId}`
  await doctor.send('PUT', `${url}/exam`, { version: null, values: found })
  const { diagnoses } = await doctor.send<{ diagnoses: { basis: string } }>('GET', `${url}/exam`)
  await doctor.send('PUT', `${url}/diagnoses`, {
    basis: diagnoses.basis,
    diagnoses: [{ code: 'J18.9' }, { code: 'I10' }],
  })
  return id
}

/** From the board: who, from where, into which bed; what he came for is known from the visit. */
export async function admits({ page, open, pictures }: Desk): Promise<string> {
  await open('/ward?department=dept-noi')
  await page.locator('.lo-bed', { hasText: '12' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Nhập viện' }).click()
  await dialog.getByRole('textbox', { name: /Người bệnh/ }).fill(patientName)
  await page.getByRole('option', { name: new RegExp(patientName) }).click()
  await dialog.getByText(/^Lượt khám .*Ho, sốt/).waitFor()
  await dialog.getByText('Tự trả').click()
  await pictures('01-admission')
  await dialog.getByRole('button', { name: 'Nhập viện' }).click()
  await page.waitForURL(/\/stay\/.*\/overview/)
  return /\/stay\/([^/]+)\//.exec(page.url())?.[1] ?? ''
}
