import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { StayCharts } from '#modules/charts/contract.ts'
import type { StayView } from '#modules/ward/contract.ts'
import { archives, type Confirming, confirmsPaper, lackingOf, sealsAll } from '#tests/support/closing-papers.ts'
import { villageAddress } from '#tests/support/village.ts'
import { type Desk, type WardJourney, withWardJourney } from '#tests/support/ward-journey.ts'
import { completes, completesSheet, signsAll, writesSheet } from '#tests/support/ward-papers.ts'

const mother = {
  name: 'Nguyễn Thị Sen',
  sex: 'female',
  birthDate: '1999-12-31',
  cccd: '042199000634',
  phone: '0999000634',
  ethnicity: '01',
  address: villageAddress('Thôn Đông Hà'),
  contact: { name: 'Lê Văn Tùng', relation: 'Chồng', phone: '0999000635' },
} as const

const admission = {
  departmentId: 'dept-san',
  bedId: 'bed-san-01',
  source: 'direct',
  reason: 'Thai 39 tuần, đau bụng từng cơn, ra nhầy hồng',
  diagnosis: { code: 'O80.0', text: 'Đẻ thường một thai ngôi chỏm' },
  payer: 'self',
} as const

const leaving = { 'stay.dischargedAt': { valueDateTime: '2026-11-25T09:00:00+07:00' } } as const

/** Hour, opening, foetal heart, descent. */
const examinations = [
  ['06:30', '4', '142', '4'],
  ['08:30', '6', '138', '3'],
  ['11:00', '7', '136', '2'],
] as const

async function examines(hospital: WardJourney, stayId: string): Promise<Desk> {
  for (const [at, cervix, heart, descent] of examinations) {
    await hospital.at(`2026-11-23T${at}`)
    const midwife = await hospital.desk('hs-san')
    const { page } = midwife
    await midwife.open(`/stay/${stayId}/charts?chart=labour`)
    const before = await midwife.effort()
    const pad = page.getByRole('region', { name: 'Lần khám mới' })
    await pad.getByLabel('Tim thai (lần/phút)').fill(heart)
    await pad.getByLabel('Cơn co trong 10 phút').fill('3')
    await pad.getByText('20–40 giây').click()
    await pad.getByLabel('Cổ tử cung (cm)').fill(cervix)
    await pad.getByLabel('Độ lọt (phần 5)').fill(descent)
    await pad.getByText('C · nước ối trong').click()
    await pad.getByLabel('Mạch mẹ').fill('88')
    await pad.getByLabel('HA tâm thu').fill('118')
    await pad.getByLabel('HA tâm trương').fill('72')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('row', { name: new RegExp(at) }).waitFor()
    const { actions } = await midwife.effort()
    assert.ok(actions - before.actions <= 12, `${actions - before.actions} actions for one examination`)
  }
  return hospital.desk('hs-san')
}

