import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Encounter, Patient, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { hospital, someone } from '#tests/support/access.ts'
import { givenResult } from '#tests/support/result.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'

const doctor = someone('doctor', { departments: ['NGOAI'] })
const colleague = { ...someone('doctor', { departments: ['NGOAI'] }), id: 'another-surgeon' }
const treating = someone('doctor', { departments: ['NOI'] })

type Who = typeof doctor

let stay: Stay
let resultId: string

async function givenPatient(label: string): Promise<void> {
  const { ctx } = hospital()
  const people = [doctor.practitionerId, treating.practitionerId, 'practitioner-test']
  await commit(
    ctx,
    [
      ...people.map((id): Resource => ({ resourceType: 'Practitioner', id: id ?? '', name: [{ text: 'X' }] })),
      surgery,
    ].map((resource) => ({ kind: 'update', resource })),
  )
  stay = await givenStay(ctx, { bed: Number(beds++) })
  const patient = await readResource<Patient>(ctx, 'Patient', stay.patientId)
  await commit(ctx, [{ kind: 'update', resource: { ...patient, meta: { security: [{ code: label }] } } }])
  resultId = await givenResult(ctx, stay)
}

let beds = 2
const surgery: Resource = { resourceType: 'Organization', id: 'dept-ngoai', name: 'Khoa Ngoại' }
async function surgicalBed(): Promise<string> {
  const physicalType = (code: string) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code }],
  })
  const of = { status: 'active', managingOrganization: ours } as const
  const ward: Resource = {
    resourceType: 'Location',
    id: 'ward-ngoai',
    name: 'Ngoại',
    physicalType: physicalType('wa'),
    ...of,
  }
  const id = `bed-ngoai-${beds++}`
  const partOf = { reference: 'Location/ward-ngoai' }
  const bed: Resource = { resourceType: 'Location', id, name: id, physicalType: physicalType('bd'), partOf, ...of }
  await commit(
    hospital().ctx,
    [ward, bed].map((resource) => ({ kind: 'update', resource })),
  )
  return `Location/${id}`
}

const put = (as: Who, resource: Resource) =>
  hospital().client.send('PUT', `/fhir/R4/${resource.resourceType}/${resource.id}`, { as, body: resource })
const reads = async (as: Who, id = resultId) =>
  (await hospital().client.send('GET', `/fhir/R4/Observation/${id}`, { as })).status === 200

const encounter = () => readResource<Encounter & Resource>(hospital().ctx, 'Encounter', stay.encounterId)
const me = { reference: `Practitioner/${doctor.practitionerId}` }
const ours = { reference: 'Organization/dept-ngoai' }
const subject = () => ({ reference: `Patient/${stay.patientId}` })

/** Ways in which somebody can be bound to a patient by what is written. */
const ties: Readonly<Record<string, () => Promise<Resource>>> = {
  'a name in the team': async () => {
    const now = await encounter()
    return { ...now, participant: [...(now.participant ?? []), { individual: me }] }
  },
  'the department of the stay': async () => ({
    ...(await encounter()),
    serviceProvider: ours,
    location: [
      {
        location: { reference: await surgicalBed() },
        status: 'active',
        period: { start: '2026-11-23T03:42:00Z' },
      },
    ],
  }),
  'a visit of their own': async () => ({
    resourceType: 'Encounter',
    id: hospital().ctx.newId(),
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: subject(),
    serviceProvider: ours,
    participant: [{ individual: me }],
    period: { start: hospital().ctx.now().toISOString() },
  }),
  'a task': async () => ({
    resourceType: 'Task',
    id: hospital().ctx.newId(),
    status: 'requested',
    intent: 'order',
    for: subject(),
    encounter: { reference: `Encounter/${stay.encounterId}` },
    owner: me,
  }),
  'an order': async () => ({
    resourceType: 'ServiceRequest',
    id: hospital().ctx.newId(),
    status: 'active',
    intent: 'order',
    code: { text: 'Khám chuyên khoa' },
    subject: subject(),
    encounter: { reference: `Encounter/${stay.encounterId}` },
    performer: [ours],
  }),
}

/** Writes as somebody, whether or not the rules let that person write: what counts is what it opens. */
const written = (as: Who, resource: Resource) => {
  const { ctx } = hospital()
  return commit({ ...ctx, actor: { ...ctx.actor, ...as, kind: 'person' } as typeof ctx.actor }, [
    { kind: 'update', resource },
  ])
}

