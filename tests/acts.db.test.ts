import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type {
  Encounter,
  Extension,
  MedicationAdministration,
  Observation,
  Procedure,
  Resource,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { MedicinesView } from '#modules/medicines/contract.ts'
import type { NursingView } from '#modules/nursing/contract.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { givenWard } from './support/beds.ts'
import type { TestClient } from './support/server.ts'
import { givenStay, type Stay } from './support/stay.ts'
import { givenHospital, systemContext } from './support/visit.ts'
import { hospitalName, opened } from './support/ward.ts'
import { withWholeApp } from './support/whole-app.ts'

/** All that a charge is made of, wherever the resource of the act keeps it. */
interface Act {
  readonly who: string | undefined
  readonly where: string | undefined
  readonly when: string | undefined
  readonly what: string | undefined
  readonly quantity: number | undefined
  readonly payer: string | undefined
}

const marked = (of: { extension?: Extension[] }, url: string) => of.extension?.find((one) => one.url === url)
const codeIn = (code: { coding?: readonly { code?: string }[] } | undefined) => code?.coding?.[0]?.code
const quantityOf = (of: { extension?: Extension[] }) =>
  Number(marked(of, ext.actQuantity)?.valueQuantity?.value ?? Number.NaN)
const payerOf = (of: { extension?: Extension[] }) => marked(of, ext.payer)?.valueCode

const ofProcedure = (one: Procedure): Act => ({
  who: one.performer?.[0]?.actor.display,
  where: one.performer?.[0]?.onBehalfOf?.reference ?? one.location?.reference,
  when: one.performedDateTime,
  what: codeIn(one.code),
  quantity: quantityOf(one),
  payer: payerOf(one),
})

const ofDose = (one: MedicationAdministration): Act => {
  const facts = marked(one, ext.doseFacts)?.extension
  const dose = one.dosage?.dose?.value
  const volume = one.dosage?.rateQuantity?.value
  return {
    who: one.performer?.[0]?.actor.display,
    where: facts?.find(({ url }) => url === 'place')?.valueReference?.reference,
    when: one.effectiveDateTime ?? one.effectivePeriod?.start,
    what: codeIn(one.medicationCodeableConcept),
    quantity: Number(dose ?? volume ?? Number.NaN),
    payer: facts?.find(({ url }) => url === 'payer')?.valueCode,
  }
}

const ofTask = (one: Task): Act => ({
  who: one.owner?.display,
  where: one.location?.reference,
  when: one.executionPeriod?.start,
  what: codeIn(one.code),
  quantity: Number(one.input?.find(({ type }) => type?.text === 'quantity')?.valueDecimal ?? Number.NaN),
  payer: payerOf(one),
})

/** A laboratory order with its results, a birth, an examination in labour. */
const ofMarked = (one: Observation | ServiceRequest, result: Observation | undefined): Act => ({
  who: result?.performer?.[0]?.display,
  where: marked(one, ext.actPlace)?.valueReference?.reference,
  when: result?.issued ?? result?.effectiveDateTime,
  what: codeIn(one.code),
  quantity: quantityOf(one),
  payer: payerOf(one),
})

/** A day in a bed: of the kind of its place, for the days between coming and going, under the treating doctor. */
const ofPlace = (one: Encounter): Act => {
  const place = one.location?.find(({ status }) => status === 'active')
  return {
    who: one.participant?.[0]?.individual?.display,
    where: place?.location.reference,
    when: place?.period?.start,
    what: codeIn(place?.physicalType),
    quantity: place?.period?.start ? 1 : undefined,
    payer: payerOf(one),
  }
}

function whole(act: Act, name: string): void {
  for (const [part, value] of Object.entries(act))
    assert.ok(
      value !== undefined && value !== '' && !Number.isNaN(value),
      `${name}: no ${part} in ${JSON.stringify(act)}`,
    )
  assert.equal(act.payer, 'bhyt', name)
}

interface Hospital {
  readonly client: TestClient
  readonly ctx: Context
}

const clock = new Date('2026-11-23T03:00:00Z')
const open = opened<Hospital>((work) =>
  withWholeApp(
    async (client) => {
      const ctx = systemContext(client.services)
      await givenHospital(ctx)
      await givenWard(ctx, 'san', 4)
      const facility = { resourceType: 'Organization', name: hospitalName } as const
      await commit(ctx, [{ kind: 'create', id: 'facility', resource: facility }])
      await work({ client, ctx })
    },
    { now: () => clock },
  ),
)

let beds = 0
const lies = (): Promise<Stay> =>
  givenStay(open().ctx, { bed: ++beds, since: new Date(clock.getTime() - 3 * 3_600_000) })

async function send<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> {
  const answer = await open().client.send(method, path, method === 'POST' ? { body: body ?? {} } : {})
  assert.ok(answer.status < 300, `${path}: ${answer.text}`)
  return answer.body as T
}

const found = <T extends Resource>(type: T['resourceType'], { encounterId }: Stay) =>
  searchResources<T>(open().ctx, type, { encounter: `Encounter/${encounterId}`, _count: '100' })

async function orders(stay: Stay, line: object): Promise<string> {
  const id = uuidv7()
  await send('POST', `/api/stays/${stay.encounterId}/orders`, { lines: [{ id, ...line }] })
  return id
}

const services = [
  ['imaging', 'XQ-NGUC'],
  ['function-test', 'TD-DTD'],
  ['procedure', 'TT-KHIDUNG'],
  ['consultation', 'HC-K'],
  ['blood', 'MAU-KHC-250'],
  ['diet', 'DD-BT'],
  ['nursing', 'CS-2'],
] as const

describe('every act carries who, where, when, what, how much and who pays', () => {
  for (const [kind, code] of services)
    it(`${kind}`, async () => {
      const stay = await lies()
      const id = await orders(stay, { kind, code })
      await send('POST', `/api/orders/${id}/perform`, { quantity: 2 })
      const [act] = await found<Procedure>('Procedure', stay)
      assert.ok(act)
      whole(ofProcedure(act), kind)
      assert.deepEqual([ofProcedure(act).what, ofProcedure(act).quantity], [code, 2])
    })

  for (const [name, line] of [
    ['dose', { drugCode: 'PARACETAMOL-500', dose: 1, schedule: { type: 'hours', at: ['10:00'] } }],
    ['infusion', { drugCode: 'NACL-09-500', dose: 500, schedule: { type: 'once' }, rateMlPerHour: 80 }],
  ] as const)
    it(name, async () => {
      const stay = await lies()
      await orders(stay, { kind: 'drug', ...line })
      const path = `/api/stays/${stay.encounterId}`
      const view = await send<MedicinesView>('GET', `${path}/medicines`)
      const dose = view.orders.flatMap(({ requestId, cells }) =>
        cells.map(({ dueAt }) => ({ requestId, dueAt })),
      )[0]
      assert.ok(dose)
      const given = { id: uuidv7(), ...dose, code: line.drugCode }
      await send('POST', `${path}/doses`, { band: `LOVT:${stay.encounterId}`, doses: [given] })
      const act = await readResource<MedicationAdministration>(open().ctx, 'MedicationAdministration', given.id)
      whole(ofDose(act), name)
    })

  it('task of nursing', async () => {
    const stay = await lies()
    const path = `/api/stays/${stay.encounterId}`
    const dueAt = clock.toISOString()
    await send('POST', `${path}/own-tasks`, { code: 'dressing', text: 'Thay băng', dueAt })
    const { tasks } = await send<NursingView>('GET', `${path}/nursing`)
    const own = tasks.find(({ source }) => source === 'own')
    assert.ok(own)
    const { source, sourceId, code } = own
    await send('POST', `${path}/tasks`, { source, sourceId, code, dueAt: own.dueAt, outcome: 'done' })
    const act = (await found<Task>('Task', stay)).find(
      ({ intent, status }) => intent === 'order' && status === 'completed',
    )
    assert.ok(act)
    whole(ofTask(act), 'task')
  })

  it('laboratory test', async () => {
    const stay = await lies()
    const id = await orders(stay, { kind: 'laboratory', code: 'CRP' })
    const { requisition } = await readResource<ServiceRequest>(open().ctx, 'ServiceRequest', id)
    const path = `/api/laboratory/requisitions/${encodeURIComponent(requisition?.value ?? '')}`
    await send('POST', `${path}/collect`)
    const { tubes } = await send<{ tubes: readonly { accession: string }[] }>('GET', path)
    for (const { accession } of tubes) await send('POST', '/api/laboratory/receive', { accession })
    await send('POST', `${path}/results`, { results: [{ requestId: id, test: 'CRP', value: '3' }] })
    await send('POST', `${path}/validate`)
    await send('POST', `${path}/release`)
    const order = await readResource<ServiceRequest>(open().ctx, 'ServiceRequest', id)
    const results = await found<Observation>('Observation', stay)
    whole(
      ofMarked(
        order,
        results.find(({ basedOn }) => basedOn?.[0]?.reference === `ServiceRequest/${id}`),
      ),
      'test',
    )
    assert.equal(order.status, 'completed')
  })

  it('birth, with the child’s own bed, and an examination in labour', async () => {
    const { ctx } = open()
    const mother = await givenStay(ctx, { department: 'san', bed: 1, birthDate: '1998-02-01', since: clock })
    const path = `/api/stays/${mother.encounterId}`
    const found1 = { at: '2026-11-23T10:00:00+07:00', cervix: 6, fetalHeart: 140 }
    await send('POST', `${path}/labour`, found1)
    const born = { sex: 'female', bornAt: '2026-11-23T10:00:00+07:00', bedId: 'bed-san-2', weightGrams: 3150 }
    const { encounterId } = await send<{ encounterId: string }>('POST', `${path}/newborns`, born)
    const seen = await found<Observation>('Observation', mother)
    for (const code of ['birth', 'examination']) {
      const act = seen.find((one) =>
        one.code?.coding?.some((coding) => coding.system === cs.labour && coding.code === code),
      )
      assert.ok(act, code)
      whole(ofMarked(act, act), code)
    }
    whole(ofPlace(await readResource<Encounter>(ctx, 'Encounter', encounterId)), 'bed of the child')
  })
})
