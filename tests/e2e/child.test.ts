import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { MedicinesView } from '#modules/medicines/contract.ts'
import type { CheckedView } from '#modules/order-checks/index.ts'
import type { VitalsSaved } from '#modules/vitals/contract.ts'
import { archives, confirmsPaper, lackingOf, sealsAll } from '#tests/support/closing-papers.ts'
import { villageAddress } from '#tests/support/village.ts'
import { type Desk, type WardJourney, withWardJourney } from '#tests/support/ward-journey.ts'
import { completes, completesSheet, signsAll, writesSheet } from '#tests/support/ward-papers.ts'

const child = {
  name: 'Trần Gia Bảo',
  sex: 'male',
  birthDate: '2022-03-10',
  phone: '0999000711',
  ethnicity: '01',
  noIdentity: 'notBrought',
  address: villageAddress('Thôn Đông Hà'),
  contact: { name: 'Nguyễn Thị Hoa', relation: 'Mẹ', phone: '0999000712' },
} as const

const admission = {
  departmentId: 'dept-nhi',
  bedId: 'bed-nhi-01',
  source: 'direct',
  reason: 'Sốt, ho, thở nhanh ngày thứ hai',
  diagnosis: { code: 'J18.9', text: 'Viêm phổi, không đặc hiệu' },
  payer: 'self',
} as const

const seen = (behaviour: string, cardiovascular: string, respiratory: string) => ({
  pews: { behaviour, cardiovascular, respiratory, nebulised: '0' },
})

const measured = (pulse: string, respiration: string, temperature: string, more: object = {}) => ({
  pulse,
  respiration,
  temperature,
  spo2: '95',
  confirmed: ['pulse', 'respiration', 'temperature', 'weight', 'height'],
  ...more,
})

const line = (drugCode: string, dose: number, at: readonly string[], more: object = {}) => ({
  kind: 'drug',
  id: crypto.randomUUID(),
  drugCode,
  dose,
  schedule: { type: 'hours', at },
  ...more,
})

/** Every dose that is due is given, wristband and pack read. */
async function gives(nurse: Desk, stay: string): Promise<number> {
  const { orders } = await nurse.send<MedicinesView>('GET', `/api/stays/${stay}/medicines`)
  const doses = orders.flatMap(({ requestId, drugCode, cells }) =>
    cells
      .filter(({ state }) => state === 'due' || state === 'late')
      .map(({ dueAt }) => ({ id: crypto.randomUUID(), requestId, dueAt, code: drugCode })),
  )
  if (doses.length > 0) await nurse.send('POST', `/api/stays/${stay}/doses`, { band: `LOVT:${stay}`, doses })
  return doses.length
}

/** Too much and too little are said before the order is placed; what is right by weight passes. */
async function orders(doctor: Desk, stay: string): Promise<void> {
  const path = `/api/stays/${stay}/orders`
  const said = async (lines: readonly object[]) =>
    (await doctor.send<CheckedView>('POST', `${path}/check`, { lines })).alerts
      .filter(({ kind }) => kind === 'dose')
      .map(({ level, what }) => [level, what])
  const hours = ['08:00', '14:00', '20:00']
  assert.deepEqual(await said([line('PARACETAMOL-250G', 2, hours)]), [
    ['stop', 'Quá liều Paracetamol: 500 mg một lần'],
  ])
  assert.deepEqual(await said([line('PARACETAMOL-150G', 0.5, hours)]), [['note', 'Liều Paracetamol thấp']])
  assert.deepEqual(await said([line('AMOXICILIN-250G', 3, hours)]), [
    ['warning', 'Quá liều Amoxicilin: 2250 mg một ngày'],
  ])
  const lines = [line('AMOXICILIN-250G', 2, hours), line('PARACETAMOL-250G', 1, hours)]
  assert.deepEqual(await said(lines), [])
  await doctor.send('POST', path, { lines })
}

async function day(hospital: WardJourney, stay: string, date: string, given: object): Promise<VitalsSaved> {
  await hospital.at(`${date}T08:00`)
  const nurse = await hospital.desk('dd-nhi')
  const saved = await nurse.send<VitalsSaved>('POST', `/api/encounters/${stay}/vitals`, given)
  assert.ok((await gives(nurse, stay)) > 0, `no dose on ${date}`)
  return saved
}

