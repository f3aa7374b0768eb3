import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, MedicationAdministration, Observation, QuestionnaireResponse } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import {
  bedside,
  codeOf,
  type MedicineWard,
  minutes,
  nurse,
  ten,
  tenOClock,
  withMedicineWard,
} from '#tests/support/medicine-ward.ts'
import { opened } from '#tests/support/ward.ts'
import type { WardView } from './contract.ts'
import type { NeedsView } from './needs-contract.ts'

describe('medicines when needed, infusions, and what a ward needs', () => {
  const open = opened<MedicineWard>(withMedicineWard)
  const { patient, give, dose, orderIn } = bedside(open)

  it('keeps the gap and the most of what is given when needed, and asks what it did', async () => {
    const stay = await patient()
    const id = await open().order(stay, {
      drugCode: 'PARACETAMOL-500',
      dosage: {
        timing: {
          repeat: {
            boundsPeriod: { start: '2026-11-22T09:00:00+07:00' },
            frequency: 1,
            period: 4,
            periodUnit: 'h',
          },
        },
        asNeededCodeableConcept: { text: 'sốt trên 38,5 °C' },
        maxDosePerPeriod: {
          numerator: { value: 2, unit: 'viên' },
          denominator: { value: 1, unit: 'ngày', system: cs.ucum, code: 'd' },
        },
      },
    })
    const needed = (more: object = {}) => dose(id, { dueAt: undefined, before: '38,9', ...more })
    const first = needed()
    assert.equal((await give(stay, [first])).status, 200)
    open().clock(minutes(61))
    const ward = await open().client.send('GET', '/api/ward/medicines?department=dept-noi', { as: nurse })
    const mine = (ward.body as WardView).patients.find((one) => one.encounterId === stay.encounterId)
    assert.deepEqual(
      mine?.effects.map((one) => one.id),
      [first.id],
    )
    const effect = (value: string) =>
      open().client.send('POST', `/api/doses/${first.id}/effect`, { as: nurse, body: { value } })
    assert.equal(codeOf(await effect('60')), 'medicines.outOfScale')
    assert.equal((await effect('37,8')).status, 204)
    const [seen] = await searchResources<Observation>(open().ctx, 'Observation', { patient: stay.patientId })
    assert.deepEqual([seen?.code?.coding?.[0]?.code, seen?.valueQuantity?.value], ['8310-5', 37.8])
    const soon = await give(stay, [needed()])
    assert.equal(codeOf(soon), 'medicines.tooSoon')
    assert.match(soon.text, /14:00/)
    open().clock(minutes(240))
    assert.equal((await give(stay, [needed()])).status, 200)
    open().clock(minutes(480))
    assert.equal(codeOf(await give(stay, [needed()])), 'medicines.tooMuch')
    open().clock(tenOClock)
  })

  it('runs an infusion: rate, pause, bag, end, and the volume exactly', async () => {
    const stay = await patient()
    const id = await open().order(stay, {
      drugCode: 'NACL-09-500',
      dose: 500,
      doseUnit: 'mL',
      rate: 100,
      dosage: { timing: { event: [ten] } },
    })
    const started = dose(id)
    assert.equal((await give(stay, [started])).status, 200)
    const note = (at: number, body: object) => {
      open().clock(minutes(at))
      return open().client.send('POST', `/api/doses/${started.id}/infusion`, { as: nurse, body })
    }
    assert.equal((await note(60, { kind: 'rate', rate: '62,5' })).status, 204)
    assert.equal((await note(120, { kind: 'pause' })).status, 204)
    assert.equal(codeOf(await note(121, { kind: 'pause' })), 'medicines.infusionEvent')
    assert.equal((await note(180, { kind: 'resume', rate: '100' })).status, 204)
    const running = (await orderIn(stay, id)).cells[0]?.dose?.infusion
    assert.deepEqual(
      [running?.state, running?.computedMl, running?.emptyAt?.slice(11, 16)],
      ['running', '162.5', '16:22'],
    )
    const bag = { kind: 'bag', bag: '500', left: '0' }
    assert.equal(codeOf(await note(384, bag)), 'medicines.needsBand')
    const someone = await patient()
    const stranger = await note(384, { ...bag, band: `LOVT:${someone.encounterId}:0260184399` })
    assert.equal(codeOf(stranger), 'medicines.wrongPatient')
    const known = { ...bag, patientBy: 'no-band' }
    assert.equal(codeOf(await note(384, known)), 'medicines.needsScan')
    assert.equal(codeOf(await note(384, { ...known, code: 'LOT:PARACETAMOL-500:L1' })), 'medicines.wrongDrug')
    assert.equal((await note(384, { ...known, drugBy: 'no-barcode' })).status, 204)
    assert.equal((await note(444, { kind: 'end', left: '600' })).status, 400)
    assert.equal((await note(444, { kind: 'end', left: '400' })).status, 204)
    const stored = await readResource<MedicationAdministration>(open().ctx, 'MedicationAdministration', started.id)
    assert.deepEqual(
      [stored.status, stored.dosage?.dose?.value, stored.dosage?.dose?.unit],
      ['completed', 600, 'mL'],
    )
    const sheet = async () => {
      const [found] = await searchResources<QuestionnaireResponse>(open().ctx, 'QuestionnaireResponse', {
        encounter: `Encounter/${stay.encounterId}`,
      })
      return (found?.item ?? [])
        .filter((one) => one.linkId === 'infusion')
        .map((row) =>
          Object.fromEntries(
            (row.item ?? []).map((one) => [one.linkId.slice(9), Object.values(one.answer?.[0] ?? {})[0]]),
          ),
        )
    }
    assert.deepEqual(await sheet(), [
      {
        date: '2026-11-23',
        fluid: 'Natri clorid 0,9%, 500 ml',
        amount: 600,
        lot: 'Chưa rõ lô',
        rate: 33,
        start: ten,
        end: '2026-11-23T17:24:00+07:00',
        doctor: 'Người Thử Nghiệm',
        nurse: 'Người Thử Nghiệm',
        note: 'Tốc độ 10:00 33, 11:00 21, 13:00 33 giọt/phút',
      },
    ])
    assert.equal(codeOf(await note(450, { kind: 'rate', rate: '10' })), 'medicines.doseState')
    const body = { reason: 'Ghi nhầm chai' }
    const undone = await open().client.send('POST', `/api/doses/${started.id}/withdraw`, { as: nurse, body })
    assert.equal(undone.status, 204, undone.text)
    assert.deepEqual(await sheet(), [])
    open().clock(tenOClock)
  })

  it('lets an infusion end that ran when the patient left, and nothing begin', async () => {
    const stay = await patient()
    const dosage = { timing: { event: [ten] } }
    const order = { drugCode: 'RINGER-500', dose: 500, doseUnit: 'mL', rate: 100, dosage }
    const [one, two] = [await open().order(stay, order), await open().order(stay, order)]
    const started = dose(one)
    assert.equal((await give(stay, [started])).status, 200)
    const encounter = await readResource<Encounter>(open().ctx, 'Encounter', stay.encounterId)
    await commit(open().ctx, [{ kind: 'update', resource: { ...encounter, status: 'finished' } }])
    assert.equal(codeOf(await give(stay, [dose(two)])), 'medicines.notInStay')
    open().clock(minutes(30))
    const body = { kind: 'end' }
    const ended = await open().client.send('POST', `/api/doses/${started.id}/infusion`, { as: nurse, body })
    assert.equal(ended.status, 204, ended.text)
    open().clock(tenOClock)
  })

  it('counts what tomorrow needs, less what is held', async () => {
    const stay = await patient()
    await open().order(stay, { drugCode: 'GABAPENTIN-300', dose: 1.5 })
    await open().order(stay, { drugCode: 'PREGABALIN-75', own: true })
    const answer = await open().client.send('GET', '/api/ward/medicines/needs?department=dept-noi', { as: nurse })
    assert.equal(answer.status, 200, answer.text)
    const { day, lines } = answer.body as NeedsView
    assert.equal(day, '2026-11-24')
    const line = lines.find((one) => one.drugCode === 'GABAPENTIN-300')
    assert.deepEqual([line?.doses, line?.needed, line?.held, line?.ask], [2, '3', '0', '3'])
    assert.equal(
      lines.some((one) => one.drugCode === 'PREGABALIN-75'),
      false,
      'the patient has it',
    )
  })

  it('gives what the patient brought without touching the stock', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'SERTRALIN-50', own: true })
    assert.equal((await give(stay, [dose(id)])).status, 200)
    const stock = await open().client.send('GET', '/api/ward-stock?place=dept-noi', { as: nurse })
    assert.equal(
      (stock.body as { rows: { drugCode: string }[] }).rows.some((one) => one.drugCode === 'SERTRALIN-50'),
      false,
    )
  })

  it('says which day of an antibiotic it is', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'AZITHROMYCIN-500' })
    const first = dose(id, { dueAt: '2026-11-22T10:00:00+07:00' })
    assert.equal((await give(stay, [first], { at: '2026-11-22T10:05:00+07:00' })).status, 200)
    assert.equal((await orderIn(stay, id)).antibioticDay, 2)
  })

  it('prints a wristband with the codes that are scanned', async () => {
    const stay = await patient()
    const band = await open().client.send('GET', `/api/stays/${stay.encounterId}/wristband`, { as: nurse })
    assert.equal(band.status, 200)
    assert.match(band.text, /ĐẶNG THỊ HUYỀN/)
    assert.equal(band.text.match(/<svg /g)?.length, 2)
    const found = await open().client.send('GET', `/api/wristbands?code=LOVT:${stay.encounterId}`, { as: nurse })
    assert.equal((found.body as { encounterId: string }).encounterId, stay.encounterId)
  })
})
