import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, MedicationAdministration, Observation, QuestionnaireResponse } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { type MedicineWard, nurse, otherNurse, tenOClock, withMedicineWard } from '#tests/support/medicine-ward.ts'
import type { Stay } from '#tests/support/stay.ts'
import { opened } from '#tests/support/ward.ts'
import type { MedicinesView, NeedsView, OrderView, WardView } from './contract.ts'

const ten = '2026-11-23T10:00:00+07:00'
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code
const minutes = (count: number) => new Date(tenOClock.getTime() + count * 60_000)

describe('medicines of a ward', () => {
  const open = opened<MedicineWard>(withMedicineWard)
  let bed = 0
  const patient = () => {
    bed += 1
    return open().patient(bed, `02601843${String(bed).padStart(2, '0')}`)
  }
  const give = (stay: Stay, doses: readonly object[], more: object = {}, as = nurse) =>
    open().client.send('POST', `/api/stays/${stay.encounterId}/doses`, {
      as,
      body: { band: `LOVT:${stay.encounterId}`, doses, ...more },
    })
  const dose = (requestId: string, more: object = {}) => ({
    id: uuidv7(),
    requestId,
    dueAt: ten,
    drugBy: 'no-barcode',
    ...more,
  })
  async function chart(stay: Stay): Promise<MedicinesView> {
    const answer = await open().client.send('GET', `/api/stays/${stay.encounterId}/medicines`, { as: nurse })
    assert.equal(answer.status, 200, answer.text)
    return answer.body as MedicinesView
  }
  async function orderIn(stay: Stay, id: string): Promise<OrderView> {
    const order = (await chart(stay)).orders.find((one) => one.requestId === id)
    assert.ok(order)
    return order
  }
  const states = (order: OrderView) => order.cells.map((cell) => `${cell.dueAt.slice(11, 16)} ${cell.state}`)

  it('gives a scanned dose: who, where, when, what, how much, who pays, which lot', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'AMLODIPIN-5' })
    assert.deepEqual(states(await orderIn(stay, id)), ['10:00 due', '18:00 planned'])
    const received = await open().client.send('POST', '/api/ward-stock/receive', {
      as: nurse,
      body: {
        place: 'dept-noi',
        drugCode: 'AMLODIPIN-5',
        lot: 'A12',
        expiresOn: '2027-05-31',
        quantity: '30',
        barcode: '8935001234562',
      },
    })
    assert.equal(received.status, 204, received.text)
    const given = dose(id, { code: '(01)08935001234562(17)270531(10)A12', drugBy: undefined })
    const answer = await give(stay, [given])
    assert.equal(answer.status, 200, answer.text)
    const stored = await readResource<MedicationAdministration>(open().ctx, 'MedicationAdministration', given.id)
    assert.deepEqual(
      [stored.status, stored.effectiveDateTime, stored.dosage?.dose, stored.context?.reference],
      ['completed', ten, { value: 1, unit: 'viên' }, `Encounter/${stay.encounterId}`],
    )
    assert.equal(stored.performer?.[0]?.actor?.reference, 'Practitioner/practitioner-test')
    const facts = stored.extension?.find((one) => one.url === ext.doseFacts)?.extension ?? []
    assert.equal(facts.find((one) => one.url === 'place')?.valueReference?.reference, 'Organization/dept-noi')
    assert.equal(facts.find((one) => one.url === 'payer')?.valueCode, 'bhyt')
    assert.equal(facts.find((one) => one.url === 'lot')?.extension?.[0]?.valueString, 'A12')
    const [cell] = (await orderIn(stay, id)).cells
    assert.deepEqual([cell?.state, cell?.dose?.by, cell?.dose?.lots], ['given', 'Người Thử Nghiệm', ['A12']])
  })

  it('stops at the wrong wristband, medicine, strength and route, and says which', async () => {
    const [stay, other] = [await patient(), await patient()]
    const id = await open().order(stay, { drugCode: 'METFORMIN-500' })
    const refused = async (given: object, more: object = {}) => {
      const answer = await give(stay, [dose(id, { drugBy: undefined, ...given })], more)
      assert.equal(answer.status, 422, answer.text)
      return codeOf(answer)
    }
    const right = { code: 'METFORMIN-500' }
    assert.equal(await refused(right, { band: `LOVT:${other.encounterId}` }), 'medicines.wrongPatient')
    assert.equal(await refused(right, { band: 'LOVT:nobody' }), 'medicines.unknownBand')
    assert.equal(await refused(right, { band: undefined }), 'medicines.needsBand')
    assert.equal(await refused({ code: 'AMLODIPIN-5' }), 'medicines.wrongDrug')
    assert.equal(await refused({ code: 'METFORMIN-750R' }), 'medicines.wrongDose')
    assert.equal(await refused({}), 'medicines.needsScan')
    assert.equal(await refused({ code: '(01)08935001234562(17)260101(10)OLD' }), 'medicines.expired')
    assert.equal((await orderIn(stay, id)).cells[0]?.state, 'due')
    const steroid = await open().order(stay, { drugCode: 'METHYLPRED-40T' })
    const oral = await give(stay, [dose(steroid, { drugBy: undefined, code: 'METHYLPRED-16' })])
    assert.equal(codeOf(oral), 'medicines.wrongDrug', 'another salt is another substance in the list')
    const said = await give(stay, [dose(id, right)], { band: `02601843${String(bed).padStart(2, '0')}` })
    assert.equal(codeOf(said), 'medicines.wrongPatient', 'the number of the other patient')
  })

  it('gives one dose to two nurses, and tells the second who gave it and when', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'LORATADIN-10' })
    const both = await Promise.all([give(stay, [dose(id)]), give(stay, [dose(id)], {}, otherNurse)])
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 409])
    const told = both.find((one) => one.status === 409)
    assert.match(told?.text ?? '', /10:00/)
    assert.match(told?.text ?? '', /Người Thử Nghiệm|Vũ Hải Yến/)
    assert.equal((await orderIn(stay, id)).cells[0]?.state, 'given')
  })

  it('gives the same answer to a repeated request, and moves stock once', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'CETIRIZIN-10' })
    const given = dose(id)
    const headers = { 'x-command-id': uuidv7() }
    const send = () =>
      open().client.send('POST', `/api/stays/${stay.encounterId}/doses`, {
        as: nurse,
        headers,
        body: { band: `LOVT:${stay.encounterId}`, doses: [given] },
      })
    const [first, second] = [await send(), await send()]
    assert.deepEqual([first.status, second.body], [200, first.body])
    const book = await open().client.send('GET', '/api/ward-stock/book?place=dept-noi&drug=CETIRIZIN-10', {
      as: nurse,
    })
    assert.deepEqual(
      (book.body as { lines: { quantity: string; balance: string }[] }).lines.map((one) => [
        one.quantity,
        one.balance,
      ]),
      [['-1', '-1']],
    )
  })

  it('gives several doses in one go, or none of them', async () => {
    const stay = await patient()
    const [one, two] = [
      await open().order(stay, { drugCode: 'ACETYLCYSTEIN-200' }),
      await open().order(stay, { drugCode: 'AMBROXOL-30' }),
    ]
    const bad = await give(stay, [dose(one), dose(two, { drugBy: undefined, code: 'AMLODIPIN-5' })])
    assert.equal(bad.status, 422)
    assert.equal((await orderIn(stay, one)).cells[0]?.state, 'due', 'the first of them was not given either')
    assert.equal((await give(stay, [dose(one), dose(two)])).status, 200)
    assert.equal((await orderIn(stay, two)).cells[0]?.state, 'given')
  })

  it('asks why when it is early or late, and takes only reasons it knows', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'OMEPRAZOL-20' })
    const evening = { dueAt: '2026-11-23T18:00:00+07:00' }
    assert.equal(codeOf(await give(stay, [dose(id, evening)])), 'medicines.tooEarly')
    open().clock(minutes(90))
    assert.equal(codeOf(await give(stay, [dose(id)])), 'medicines.tooLate')
    assert.equal(codeOf(await give(stay, [dose(id, { timeReason: 'nothing' })])), 'medicines.reasonUnknown')
    assert.equal((await orderIn(stay, id)).cells[0]?.minutesLate, 90)
    assert.equal((await give(stay, [dose(id, { timeReason: 'procedure' })])).status, 200)
    open().clock(tenOClock)
  })

  it('gives nothing after the order was stopped or while it rests', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'LOSARTAN-50' })
    await open().setOrder(id, 'on-hold')
    assert.equal(codeOf(await give(stay, [dose(id)])), 'medicines.orderEnded')
    await open().setOrder(id, 'active')
    await open().setOrder(id, 'stopped')
    open().clock(minutes(1))
    assert.equal(codeOf(await give(stay, [dose(id)])), 'medicines.orderEnded')
    const overFhir: MedicationAdministration = {
      resourceType: 'MedicationAdministration',
      status: 'completed',
      medicationCodeableConcept: { text: 'Losartan' },
      subject: { reference: `Patient/${stay.patientId}` },
      context: { reference: `Encounter/${stay.encounterId}` },
      request: { reference: `MedicationRequest/${id}` },
      effectiveDateTime: '2026-11-23T10:01:00+07:00',
    }
    await assert.rejects(commit(open().ctx, [{ kind: 'create', resource: overFhir }]), {
      code: 'medicines.orderEnded',
    })
    open().clock(tenOClock)
  })

  it('writes down refusals and holds; what was held may still be given', async () => {
    const stay = await patient()
    const [one, two] = [
      await open().order(stay, { drugCode: 'BISOPROLOL-25' }),
      await open().order(stay, { drugCode: 'VITAMIN-C-500' }),
    ]
    const not = (requestId: string, reason: string) =>
      open().client.send('POST', `/api/stays/${stay.encounterId}/doses/not-given`, {
        as: nurse,
        body: { id: uuidv7(), requestId, dueAt: ten, reason },
      })
    assert.equal((await not(one, 'vital-signs')).status, 200)
    assert.equal((await not(two, 'refused')).status, 200)
    const [held, refused] = [await orderIn(stay, one), await orderIn(stay, two)]
    assert.deepEqual([held.cells[0]?.state, refused.cells[0]?.state], ['held', 'refused'])
    assert.equal((await give(stay, [dose(one)])).status, 200)
    assert.equal((await orderIn(stay, one)).cells[0]?.state, 'given')
    assert.equal(codeOf(await give(stay, [dose(two)])), 'medicines.alreadyGiven')
  })

  it('strikes out what was written in error, puts the stock back, and opens the hour again', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'CINNARIZIN-25' })
    const given = dose(id)
    await give(stay, [given])
    const withdrawn = await open().client.send('POST', `/api/doses/${given.id}/withdraw`, {
      as: nurse,
      body: { reason: 'Ghi nhầm người bệnh' },
    })
    assert.equal(withdrawn.status, 204, withdrawn.text)
    const order = await orderIn(stay, id)
    assert.deepEqual(states(order), ['10:00 due', '18:00 planned'])
    assert.deepEqual(
      order.others.map((one) => one.withdrawn?.reason),
      ['Ghi nhầm người bệnh'],
    )
    assert.equal((await give(stay, [dose(id)])).status, 200)
    const stock = await open().client.send('GET', '/api/ward-stock?place=dept-noi', { as: nurse })
    const row = (stock.body as { rows: { drugCode: string; quantity: string }[] }).rows.find(
      (one) => one.drugCode === 'CINNARIZIN-25',
    )
    assert.equal(row?.quantity, '-1')
  })

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
    assert.equal((await note(384, { kind: 'bag', bag: '500', left: '0' })).status, 204)
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

  it('refuses when the record is closed', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'PREDNISOLON-5' })
    const encounter = await readResource<Encounter>(open().ctx, 'Encounter', stay.encounterId)
    const closed = encounter.extension?.map((one) =>
      one.url === ext.recordState ? { ...one, valueCode: 'completed' } : one,
    )
    await commit(open().ctx, [{ kind: 'update', resource: { ...encounter, extension: closed ?? [] } }], {
      authority: { permission: 'records.complete', reason: 'đủ giấy' },
    })
    const answer = await give(stay, [dose(id)])
    assert.equal(answer.status, 423, answer.text)
    assert.equal((await chart(stay)).open, false)
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

  it('lets a doctor look and not give', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'FUROSEMID-40' })
    const doctor = { permissions: new Set(['medicines.read']) }
    assert.equal((await give(stay, [dose(id)], {}, doctor as typeof nurse)).status, 403)
  })
})
