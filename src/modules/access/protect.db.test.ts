import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import type { Consent, Encounter, Organization, Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { cs } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { hospital, someone } from '#tests/support/access.ts'
import type { LabelsView } from './contract.ts'
import type { Refusable, RefusalView } from './refusal-contract.ts'

const doctor = someone('doctor', { departments: ['NOI'] })
const office = someone('record-office')
const document = 'Đơn ngày 23/11/2026, lưu tại phòng KHTH'

type Who = typeof doctor

const call = (as: Who, method: 'GET' | 'POST', path: string, body?: object) =>
  hospital().client.send(method, `/api/access/${path}`, { as, ...(body ? { body } : {}) })

const code = ({ body }: { readonly body: unknown }) => (body as { code?: string } | undefined)?.code

const note = (as: Who, against: readonly object[], more: object = {}) =>
  call(as, 'POST', 'refusals', { patient: hospital().stay.patientId, against, document, ...more })

const sees = async (as: Who) => {
  const answer = await hospital().client.send('GET', `/fhir/R4/Observation/${hospital().resultId}`, { as })
  return answer.status
}

const held = async (as: Who = office) => {
  const answer = await call(as, 'GET', `refusals?patient=${hospital().stay.patientId}`)
  return (answer.body as RefusalView[]).filter(({ holds }) => holds)
}

async function endAll(): Promise<void> {
  const { ctx } = hospital()
  for (const { id } of await held()) {
    const consent = await readResource<Consent>(ctx, 'Consent', id)
    await commit(ctx, [{ kind: 'update', resource: { ...consent, status: 'inactive' } }])
  }
}

describe('noting what a patient refuses', () => {
  afterEach(endAll)

  it('is for doctors, the record office and the director', async () => {
    for (const role of ['nurse', 'reception', 'it-admin', 'laboratory', 'patient'])
      assert.equal((await note(someone(role), [])).status, 403, role)
    for (const as of [doctor, office, someone('director')]) {
      const done = await note(as, [])
      assert.equal(done.status, 200, done.text)
    }
  })

  it('is seen by who asks to end it by a document, too, and by nobody else', async () => {
    const asks = { ...someone('nurse'), permissions: new Set(['access.represent']) }
    const path = `refusals?patient=${hospital().stay.patientId}`
    assert.equal((await call(asks, 'GET', path)).status, 200)
    assert.equal(code(await call(someone('nurse'), 'GET', path)), 'common.forbidden')
    assert.equal((await note(asks, [])).status, 403)
  })

  it('shuts out whom it names by role, and nobody else', async () => {
    const laboratory = someone('laboratory')
    const imaging = someone('imaging')
    assert.deepEqual([await sees(laboratory), await sees(imaging)], [200, 200])
    assert.equal((await note(office, [{ kind: 'role', id: 'laboratory' }])).status, 200)
    assert.deepEqual([await sees(laboratory), await sees(imaging)], [403, 200])
    const [listed] = await held(doctor)
    assert.deepEqual([listed?.against, listed?.document, listed?.holds], [['Xét nghiệm'], document, true])
    await endAll()
    assert.equal(await sees(laboratory), 200)
  })

  it('of a role is not taken back by naming another', async () => {
    assert.equal((await note(office, [{ kind: 'role', id: 'laboratory' }])).status, 200)
    const { ctx, client } = hospital()
    const [noted] = await held()
    const consent = await readResource<Consent>(ctx, 'Consent', noted?.id ?? '')
    const actor = consent.provision?.actor?.map((one) => ({
      ...one,
      reference: { ...one.reference, identifier: { ...one.reference?.identifier, value: 'imaging' } },
    }))
    const body = { ...consent, provision: { ...consent.provision, actor } }
    const answer = await client.send('PUT', `/fhir/R4/Consent/${consent.id}`, { as: office, body })
    assert.equal(answer.status, 403, answer.text)
  })

  it('shuts out a person who does not treat; those who treat go on', async () => {
    const imaging = someone('imaging')
    const person = { resourceType: 'Practitioner' as const, name: [{ text: 'Lê Văn Chụp' }] }
    await commit(hospital().ctx, [{ kind: 'create', resource: person, id: imaging.practitionerId ?? '' }])
    const against = [{ kind: 'person', id: imaging.practitionerId }]
    assert.equal((await note(doctor, against)).status, 200)
    assert.deepEqual([await sees(imaging), await sees(someone('laboratory')), await sees(doctor)], [403, 200, 200])
  })

  it('asks for somebody who is there, a day to come and a document', async () => {
    assert.equal(code(await note(office, [{ kind: 'person', id: 'nobody' }])), 'access.refusedUnknown')
    assert.equal(code(await note(office, [{ kind: 'role', id: 'director' }])), 'access.refusedUnknown')
    assert.equal(code(await note(office, [], { until: '2026-11-22' })), 'access.refusalPast')
    assert.equal(code(await note(office, [], { until: '2026-13-01' })), 'common.notADay')
    assert.equal((await note(office, [], { document: 'x' })).status, 400)
    assert.equal((await note(office, [], { until: '2026-11-23' })).status, 200)
  })

  it('finds whom to refuse by any part of the name', async () => {
    const department: Organization = {
      resourceType: 'Organization',
      name: 'Khoa Nội tổng hợp',
      identifier: [{ system: cs.department, value: 'NTH' }],
    }
    await commit(hospital().ctx, [{ kind: 'create', resource: department, id: 'dept-nth' }])
    const found = async (q: string) =>
      (await call(doctor, 'GET', `refusals/against?q=${encodeURIComponent(q)}`)).body as Refusable[]
    assert.deepEqual((await found('xet nghiem')).at(0), { kind: 'role', id: 'laboratory', name: 'Xét nghiệm' })
    assert.ok((await found('khoa noi')).some(({ kind }) => kind === 'department'))
    assert.equal((await call(someone('nurse'), 'GET', 'refusals/against?q=a')).status, 403)
  })
})

describe('putting a protecting label on', () => {
  const put = (as: Who, resource: string, label: string, reason = 'Theo đề nghị của người bệnh') =>
    call(as, 'POST', 'labels', { resource, label, reason })

  it('keeps those out who do not treat, and stands in the journal with its reason', async () => {
    const { ctx, stay } = hospital()
    const elsewhere = someone('laboratory', { departments: ['XN'] })
    const other = someone('doctor', { departments: ['NGOAI'] })
    for (const role of ['nurse', 'reception', 'it-admin', 'laboratory'])
      assert.equal((await put(someone(role), `Patient/${stay.patientId}`, 'VIP')).status, 403, role)
    const done = await put(doctor, `Patient/${stay.patientId}`, 'VIP')
    assert.equal(done.status, 204, done.text)
    const { meta } = await readResource<Patient>(ctx, 'Patient', stay.patientId)
    assert.deepEqual(
      meta?.security?.map(({ system, code: one }) => [system, one]),
      [['http://terminology.hl7.org/CodeSystem/v3-ActCode', 'VIP']],
    )
    assert.equal(code(await put(office, `Patient/${stay.patientId}`, 'VIP')), 'access.labelThere')
    assert.deepEqual([await sees(doctor), await sees(elsewhere), await sees(other)], [200, 200, 403])
    const { rows } = await sql<{ content: string }>`
      select content from audit_event where facility = 1 and action = 'access-label'`.execute(ctx.db)
    assert.ok(rows.some(({ content }) => content.includes('label.put')))
    const view = (await call(office, 'GET', `protection?patient=${stay.patientId}`)).body as LabelsView
    assert.deepEqual(view.patient, ['VIP'])
    const off = { resource: `Patient/${stay.patientId}`, label: 'VIP', reason: 'Đã ra viện, không cần nữa' }
    const gone = await call(office, 'POST', 'labels/remove', off)
    assert.equal(gone.status, 200, gone.text)
  })

  it('of what is sensitive goes on the visit', async () => {
    const { ctx, stay } = hospital()
    assert.equal(code(await put(doctor, `Patient/${stay.patientId}`, 'HIV')), 'access.labelUnfit')
    assert.equal(code(await put(doctor, `Encounter/${stay.encounterId}`, 'VIP')), 'access.labelUnfit')
    assert.equal(code(await put(doctor, `Encounter/${stay.encounterId}`, 'DONOR')), 'access.labelUnfit')
    const done = await put(doctor, `Encounter/${stay.encounterId}`, 'HIV')
    assert.equal(done.status, 204, done.text)
    const { meta } = await readResource<Encounter>(ctx, 'Encounter', stay.encounterId)
    assert.deepEqual(
      meta?.security?.map(({ code: one }) => one),
      ['HIV'],
    )
    const view = (await call(doctor, 'GET', `protection?patient=${stay.patientId}`)).body as LabelsView
    assert.deepEqual(view.visits.find(({ id }) => id === stay.encounterId)?.labels, ['HIV'])
    const off = { resource: `Encounter/${stay.encounterId}`, label: 'HIV', reason: 'Nhập nhầm người bệnh khác' }
    const gone = await call(office, 'POST', 'labels/remove', off)
    assert.equal(gone.status, 200, gone.text)
  })
})
