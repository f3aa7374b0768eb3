import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, MedicationAdministration } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import {
  bedside,
  codeOf,
  type MedicineWard,
  minutes,
  nurse,
  otherNurse,
  states,
  ten,
  tenOClock,
  withMedicineWard,
} from '#tests/support/medicine-ward.ts'
import { opened } from '#tests/support/ward.ts'

describe('medicines of a ward', () => {
  const open = opened<MedicineWard>(withMedicineWard)
  const { patient, give, dose, orderIn, chart, bed } = bedside(open)

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
    const said = await give(stay, [dose(id, right)], { band: `02601843${String(bed()).padStart(2, '0')}` })
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

  it('lets a doctor look and not give', async () => {
    const stay = await patient()
    const id = await open().order(stay, { drugCode: 'FUROSEMID-40' })
    const doctor = { permissions: new Set(['medicines.read']) }
    assert.equal((await give(stay, [dose(id)], {}, doctor as typeof nurse)).status, 403)
  })
})
