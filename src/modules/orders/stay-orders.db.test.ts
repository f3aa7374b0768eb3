import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MedicationRequest, ServiceRequest } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { orderEventsOf, verbalOf } from '#fhir/order-marks.ts'
import { cs, ext } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { drugOrders } from '#modules/drug-orders/index.ts'
import { prescriptions } from '#modules/prescriptions/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { givenHospital, systemContext } from '#tests/support/visit.ts'
import { opened } from '#tests/support/ward.ts'
import type { ActView, StayOrdersView } from './contract.ts'
import { orders } from './index.ts'

interface Hospital {
  readonly client: TestClient
  readonly ctx: Context
}

const hospital = opened<Hospital>((work) =>
  withServer([orders, drugOrders, prescriptions], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    await work({ client, ctx })
  }),
)

let beds = 0
const stay = (given: Parameters<typeof givenStay>[1] = {}) => givenStay(hospital().ctx, { bed: ++beds, ...given })
const code = (answer: { body: unknown }) => (answer.body as { code: string }).code
const at = ({ encounterId }: Stay) => `/api/stays/${encounterId}/orders`
const place = (one: Stay, lines: object[], more: object = {}, options: object = {}) =>
  hospital().client.send('POST', at(one), { body: { lines, ...more }, ...options })
const list = async (one: Stay) => (await hospital().client.send('GET', at(one))).body as StayOrdersView
const tablet = (more: object = {}) => ({
  kind: 'drug',
  id: uuidv7(),
  drugCode: 'AMLODIPIN-5',
  dose: 1,
  schedule: { type: 'hours', at: ['08:00'] },
  ...more,
})
const nurse = {
  practitionerId: 'practitioner-other',
  name: 'Người Khác',
  id: 'nurse',
  permissions: new Set(['orders.read', 'orders.place']),
}

