import assert from 'node:assert/strict'
import type { Dosage, Location, MedicationRequest, Patient } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { forms } from '#modules/forms/index.ts'
import type { MedicinesView, OrderView } from '#modules/medicines/contract.ts'
import { medicines } from '#modules/medicines/index.ts'
import { readDrugCatalogue } from '#modules/terminology/index.ts'
import { wardStock } from '#modules/ward-stock/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { type TestClient, withServer } from './server.ts'
import { givenStay, type Stay } from './stay.ts'
import { givenHospital, systemContext } from './visit.ts'

/** Ten in the morning of the tests' Monday. */
export const tenOClock = new Date('2026-11-23T03:00:00Z')

export const nurse: Partial<Actor> = {
  roles: ['nurse'],
  permissions: new Set(['medicines.read', 'medicines.give', 'wardStock.read', 'wardStock.move']),
}
export const otherNurse: Partial<Actor> = {
  ...nurse,
  id: 'other-nurse',
  name: 'Vũ Hải Yến',
  practitionerId: 'practitioner-other',
}

export interface OrderGiven {
  readonly drugCode: string
  readonly dosage?: Dosage
  readonly dose?: number
  readonly doseUnit?: string
  readonly rate?: number
  readonly own?: boolean
  readonly priority?: MedicationRequest['priority']
}

/** A ward with patients, orders and stock to give medicines in. */
export interface MedicineWard {
  readonly client: TestClient
  readonly ctx: Context
  clock(at: Date): void
  patient(bed: number, mrn: string): Promise<Stay>
  order(stay: Stay, given: OrderGiven): Promise<string>
  setOrder(id: string, status: MedicationRequest['status']): Promise<void>
}

export function withMedicineWard(work: (ward: MedicineWard) => Promise<void>): Promise<void> {
  let now = tenOClock
  return withServer(
    [forms, medicines, wardStock],
    async (client) => {
      const ctx = systemContext(client.services)
      await givenHospital(ctx)
      const ward: Location = {
        resourceType: 'Location',
        id: 'room-noi-301',
        name: 'Phòng 301',
        status: 'active',
      }
      await commit(ctx, [{ kind: 'update', resource: ward }])
      await work({
        client,
        ctx,
        clock: (at) => {
          now = at
        },
        patient: (bed, mrn) => admittedPatient(ctx, bed, mrn),
        order: (stay, given) => orderedMedicine(ctx, stay, given),
        async setOrder(id, status) {
          const request = await readResource<MedicationRequest>(ctx, 'MedicationRequest', id)
          await commit(ctx, [{ kind: 'update', resource: { ...request, status } }])
        },
      })
    },
    { now: () => now },
  )
}

export async function admittedPatient(ctx: Context, bed: number, mrn: string): Promise<Stay> {
  const stay = await givenStay(ctx, { bed, since: new Date('2026-11-20T01:00:00Z') })
  const patient = await readResource<Patient>(ctx, 'Patient', stay.patientId)
  await commit(ctx, [{ kind: 'update', resource: { ...patient, identifier: [{ system: sid.mrn, value: mrn }] } }])
  return stay
}

export async function orderedMedicine(ctx: Context, stay: Stay, given: OrderGiven): Promise<string> {
  const drug = (await readDrugCatalogue(ctx)).drugs.get(given.drugCode)
  if (!drug) throw new Error(`no drug ${given.drugCode}`)
  const id = ctx.newId()
  const quantity = { value: given.dose ?? 1, unit: given.doseUnit ?? drug.unit }
  const request: MedicationRequest = {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    ...(given.priority ? { priority: given.priority } : {}),
    category: [{ coding: [{ system: cs.medicationRequestCategory, code: 'inpatient' }] }],
    extension: [
      {
        url: ext.drug,
        extension: [
          { url: 'strength', valueString: drug.strength },
          { url: 'form', valueString: drug.form },
          { url: 'unit', valueString: drug.unit },
          { url: 'kind', valueCode: drug.kind },
        ],
      },
      ...(given.own ? [{ url: ext.ownMedicine, valueBoolean: true }] : []),
    ],
    medicationCodeableConcept: {
      coding: [
        { system: cs.drug, code: drug.code },
        ...drug.ingredients.map((name) => ({ system: cs.ingredient, code: name, display: name })),
      ],
      text: drug.label,
    },
    subject: { reference: `Patient/${stay.patientId}` },
    encounter: { reference: `Encounter/${stay.encounterId}` },
    authoredOn: '2026-11-22T09:00:00+07:00',
    requester: { reference: 'Practitioner/practitioner-test', display: 'Người Thử Nghiệm' },
    dosageInstruction: [
      {
        timing: {
          repeat: { boundsPeriod: { start: '2026-11-22T09:00:00+07:00' }, timeOfDay: ['10:00:00', '18:00:00'] },
        },
        route: { coding: [{ system: cs.route, code: drug.route.code }], text: drug.route.name },
        doseAndRate: [
          {
            doseQuantity: quantity,
            ...(given.rate ? { rateQuantity: { value: given.rate, unit: 'mL/h' } } : {}),
          },
        ],
        ...given.dosage,
      },
    ],
  }
  await commit(ctx, [{ kind: 'create', resource: request, id }])
  return id
}

export const ten = '2026-11-23T10:00:00+07:00'
export const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code
export const minutes = (count: number) => new Date(tenOClock.getTime() + count * 60_000)
export const states = (order: OrderView) => order.cells.map((cell) => `${cell.dueAt.slice(11, 16)} ${cell.state}`)

/** A nurse at the beds of a ward. */
export function bedside(open: () => MedicineWard) {
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

  return { patient, give, dose, orderIn, chart, bed: () => bed }
}
