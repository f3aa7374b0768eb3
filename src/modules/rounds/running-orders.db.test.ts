import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MedicationAdministration, MedicationRequest, ServiceRequest } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { forms } from '#modules/forms/index.ts'
import { orders } from '#modules/orders/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { opened, openWard } from '#tests/support/ward.ts'
import type { RoundView } from './contract.ts'
import { rounds } from './index.ts'

interface Ward {
  readonly client: TestClient
  readonly ctx: Context
}

const ward = opened<Ward>((work) =>
  withServer([forms, orders, rounds], async (client) => work({ client, ctx: (await openWard(client)).ctx })),
)

const of = ({ patientId, encounterId }: Stay) => ({
  subject: { reference: `Patient/${patientId}` },
  encounter: { reference: `Encounter/${encounterId}` },
})

function drug(stay: Stay, name: string, start: string): MedicationRequest {
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    ...of(stay),
    category: [{ coding: [{ system: cs.medicationRequestCategory, code: 'inpatient' }] }],
    medicationCodeableConcept: {
      coding: [
        { system: cs.drug, code: 'AMOXICILIN-500' },
        { system: cs.ingredient, code: 'amoxicilin', display: 'Amoxicilin' },
      ],
      text: name,
    },
    authoredOn: start,
    dosageInstruction: [
      {
        text: 'Uống 1 viên, lúc 8 giờ, 20 giờ',
        timing: { repeat: { boundsPeriod: { start }, timeOfDay: ['08:00:00', '20:00:00'] } },
        doseAndRate: [{ doseQuantity: { value: 1, unit: 'viên' } }],
      },
    ],
  }
}

describe('the orders of a round', () => {
  const yesterday = () => addDays(dayInVietnam(ward().ctx.now()), -1)
  const roundOf = async (stay: Stay) =>
    (await ward().client.send('GET', `/api/stays/${stay.encounterId}/round`)).body as RoundView

  it('come with what happened to them yesterday, and with what is over and may be wanted again', async () => {
    const { ctx } = ward()
    const stay = await givenStay(ctx, { department: 'o1', since: new Date(ctx.now().getTime() - 72 * 3_600_000) })
    const [running, test] = [uuidv7(), uuidv7()]
    const at = (hour: string) => `${yesterday()}T${hour}:00+07:00`
    const dose = (hour: string, status: 'completed' | 'not-done'): MedicationAdministration => ({
      resourceType: 'MedicationAdministration',
      status,
      medicationCodeableConcept: { text: 'Amoxicilin 500 mg' },
      subject: of(stay).subject,
      context: of(stay).encounter,
      request: { reference: `MedicationRequest/${running}` },
      effectiveDateTime: at(hour),
      extension: [{ url: ext.dueAt, valueDateTime: at(hour) }],
    })
    const electrolytes: ServiceRequest = {
      resourceType: 'ServiceRequest',
      status: 'completed',
      intent: 'order',
      ...of(stay),
      category: [{ coding: [{ system: cs.orderKind, code: 'imaging' }] }],
      code: { text: 'X-quang ngực thẳng' },
      authoredOn: at('09:00'),
    }
    await commit(ctx, [
      { kind: 'create', resource: drug(stay, 'Amoxicilin 500 mg', at('07:00')), id: running },
      { kind: 'create', resource: electrolytes, id: test },
    ])
    await commit(
      ctx,
      [dose('08:00', 'completed'), dose('20:00', 'not-done')].map((resource) => ({
        kind: 'create' as const,
        resource,
      })),
    )
    const { orders: found, reasons } = await roundOf(stay)
    assert.deepEqual(
      found.map(({ name, state, given, missed, day }) => [name, state, given, missed, day]),
      [
        ['Amoxicilin 500 mg', 'active', 1, 1, 2],
        ['X-quang ngực thẳng', 'ended', undefined, undefined, undefined],
      ],
    )
    assert.ok(reasons.stop.length > 0 && reasons.hold.length > 0)
  })

  it('are held with a reason that the next round reads, and the second of two doctors is told', async () => {
    const { ctx, client } = ward()
    const stay = await givenStay(ctx, { department: 'o2' })
    const id = uuidv7()
    const resource = drug(stay, 'Amoxicilin 500 mg', `${yesterday()}T07:00:00+07:00`)
    await commit(ctx, [{ kind: 'create', resource, id }])
    const url = `/api/stays/${stay.encounterId}/orders/MedicationRequest/${id}/change`
    const hold = () => client.send('POST', url, { body: { to: 'hold', reason: 'Nhịn để làm thủ thuật' } })
    const both = await Promise.all([hold(), hold()])
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
    const [order] = (await roundOf(stay)).orders
    assert.deepEqual([order?.state, order?.why], ['held', 'Nhịn để làm thủ thuật'])
  })
})