describe('orders of a stay', () => {
  it('places a tablet at fixed hours, a drug when needed, an infusion and a single dose as the ward reads them', async () => {
    const one = await stay()
    const answer = await place(one, [
      tablet({ schedule: { type: 'hours', at: ['20:00', '08:00'] }, days: 3, note: 'Uống sau ăn' }),
      tablet({
        drugCode: 'PARACETAMOL-500',
        schedule: { type: 'prn', reason: 'sốt từ 38,5 °C', perDay: 4, gapHours: 6 },
      }),
      tablet({ drugCode: 'NACL-09-500', dose: 500, schedule: { type: 'once' }, rateMlPerHour: 80 }),
      tablet({ drugCode: 'CEFTRIAXON-1T', dose: 1, schedule: { type: 'interval', everyHours: 12 } }),
      tablet({
        drugCode: 'FUROSEMID-40',
        schedule: { type: 'once', at: '2026-11-23T14:00:00+07:00' },
        ownMedicine: true,
      }),
    ])
    assert.equal(answer.status, 200, answer.text)
    const { placed } = answer.body as ActView
    const read = await Promise.all(
      placed.map((row) => readResource<MedicationRequest>(hospital().ctx, 'MedicationRequest', row.id)),
    )
    const [hours, prn, infusion, interval, once] = read.map((request) => request.dosageInstruction?.[0])
    assert.deepEqual(hours?.timing?.repeat?.timeOfDay, ['08:00:00', '20:00:00'])
    assert.ok(hours?.timing?.repeat?.boundsPeriod?.end)
    assert.equal(hours?.additionalInstruction?.[0]?.text, 'Uống sau ăn')
    assert.equal(prn?.asNeededCodeableConcept?.text, 'sốt từ 38,5 °C')
    assert.equal(numberOf(prn?.maxDosePerPeriod?.numerator?.value), 4)
    assert.deepEqual([prn?.timing?.repeat?.period, prn?.timing?.repeat?.periodUnit], [6, 'h'])
    assert.equal(infusion?.doseAndRate?.[0]?.rateQuantity?.value, 80)
    assert.deepEqual(
      [infusion?.doseAndRate?.[0]?.doseQuantity?.value, infusion?.doseAndRate?.[0]?.doseQuantity?.unit],
      [500, 'mL'],
    )
    assert.equal(interval?.timing?.repeat?.period, 12)
    assert.deepEqual(once?.timing?.event, ['2026-11-23T14:00:00+07:00'])
    assert.ok(
      read.every(
        (request) => request.category?.[0]?.coding?.[0]?.code === 'inpatient' && request.status === 'active',
      ),
    )
    assert.ok(read[4]?.extension?.some((part) => part.url === ext.ownMedicine && part.valueBoolean))
    assert.match(
      (await list(one)).orders.find((order) => order.kind === 'infusion')?.detail ?? '',
      /500 mL, tốc độ 80 mL\/giờ/,
    )
  })

  it('places every other kind under one number with its performer', async () => {
    const one = await stay()
    const kinds = [
      ['laboratory', 'CBC'],
      ['imaging', 'XQ-NGUC'],
      ['function-test', 'TD-DTD'],
      ['procedure', 'TT-KHIDUNG'],
      ['consultation', 'HC-TMH'],
      ['diet', 'DD-DTD'],
      ['nursing', 'CS-2'],
      ['blood', 'MAU-KHC-350'],
    ]
    const lines = kinds.map(([kind, code]) => ({ kind, code, id: uuidv7(), urgent: kind === 'imaging' }))
    const answer = await place(one, lines)
    assert.equal(answer.status, 200, answer.text)
    const view = await list(one)
    assert.deepEqual(view.orders.map((order) => order.kind).sort(), kinds.map(([kind]) => kind).sort())
    assert.equal(new Set(view.orders.map((order) => order.requisition)).size, 1)
    const lab = await readResource<ServiceRequest>(hospital().ctx, 'ServiceRequest', lines[0]?.id ?? '')
    assert.ok(lab.category?.[0]?.coding?.some((coding) => coding.system === cs.observationCategory))
    const image = view.orders.find((order) => order.kind === 'imaging')
    assert.equal(image?.due?.step, 'perform')
    assert.equal(code(await place(one, [{ kind: 'diet', code: 'NOPE', id: uuidv7() }])), 'orders.notOffered')
  })

  it('is placed once, however often it is sent', async () => {
    const one = await stay()
    const line = tablet()
    const headers = { 'x-command-id': uuidv7() }
    const first = await place(one, [line], {}, { headers })
    const again = await place(one, [line], {}, { headers })
    assert.deepEqual(again.body, first.body)
    assert.equal(code(await place(one, [line])), 'orders.alreadyPlaced')
    assert.equal((await list(one)).orders.length, 1)
  })

  it('is held, resumed and stopped with reasons; the second doctor is told who was faster', async () => {
    const one = await stay()
    const line = tablet()
    await place(one, [line])
    const change = (to: string, reason = 'Huyết áp thấp') =>
      hospital().client.send('POST', `${at(one)}/MedicationRequest/${line.id}/change`, { body: { to, reason } })
    assert.equal((await change('hold')).status, 200)
    assert.equal((await list(one)).orders[0]?.state, 'held')
    assert.equal(code(await change('hold')), 'orders.alreadyChanged')
    assert.equal((await change('resume', 'Huyết áp ổn')).status, 200)
    const [a, b] = await Promise.all([change('stop'), change('stop')])
    assert.deepEqual([a.status, b.status].sort(), [200, 409])
    const request = await readResource<MedicationRequest>(hospital().ctx, 'MedicationRequest', line.id)
    assert.equal(request.status, 'stopped')
    assert.deepEqual(
      orderEventsOf(request).map((event) => event.state),
      ['on-hold', 'active', 'stopped'],
    )
  })

  it('keeps the content of a placed drug from every channel; a change is a stop and a new order', async () => {
    const one = await stay()
    const line = tablet()
    await place(one, [line])
    const request = await readResource<MedicationRequest>(hospital().ctx, 'MedicationRequest', line.id)
    const dosage = { ...request.dosageInstruction?.[0], text: 'Uống 5 viên' }
    await assert.rejects(
      commit(hospital().ctx, [
        { kind: 'update', resource: { ...request, id: line.id, dosageInstruction: [dosage] } },
      ]),
      { code: 'drugOrders.placedIsFinal' },
    )
    const next = tablet({ dose: 2 })
    const replaces = { type: 'MedicationRequest', id: line.id, reason: 'Chưa đạt huyết áp' }
    assert.equal((await place(one, [next], { replaces })).status, 200)
    assert.deepEqual((await list(one)).orders.map((order) => [order.id === next.id, order.state]).sort(), [
      [false, 'stopped'],
      [true, 'active'],
    ])
  })

  it('takes an order by word from a nurse who names the doctor and read it back', async () => {
    const one = await stay()
    const line = tablet()
    assert.equal(code(await place(one, [line], {}, { as: nurse })), 'orders.onlyByWord')
    const verbal = { way: 'telephone', saidBy: 'practitioner-test', readBack: true }
    assert.equal((await place(one, [line], { verbal: { ...verbal, readBack: false } }, { as: nurse })).status, 400)
    const answer = await place(one, [line], { verbal }, { as: nurse })
    assert.equal(answer.status, 200, answer.text)
    const request = await readResource<MedicationRequest>(hospital().ctx, 'MedicationRequest', line.id)
    assert.equal(request.requester?.reference, 'Practitioner/practitioner-test')
    assert.deepEqual(
      [verbalOf(request)?.heardBy.reference, verbalOf(request)?.readBack],
      ['Practitioner/practitioner-other', true],
    )
    assert.equal((await list(one)).orders[0]?.verbal?.late, false)
  })

  it('refuses the wrong role, a closed record and a stay that has ended', async () => {
    const one = await stay()
    const reader = { permissions: new Set(['orders.read']) }
    assert.equal((await place(one, [tablet()], {}, { as: reader })).status, 403)
    const encounter = await readResource(hospital().ctx, 'Encounter', one.encounterId)
    const write = (more: object) =>
      commit(hospital().ctx, [{ kind: 'update', resource: { ...encounter, ...more } as never }])
    await write({ status: 'finished' })
    assert.equal(code(await place(one, [tablet()])), 'orders.visitEnded')
    await write({ status: 'finished', extension: [{ url: ext.recordState, valueCode: 'archived' }] })
    assert.equal(code(await place(one, [tablet()])), 'records.locked')
  })
})