/** On the first day: the commitment, confirmed by the mother, and the sheets of the ward. */
async function begins(hospital: WardJourney, stay: string): Promise<void> {
  const nurse = await hospital.desk('dd-nhi')
  await completes(hospital, nurse, stay, '40-BV2')
  await confirmsPaper(nurse, stay, '40/BV2', {
    name: 'Nguyễn Thị Hoa',
    relation: 'parent',
    witness: 'Phạm Thị Mơ',
  })
  await writesSheet(hospital, await hospital.desk('nhi'), stay, '36-BV2')
  await writesSheet(hospital, nurse, stay, '38-BV2')
}

/** On the last: home, every paper completed, signed and sealed, the record archived. */
async function ends(hospital: WardJourney, stay: string): Promise<void> {
  await hospital.at('2026-11-27T10:00')
  const doctor = await hospital.desk('nhi')
  const nurse = await hospital.desk('dd-nhi')
  const { diagnosis } = admission
  await doctor.send('POST', `/api/stays/${stay}/discharge`, { disposition: 'home', diagnosis })
  const told = { 'stay.dischargedAt': { valueDateTime: '2026-11-27T10:00:00+07:00' } }
  for (const form of ['02-BV1', 'TT25-02']) await completes(hospital, doctor, stay, form, told)
  await completesSheet(doctor, stay, '36-BV2')
  await completesSheet(nurse, stay, '38-BV2')
  for (const who of ['nhi', 'dd-nhi', 'giamdoc', 'giamdoc']) await signsAll(await hospital.desk(who))
  const office = await hospital.desk('luutru')
  assert.deepEqual(await sealsAll(office), ['TT25-02'])
  const { lacks, number } = await lackingOf(doctor, stay)
  assert.deepEqual(lacks, [])
  await archives(office, number)
}

it('a child on the ward for five days: doses by weight, PEWS by age, growth, a new weight that speaks against a dose, home with signed papers', () =>
  withWardJourney(
    { name: 'child', begins: '2026-11-23T07:30', staff: ['practitioner-dd-nhi', 'practitioner-nhi'] },
    async (hospital) => {
      const reception = await hospital.desk('tiepdon')
      const { id: patientId } = await reception.send<{ id: string }>('POST', '/api/patients', { patient: child })
      const doctor = await hospital.desk('nhi')
      const { encounterId: stay } = await doctor.send<{ encounterId: string }>('POST', '/api/ward/admissions', {
        patientId,
        ...admission,
      })
      const nurse = await hospital.desk('dd-nhi')
      const first = measured('136', '38', '39.1', { weight: '17.5', height: '103', ...seen('2', '0', '2') })
      const saved = await nurse.send<VitalsSaved>('POST', `/api/encounters/${stay}/vitals`, first)
      assert.deepEqual([saved.set.warning?.score, saved.set.warning?.total], ['PEWS', 4])
      assert.equal(saved.escalation?.level, 'high')
      await nurse.open(`/stay/${stay}/observations`)
      await nurse.pictures('01-pews')
      await orders(doctor, stay)
      await begins(hospital, stay)
      assert.ok((await gives(nurse, stay)) > 0)

      await day(hospital, stay, '2026-11-24', measured('124', '32', '38.4', seen('1', '0', '1')))
      await day(hospital, stay, '2026-11-25', measured('112', '28', '37.6', seen('0', '0', '1')))
      const fourth = measured('104', '24', '37.0', { weight: '14.2', ...seen('0', '0', '0') })
      await day(hospital, stay, '2026-11-26', fourth)
      await nurse.open(`/stay/${stay}/medicines`)
      await nurse.page.getByText('Quá liều Paracetamol: 250 mg một lần').waitFor()
      await nurse.pictures('02-doses')
      const today = await hospital.desk('nhi')
      await today.open(`/stay/${stay}/orders`)
      await today.page.getByText('Quá liều Paracetamol: 250 mg một lần').waitFor()
      await today.pictures('03-orders')

      await day(
        hospital,
        stay,
        '2026-11-27',
        measured('98', '22', '36.8', { weight: '17.8', ...seen('0', '0', '0') }),
      )
      await nurse.open(`/stay/${stay}/charts?chart=growth`)
      await nurse.page.getByRole('img', { name: 'Cân nặng' }).waitFor()
      await nurse.pictures('04-growth')
      await nurse.page.pdf({ path: 'test-results/child/growth.pdf', preferCSSPageSize: true })
      await nurse.open(`/stay/${stay}/charts?chart=temperature`)
      await nurse.pictures('05-temperature')
      await nurse.page.pdf({ path: 'test-results/child/temperature.pdf', preferCSSPageSize: true })
      await ends(hospital, stay)
      assert.deepEqual(hospital.faults, [])
    },
  ))
