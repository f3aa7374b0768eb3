import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Encounter } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import { readResource } from '#store/read.ts'
import { archives, confirmsPaper, lackingOf, sealsAll } from '#tests/support/closing-papers.ts'
import { type WardJourney, withWardJourney } from '#tests/support/ward-journey.ts'
import { completes, completesSheet, signsAll, writesSheet } from '#tests/support/ward-papers.ts'
import { accepts, asksIntensiveCare, concludes, reviewsDeath } from './deterioration/meetings.ts'
import {
  admits,
  answersCall,
  course,
  measuresAndCalls,
  movesToIntensiveCare,
  patientName,
} from './deterioration/ward.ts'

const staff = ['noi-truong', 'dd-noi', 'hscc', 'dd-hscc'].map((id) => `practitioner-${id}`)

/** The score calls, the doctor answers and asks intensive care, whose doctor comes; the minutes are signed. */
async function deteriorates(hospital: WardJourney, stayId: string): Promise<void> {
  await hospital.at('2026-11-24T08:00')
  await measuresAndCalls(await hospital.desk('dd-noi'), stayId)
  const doctor = await hospital.desk('noi-truong')
  await answersCall(doctor, stayId)
  const meeting = await asksIntensiveCare(doctor, stayId)
  await hospital.at('2026-11-24T08:10')
  const consultant = await hospital.desk('hscc')
  await accepts(consultant)
  await hospital.at('2026-11-24T08:25')
  await concludes(doctor, meeting)
  assert.deepEqual(await signsAll(doctor), ['27/BV2'])
  assert.deepEqual(await signsAll(consultant), ['27/BV2'])
}

/** A day in intensive care: told to the family, watched at level 1, written and signed. */
async function liesInIntensiveCare(hospital: WardJourney, stayId: string): Promise<void> {
  const doctor = await hospital.desk('hscc')
  await writesSheet(hospital, doctor, stayId, '42-BV2')
  await doctor.send('POST', `/api/stays/${stayId}/care-level`, { code: '1' })
  await course(doctor, stayId, {
    subjective: 'Li bì',
    objective: 'Mạch 128, huyết áp 92/54 với noradrenalin',
    assessment: 'Sốc nhiễm khuẩn, suy hô hấp',
    plan: 'Thở máy, vận mạch, kháng sinh phổ rộng',
    careLevel: 'level1',
  })
  const nurse = await hospital.desk('dd-hscc')
  await completes(hospital, nurse, stayId, '40-BV2')
  await confirmsPaper(nurse, stayId, '40/BV2', { name: patientName, witness: 'Trần Thị Lụa' })
  await writesSheet(hospital, nurse, stayId, '37-BV2')
  await nurse.open(`/stay/${stayId}/charts?chart=day`)
  await nurse.page.locator('canvas').waitFor()
}

/** The death with its notice, and every sheet of the stay closed and signed. */
async function dies(hospital: WardJourney, stayId: string): Promise<void> {
  await hospital.at('2026-11-24T20:00')
  const doctor = await hospital.desk('hscc')
  const diagnosis = { code: 'A41.9', text: 'Nhiễm khuẩn huyết' }
  await doctor.send('POST', `/api/stays/${stayId}/discharge`, { disposition: 'death', diagnosis })
  await completes(hospital, doctor, stayId, 'TT25-05')
  await completes(hospital, doctor, stayId, '01-BV1')
  for (const form of ['36-BV2', '42-BV2']) await completesSheet(doctor, stayId, form)
  await completesSheet(await hospital.desk('dd-hscc'), stayId, '37-BV2')
}

it('a patient who gets worse is called out, consulted on, moved, dies, is reviewed, and archived for 30 years', () =>
  withWardJourney({ name: 'deterioration', begins: '2026-11-23T07:30', staff }, async (hospital) => {
    const stayId = await admits(hospital)
    await deteriorates(hospital, stayId)
    await movesToIntensiveCare(hospital, stayId)
    await liesInIntensiveCare(hospital, stayId)
    await dies(hospital, stayId)

    await hospital.at('2026-11-26T15:00')
    await reviewsDeath(await hospital.desk('hscc'), patientName)
    for (const who of ['hscc', 'noi-truong', 'dd-noi', 'hscc', 'dd-hscc', 'giamdoc', 'hscc', 'giamdoc'])
      await signsAll(await hospital.desk(who))
    const office = await hospital.desk('luutru')
    await sealsAll(office)
    const { lacks, number } = await lackingOf(await hospital.desk('hscc'), stayId)
    assert.deepEqual(lacks, [])
    await archives(office, number)

    const { extension } = await readResource<Encounter>(hospital.ctx, 'Encounter', stayId)
    const retention = extension?.find(({ url }) => url === ext.retention)?.extension
    assert.equal(retention?.find(({ url }) => url === 'class')?.valueCode, 'death')
    assert.equal(retention?.find(({ url }) => url === 'years')?.valueInteger, 30)
    assert.deepEqual(hospital.faults, [])
  }))