/** Born at 13:05: measured, in a cot, with a record of its own. */
async function bears(midwife: Desk, stayId: string): Promise<string> {
  const { page } = midwife
  await midwife.open(`/stay/${stayId}/overview`)
  await page.getByRole('button', { name: 'Nhập viện trẻ mới sinh' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Gái', { exact: true }).click()
  await dialog.getByLabel('Sinh lúc').fill('2026-11-23T13:05')
  for (const [name, value] of [
    ['Cân nặng (g)', '3150'],
    ['Dài (cm)', '50'],
    ['Vòng đầu (cm)', '34'],
    ['Apgar 1 phút', '8'],
    ['Apgar 5 phút', '9'],
  ] as const)
    await dialog.getByLabel(name).fill(value)
  await dialog.getByLabel('Nôi, giường').selectOption('bed-san-13')
  await midwife.pictures('02-newborn')
  await dialog.getByRole('button', { name: 'Nhập viện' }).click()
  await page.waitForURL((url) => !url.pathname.includes(stayId) && url.pathname.endsWith('/overview'))
  await page.getByText('CON BÀ NGUYỄN THỊ SEN').first().waitFor()
  await page.getByRole('link', { name: 'Đợt nằm viện của mẹ' }).waitFor()
  await midwife.pictures('03-child')
  return /\/stay\/([^/]+)\//.exec(page.url())?.[1] ?? ''
}

const family = { name: 'Lê Văn Tùng', relation: 'parent', witness: 'Phạm Thị Mơ' }

/** What every record has from its ward: commitment, day sheet and care sheet, their rows signed. */
async function watches(hospital: WardJourney, stayId: string, who: Confirming): Promise<void> {
  const midwife = await hospital.desk('hs-san')
  await completes(hospital, midwife, stayId, '40-BV2')
  await confirmsPaper(midwife, stayId, '40/BV2', who)
  await writesSheet(hospital, await hospital.desk('san'), stayId, '36-BV2')
  await writesSheet(hospital, midwife, stayId, '38-BV2')
}

async function closes(hospital: WardJourney, stayId: string): Promise<void> {
  await completesSheet(await hospital.desk('san'), stayId, '36-BV2')
  await completesSheet(await hospital.desk('hs-san'), stayId, '38-BV2')
}

/** Everybody signs, the office seals and archives. */
async function signs(hospital: WardJourney, stayIds: readonly string[]): Promise<void> {
  const signed = new Set<string>()
  for (const who of ['san', 'hs-san', 'san', 'giamdoc', 'giamdoc'])
    for (const form of await signsAll(await hospital.desk(who))) signed.add(form)
  for (const form of ['05/BV1', '06/BV1', 'TT25-02', 'TT22-GCS']) assert.ok(signed.has(form), form)
  const office = await hospital.desk('luutru')
  const sealed = await sealsAll(office)
  assert.deepEqual([...sealed].sort(), ['TT22-GCS', 'TT25-02', 'TT25-02'])
  for (const stayId of stayIds) {
    const { lacks, number } = await lackingOf(await hospital.desk('san'), stayId)
    assert.deepEqual(lacks, [])
    await archives(office, number)
  }
}

it('a delivery: partograph, a newborn with a record and a cot of its own beside the mother, both go home with papers that all have signed, and both records are archived', () =>
  withWardJourney(
    { name: 'delivery', begins: '2026-11-23T06:00', staff: ['practitioner-hs-san', 'practitioner-san'] },
    async (hospital) => {
      const reception = await hospital.desk('tiepdon')
      const { id: patientId } = await reception.send<{ id: string }>('POST', '/api/patients', { patient: mother })
      const admitting = await hospital.desk('san')
      const { encounterId: stay } = await admitting.send<{ encounterId: string }>('POST', '/api/ward/admissions', {
        patientId,
        ...admission,
      })
      const midwife = await examines(hospital, stay)
      const { page } = midwife
      await page.evaluate("document.querySelector('.lo-page-body')?.scrollTo(0, 0)")
      await page.getByText('Đã vượt đường báo động').first().waitFor()
      await midwife.pictures('01-partograph')
      await page.pdf({ path: 'test-results/delivery/partograph.pdf', preferCSSPageSize: true })
      const charts = await midwife.send<StayCharts>('GET', `/api/stays/${stay}/charts`)
      assert.deepEqual(
        charts.labour.map(({ cervix, descent }) => [cervix, descent]),
        [
          [4, 4],
          [6, 3],
          [7, 2],
        ],
      )

      await hospital.at('2026-11-23T13:30')
      const child = await bears(await hospital.desk('hs-san'), stay)
      const view = await midwife.send<StayView>('GET', `/api/stays/${child}`)
      assert.deepEqual([view.bed?.id, view.weightKg, view.motherStay], ['bed-san-13', '3.150', stay])
      for (const [of, measured] of [
        [
          stay,
          {
            pulse: '84',
            systolic: '112',
            diastolic: '70',
            temperature: '37.1',
            respiration: '18',
            spo2: '98',
            oxygen: '0',
            consciousness: 'A',
            childbed: true,
          },
        ],
        [
          child,
          {
            pulse: '142',
            temperature: '36.9',
            respiration: '44',
            spo2: '97',
            pews: { behaviour: '0', cardiovascular: '0', respiratory: '0', nebulised: '0' },
          },
        ],
      ] as const)
        await midwife.send('POST', `/api/encounters/${of}/vitals`, measured)
      await watches(hospital, stay, { name: mother.name, witness: family.witness })
      await watches(hospital, child, family)

      await hospital.at('2026-11-25T09:00')
      const doctor = await hospital.desk('san')
      for (const [of, diagnosis, forms] of [
        [child, { code: 'Z38.0', text: 'Trẻ đơn thai, sinh tại bệnh viện' }, ['06-BV1', 'TT25-02']],
        [stay, admission.diagnosis, ['05-BV1', 'TT25-02']],
      ] as const) {
        await doctor.send('POST', `/api/stays/${of}/discharge`, { disposition: 'home', diagnosis })
        for (const form of forms) await completes(hospital, doctor, of, form, leaving)
        await closes(hospital, of)
      }
      await completes(hospital, await hospital.desk('hs-san'), stay, 'TT22-GCS')
      await signs(hospital, [stay, child])
      assert.deepEqual(hospital.faults, [])
    },
  ))
