import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MedicationRequest, Procedure, ServiceRequest, Specimen } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { numberOf } from '#fhir/decimal.ts'
import { cs, ext } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import { codeOf, drug, nurse, ordersAt, orderWard, service } from '#tests/support/order-ward.ts'
import type { OverdueView, ToCosignView } from './contract.ts'

const { hospital, send, get, now, later, stay, place, orderOf } = orderWard()

describe('the loop of an order', () => {
  it('is overdue, performed once by who did it, answered, and seen', async () => {
    const one = await stay()
    const image = service('imaging', 'XQ-NGUC', { urgent: true })
    await place(one, [image])
    const overdue = (view: string) =>
      get<OverdueView>(`/api/orders/overdue?view=${view}`, { departments: ['CDHA'] })
    const has = async (view: string) => (await overdue(view)).orders.find((order) => order.id === image.id)?.step
    assert.equal(await has('performing'), undefined)
    later(61)
    assert.deepEqual([await has('performing'), await has('mine')], ['perform', 'perform'])
    assert.equal(
      (await send(`/api/orders/${image.id}/perform`, {}, { permissions: new Set(['orders.read']) })).status,
      403,
    )
    assert.equal((await send(`/api/orders/${image.id}/perform`, { quantity: 2 }, nurse)).status, 204)
    assert.equal(codeOf(await send(`/api/orders/${image.id}/perform`)), 'orders.alreadyDone')
    const done = await searchResources<Procedure>(hospital().ctx, 'Procedure', { encounter: one.encounterId })
    assert.equal(done.length, 1)
    const [act] = done
    assert.equal(act?.performer?.[0]?.actor.reference, 'Practitioner/practitioner-other')
    assert.equal(act?.performer?.[0]?.onBehalfOf?.reference, 'Organization/dept-cdha')
    assert.equal(act?.location?.reference, `Location/${one.bedId}`)
    assert.equal(numberOf(act?.extension?.find((part) => part.url === ext.actQuantity)?.valueQuantity?.value), 2)
    assert.equal(act?.extension?.find((part) => part.url === ext.payer)?.valueCode, 'bhyt')
    assert.equal((await send(`/api/orders/${image.id}/answer`, { result: 'Đám mờ đáy phổi phải' })).status, 204)
    assert.equal((await orderOf(one, image.id))?.result, 'Đám mờ đáy phổi phải')
    later(61)
    assert.equal(await has('mine'), 'see')
    assert.equal((await send(`/api/orders/${image.id}/seen`)).status, 204)
    assert.equal(await has('mine'), undefined)
    assert.ok((await orderOf(one, image.id))?.seenAt)
  })

  it('is not stopped once its blood is drawn or it was done', async () => {
    const one = await stay()
    const [lab, ecg] = [service('laboratory', 'CBC'), service('function-test', 'TD-DTD')]
    await place(one, [lab, ecg])
    const specimen: Specimen = {
      resourceType: 'Specimen',
      status: 'available',
      subject: { reference: `Patient/${one.patientId}` },
      request: [{ reference: `ServiceRequest/${lab.id}` }],
      collection: { collectedDateTime: now().toISOString() },
    }
    await commit(hospital().ctx, [{ kind: 'create', resource: specimen }])
    assert.ok((await orderOf(one, lab.id))?.collectedAt)
    await send(`/api/orders/${ecg.id}/perform`, {}, nurse)
    for (const order of [lab, ecg]) {
      const stop = await send(`${ordersAt(one)}/ServiceRequest/${order.id}/change`, {
        to: 'stop',
        reason: 'Nhầm người bệnh',
      })
      assert.equal(codeOf(stop), 'orders.tooLate')
    }
  })

  it('nursing goes on after it was done; a stopped order is not performed', async () => {
    const one = await stay()
    const turning = service('nursing', 'CS-XOAYTRO', { everyHours: 2 })
    await place(one, [turning])
    assert.equal((await send(`/api/orders/${turning.id}/perform`, {}, nurse)).status, 204)
    assert.equal((await send(`/api/orders/${turning.id}/perform`, {}, nurse)).status, 204)
    assert.equal((await orderOf(one, turning.id))?.state, 'active')
    await send(`${ordersAt(one)}/ServiceRequest/${turning.id}/change`, { to: 'stop', reason: 'Đã tự xoay trở' })
    assert.equal(codeOf(await send(`/api/orders/${turning.id}/perform`, {}, nurse)), 'orders.notActive')
  })

  it('an order by word waits for its doctor, who alone signs, once', async () => {
    const one = await stay()
    const line = drug('FUROSEMID-40')
    const verbal = { way: 'emergency', saidBy: 'practitioner-test', readBack: true }
    assert.equal((await place(one, [line], { verbal }, nurse)).status, 200)
    const mine = async () =>
      (await get<ToCosignView>('/api/orders/to-cosign')).orders.find((each) => each.id === line.id)
    assert.equal((await mine())?.late, false)
    later(6 * 60 + 1)
    assert.equal((await mine())?.late, true)
    const path = `/api/orders/by-word/MedicationRequest/${line.id}/cosign`
    const colleague = { practitionerId: 'practitioner-other', name: 'Người Khác' }
    assert.equal(codeOf(await send(path, {}, colleague)), 'orders.notYours')
    const [a, b] = await Promise.all([send(path), send(path)])
    assert.deepEqual([a.status, b.status].sort(), [204, 409])
    assert.equal(await mine(), undefined)
    const [request] = await searchResources<MedicationRequest>(hospital().ctx, 'MedicationRequest', {
      encounter: one.encounterId,
    })
    assert.equal(request?.status, 'active')
  })

  it('leaves no row behind when the record is destroyed', async () => {
    const one = await stay()
    await place(one, [service('imaging', 'XQ-NGUC')])
    const { db } = hospital().ctx
    const rows = () =>
      sql`select 1 from order_work where encounter_id = ${one.encounterId}
        union all select 1 from order_place where encounter_id = ${one.encounterId}`.execute(db)
    assert.equal((await rows()).rows.length, 2)
    await sql`
      insert into record_destruction_item
        (facility, destruction_id, encounter_id, record_number, archive_number, kept_until, retention)
      values (1, ${uuidv7()}::uuid, ${one.encounterId}, '26/1', '1', '2026-01-01', 'x')`.execute(db)
    await sql`
      update record_destruction_item set erased_at = now() where encounter_id = ${one.encounterId}`.execute(db)
    assert.equal((await rows()).rows.length, 0)
  })

  it('never calls a level of care late: it holds until the next one', async () => {
    const { ctx } = hospital()
    const one = await stay()
    const resource: ServiceRequest = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      category: [{ coding: [{ system: cs.orderKind, code: 'nursing' }] }],
      code: { coding: [{ system: cs.careLevel, code: '2' }], text: 'Chăm sóc cấp II' },
      subject: { reference: `Patient/${one.patientId}` },
      encounter: { reference: `Encounter/${one.encounterId}` },
      authoredOn: '2026-11-20T08:00:00+07:00',
    }
    await commit(ctx, [{ kind: 'create', resource }])
    const rows = await sql`select 1 from order_work where encounter_id = ${one.encounterId}`.execute(ctx.db)
    assert.deepEqual(rows.rows, [])
  })
})
