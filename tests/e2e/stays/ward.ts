import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import type { FillList, FillView } from '#modules/forms/contract.ts'
import { type Desk, pin, type WardJourney } from '#tests/support/ward-journey.ts'
import { signsRows } from '#tests/support/ward-papers.ts'
import { put } from '../journeys-forms/hands.ts'
import { givesDoses } from './hands.ts'

/** The protocol of the ward in three presses; what speaks against a line is answered before it is placed. */
export async function ordersByProtocol({ page, open, pictures }: Desk, stayId: string): Promise<void> {
  await open(`/stay/${stayId}/orders`)
  await page.getByRole('button', { name: 'Bộ y lệnh' }).click()
  await page.getByRole('button', { name: /^Viêm phổi mắc phải cộng đồng/ }).click()
  await page.getByRole('button', { name: /^Thêm \d+ y lệnh/ }).click()
  await page.getByText(/Dị ứng: Ceftriaxon với Penicillin/).waitFor()
  await pictures('02-orders')
  await page.getByRole('button', { name: 'Vẫn dùng…' }).first().click()
  await page.keyboard.type('Mề đay nhẹ, nguy cơ chéo thấp, theo dõi sát')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await page.getByText(/Đã ra \d+ y lệnh/).waitFor()
}

const firstPart = {
  'stay.referredBy': '2',
  'history.presentIllness': 'Ba ngày nay sốt 38–39 °C, ho đờm vàng, đau ngực phải khi hít sâu, mệt, ăn kém.',
  'exam.general': 'Tỉnh, môi khô, sốt 38,9 °C, không tím, không phù.',
  'organs.respiration': 'Ran nổ đáy phổi phải, rung thanh tăng.',
  'exam.caseSummary':
    'Nam 68 tuổi, tăng huyết áp, sốt ho ba ngày; hội chứng đông đặc đáy phổi phải. CURB-65 1 điểm.',
  'plan.treatment': 'Kháng sinh phối hợp, hạ sốt, theo dõi mỗi 4 giờ, ăn mềm.',
} as const

/** The record of the department is begun on the day of the admission, as far as it is known then. */
export async function writesRecord({ page, open, pictures }: Desk, stayId: string): Promise<void> {
  await open(`/encounters/${stayId}/forms`)
  await page.getByRole('textbox', { name: 'Tìm mẫu' }).or(page.getByRole('searchbox')).first().fill('01bv1')
  await page
    .getByRole('button', { name: /Bệnh án Nội khoa/ })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /Bệnh án Nội khoa/ }).waitFor()
  for (const [linkId, answer] of Object.entries(firstPart)) await put(page, linkId, answer)
  await page.keyboard.press('Control+s')
  await page
    .getByText(/^Đã lưu/)
    .first()
    .waitFor()
  await pictures('03-record')
}

export interface Entry {
  readonly subjective: string
  readonly objective: string
  readonly assessment: string
  readonly plan: string
}