describe('a tie that somebody makes for himself', () => {
  beforeEach(() => givenPatient('VIP'))

  for (const [what, made] of Object.entries(ties)) {
    it(`lets nobody in where access is restricted: ${what}`, async () => {
      assert.equal(await reads(doctor), false)
      await written(doctor, await made())
      assert.equal(await reads(doctor), false)
      const search = `/fhir/R4/Observation?patient=${stay.patientId}&_total=accurate`
      const found = (await hospital().client.send('GET', search, { as: doctor })).body as { total: number }
      assert.equal(found.total, 0)
    })

    it(`lets in when another made it: ${what}`, async () => {
      await written(treating, await made())
      assert.equal(await reads(doctor), true)
    })

    it(`lets in when another has worked on it: ${what}`, async () => {
      const resource = await made()
      await written(doctor, resource)
      await written(treating, { ...resource, language: 'vi' } as Resource)
      assert.equal(await reads(doctor), true)
    })
  }

  it('is none by the hands of a program that hands on what it finds', async () => {
    const resource = await ties['a name in the team']?.()
    assert.ok(resource)
    await written(doctor, resource)
    await commit(hospital().ctx, [{ kind: 'update', resource: { ...resource, language: 'vi' } as Resource }])
    assert.equal(await reads(doctor), false)
  })

  it('counts for those of the department who did not make it', async () => {
    const made = await ties['the department of the stay']?.()
    assert.ok(made)
    await written(doctor, made)
    assert.deepEqual([await reads(doctor), await reads(colleague)], [false, true])
  })

  it('counts where nothing is restricted', async () => {
    await givenPatient('N')
    assert.equal(await reads(doctor), false)
    await written(doctor, await (ties['a name in the team'] as () => Promise<Resource>)())
    assert.equal(await reads(doctor), true)
  })

  it('is none as a transfer asked to the own department, and one that another asked is', async () => {
    const { ctx } = hospital()
    const transfer = (account: string) =>
      sql`
      insert into stay_transfer (facility, encounter_id, patient_id, from_department, to_department, reason, asked_at, asked_by,
        asked_account, arrived_at)
      values (1, ${stay.encounterId}, ${stay.patientId}, 'dept-noi', 'dept-ngoai', 'x', ${ctx.now()}, 'x', ${account}, ${ctx.now()})
      on conflict (facility, encounter_id) do update set asked_account = excluded.asked_account`.execute(ctx.db)
    await transfer(doctor.id ?? '')
    assert.equal(await reads(doctor), false)
    await transfer(treating.id ?? '')
    assert.equal(await reads(doctor), true)
  })

  it('counts when the department was asked to take the patient, whoever receives', async () => {
    const { ctx } = hospital()
    await written(doctor, await (ties['the department of the stay'] as () => Promise<Resource>)())
    const received = (account: string) =>
      sql`
      insert into stay_received (facility, encounter_id, to_department, asked_account, received_at)
      values (1, ${stay.encounterId}, 'dept-ngoai', ${account}, ${new Date(ctx.now().getTime() + account.length)})`.execute(
        ctx.db,
      )
    await received(doctor.id ?? '')
    assert.equal(await reads(doctor), false)
    await received(treating.id ?? '')
    assert.equal(await reads(doctor), true)
  })
})

describe('a Task, which FHIR has in no compartment of a patient', () => {
  it('is restricted as the rest of the record is', async () => {
    await givenPatient('VIP')
    const task = (await ties['a task']?.()) as Resource & { encounter?: object }
    const { encounter: _, ...loose } = { ...task, id: hospital().ctx.newId() }
    const owner = { reference: `Practitioner/${treating.practitionerId}` }
    for (const one of [
      { ...task, owner },
      { ...loose, owner },
    ]) {
      await commit(hospital().ctx, [{ kind: 'update', resource: one as Resource }])
      const answer = await hospital().client.send('GET', `/fhir/R4/Task/${one.id}`, { as: colleague })
      assert.equal(answer.status, 403, answer.text)
    }
  })
})

describe('what is sensitive', () => {
  it('is not opened by a consent that the one who reads has written', async () => {
    const { ctx } = hospital()
    await givenPatient('N')
    const id = await givenResult(ctx, stay, ['HIV'])
    await written(treating, await (ties['an order'] as () => Promise<Resource>)())
    const consent: Resource = {
      resourceType: 'Consent',
      id: ctx.newId(),
      status: 'active',
      scope: { coding: [{ code: 'patient-privacy' }] },
      category: [{ coding: [{ code: 'INFA' }] }],
      policyRule: { coding: [{ code: 'OPTIN' }] },
      patient: subject(),
      provision: { type: 'permit' },
    }
    assert.equal(await reads(doctor, id), false)
    await written(doctor, consent)
    assert.equal(await reads(doctor, id), false)
    await written(treating, consent)
    assert.equal(await reads(doctor, id), true)
  })
})

describe('the own record', () => {
  it('is not opened by any tie', async () => {
    const { ctx } = hospital()
    await givenPatient('N')
    await sql`insert into audit_relation (facility, account, patient, kind) values (1, ${doctor.id}, ${stay.patientId}, 'own')`.execute(
      ctx.db,
    )
    for (const made of Object.values(ties)) await written(treating, await made())
    assert.equal(await reads(doctor), false)
    assert.equal(await reads(colleague), true, 'by the department')
  })
})

describe('a write that only serves to be let in', () => {
  it('is refused where nothing lets in to write, and gains nothing where it is not', async () => {
    await givenPatient('VIP')
    for (const made of Object.values(ties)) {
      const answer = await put(doctor, await made())
      assert.ok([200, 201, 403].includes(answer.status), answer.text)
      assert.equal(await reads(doctor), false)
    }
  })
})