/** The round at the bed: four texts, level and diet, signed with the PIN. */
export async function roundByScreen({ page, open, pictures }: Desk, stayId: string, entry: Entry): Promise<void> {
  await open(`/stay/${stayId}/round`)
  for (const [name, text] of [
    [/^S · /, entry.subjective],
    [/^O · /, entry.objective],
    [/^A · /, entry.assessment],
    [/^P · /, entry.plan],
  ] as const)
    await page.getByRole('textbox', { name }).fill(text)
  await page.getByRole('region', { name: 'Viết diễn biến' }).getByText('Cấp 2', { exact: true }).click()
  await pictures('05-round')
  await page.keyboard.press('Control+Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/PIN/).fill(pin)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('region', { name: 'Các lần trước' }).getByText(entry.subjective).waitFor()
}

/** The same on the days between. */
export async function round(doctor: Desk, stayId: string, entry: Entry): Promise<void> {
  const { fills } = await doctor.send<FillList>('GET', `/api/fills?encounter=${stayId}`)
  const sheetId = fills.find(({ form, status }) => form === '36-BV2' && status === 'in-progress')?.id
  const text = { ...entry, careLevel: 'level2', diet: 'Ăn mềm, dễ tiêu', monitoring: '' }
  const body = { ...text, sheetId: sheetId ?? crypto.randomUUID(), rowId: crypto.randomUUID() }
  const saved = await doctor.send<{ sheetId: string }>('PUT', `/api/stays/${stayId}/course`, body)
  await signsRows(doctor, saved.sheetId)
}

const seen: readonly (readonly [string, readonly string[]])[] = [
  ['entry.assessment.general', ['on-dinh']],
  ['entry.assessment.skin', ['hong']],
  ['entry.care.drugs', ['uong', 'tiem']],
  ['entry.care.hygiene', ['tu-lam']],
  ['entry.care.education', ['thuoc', 'dinh-duong']],
]

/** What only eyes see, in a row that the program has begun from the shift. */
function withSeen(row: QuestionnaireResponseItem): QuestionnaireResponseItem {
  const part = (name: string) => {
    const before = row.item?.find(({ linkId }) => linkId === name)?.item ?? []
    const added = seen
      .filter(([linkId]) => linkId.startsWith(`${name}.`) && !before.some((one) => one.linkId === linkId))
      .map(([linkId, codes]) => ({ linkId, answer: codes.map((code) => ({ valueCoding: { code } })) }))
    const diet =
      name === 'entry.care' ? [{ linkId: 'entry.care.nutrition', answer: [{ valueString: 'Ăn hết suất' }] }] : []
    return {
      linkId: name,
      item: [...before.filter(({ linkId }) => linkId !== 'entry.care.nutrition'), ...added, ...diet],
    }
  }
  const others = (row.item ?? []).filter(({ linkId }) => linkId !== 'entry.assessment' && linkId !== 'entry.care')
  return { ...row, item: [...others, part('entry.assessment'), part('entry.care')] }
}

/** The nurse of the shift: measures, gives what is due, writes and signs the row of the care sheet. */
export async function shift(nurse: Desk, stayId: string, temperature: string, pulse: string): Promise<void> {
  await givesDoses(nurse, stayId)
  await nurse.send('POST', `/api/encounters/${stayId}/vitals`, {
    pulse,
    systolic: '126',
    diastolic: '76',
    temperature,
    respiration: '20',
    spo2: '96',
    consciousness: 'A',
    oxygen: '0',
    confirmed: [],
  })
  const { fillId } = await nurse.send<{ fillId: string }>('POST', `/api/stays/${stayId}/care-sheet`)
  const view = await nurse.send<FillView>('GET', `/api/fills/${fillId}`)
  const response = view.response as unknown as { item: QuestionnaireResponseItem[] }
  const last = response.item.findLastIndex(({ linkId }) => linkId === 'entry')
  const item = response.item.map((one, at) => (at === last ? withSeen(one) : one))
  await nurse.send('PUT', `/api/fills/${fillId}`, { version: view.version, response: { ...response, item } })
  await signsRows(nurse, fillId)
}

/** The commitment on admission, with what was handed over and told. */
export async function informs(nurse: Desk, stayId: string): Promise<void> {
  const id = crypto.randomUUID()
  const view = await nurse.send<FillView>('POST', '/api/fills', { id, form: '40-BV2', encounterId: stayId })
  const { page, open, pictures } = nurse
  await open(`/fills/${view.id}`)
  for (const [linkId, answer] of [
    ['papersGiven.identityCopy', '2'],
    ['papersGiven.insuranceCard', '3'],
    ['commitment.illness', '1'],
    ['commitment.rights', '1'],
    ['commitment.rules', '1'],
    ['commitment.costs', '1'],
    ['commitment.admission', '1'],
  ] as const)
    await put(page, linkId, answer)
  await pictures('04-commitment')
  await page.keyboard.press('Control+Enter')
  await page.waitForURL(/\/documents\//)
}

/** A report of an examination that was ordered, seen by who ordered it. */
export async function chestFilm(hospital: WardJourney, stayId: string): Promise<void> {
  const doctor = await hospital.desk('bacsi')
  const { orders } = await doctor.send<{ orders: readonly { id: string; kind: string; state: string }[] }>(
    'GET',
    `/api/stays/${stayId}/orders`,
  )
  for (const { id } of orders.filter(({ kind, state }) => kind === 'imaging' && state === 'active')) {
    await doctor.send('POST', `/api/orders/${id}/perform`, {
      result: 'Đám mờ đồng nhất đáy phổi phải, hình phế quản hơi.',
    })
    await doctor.send('POST', `/api/orders/${id}/seen`)
  }
}
