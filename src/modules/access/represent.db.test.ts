import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { clock, hospital, someone } from '#tests/support/access.ts'
import type { RepresentativeView, WhyView } from './contract.ts'

const office = someone('record-office')
const mother = '0b7cfd4c-55d5-4bd7-b3de-000000000001'
const asMother = someone('patient', { id: mother, kind: 'patient', patientId: 'mother' })

async function bornOn(birthDate: string): Promise<string> {
  const { ctx, stay } = hospital()
  const patient = await readResource<Patient>(ctx, 'Patient', stay.patientId)
  await commit(ctx, [{ kind: 'update', resource: { ...patient, birthDate } }])
  await commit(ctx, [
    { kind: 'update', resource: { resourceType: 'Patient', id: 'mother', name: [{ text: 'Lê Thị Mẹ' }] } },
  ])
  await sql`delete from access_representative`.execute(ctx.db)
  await sql`
    insert into account (facility, id, kind, user_name, name, roles, patient_id, created_at, active)
    values (1, ${mother}, 'patient', 'mother', 'Lê Thị Mẹ', '{patient}', 'mother', now(), true) on conflict do nothing`.execute(
    ctx.db,
  )
  return stay.patientId
}

const note = (patientId: string, more: object = {}) =>
  hospital().client.send('POST', '/api/access/representatives', {
    as: office,
    body: { userName: 'mother', patientId, relation: 'Mẹ', document: 'Giấy khai sinh số 12', ...more },
  })

const list = async (patient: string) =>
  (await hospital().client.send('GET', `/api/access/representatives?patient=${patient}`, { as: office }))
    .body as RepresentativeView[]

const reads = async () => {
  const { client, resultId } = hospital()
  return (await client.send('GET', `/fhir/R4/Observation/${resultId}`, { as: asMother })).status
}

describe('who represents a patient', () => {
  const now = clock.now
  beforeEach(() => {
    clock.now = now
  })

  it('of a child sees the record of the child until it is eighteen, whatever end was asked for', async () => {
    const child = await bornOn('2009-01-10')
    assert.equal(await reads(), 404)
    assert.equal((await note(child, { until: '2040-01-01' })).status, 204)
    const [told] = await list(child)
    assert.deepEqual(
      [told?.name, told?.relation, told?.document, told?.since, told?.until, told?.holds],
      ['Lê Thị Mẹ', 'Mẹ', 'Giấy khai sinh số 12', '2026-11-23', '2027-01-10', true],
    )
    assert.equal(await reads(), 200)
    clock.now = new Date('2027-01-09T17:00:00Z')
    assert.equal(await reads(), 404, 'from midnight in Viet Nam')
    assert.equal((await list(child))[0]?.holds, false)
  })

  it('of somebody of age has the end that was asked for, or none', async () => {
    const ward = await bornOn('1958-04-11')
    assert.equal((await note(ward)).status, 204)
    assert.equal((await list(ward))[0]?.until, undefined)
    assert.equal((await note(ward, { until: '2026-12-01' })).status, 204)
    assert.equal((await list(ward))[0]?.until, '2026-12-01')
    assert.equal((await note(ward, { until: '2026-11-01' })).status, 400)
  })

  it('of a child ends at eighteen, also when the birthday became known later', async () => {
    const { ctx } = hospital()
    const child = await bornOn('2009-01-10')
    const { birthDate: _, ...unknown } = await readResource<Patient>(ctx, 'Patient', child)
    await commit(ctx, [{ kind: 'update', resource: unknown as Patient }])
    assert.equal((await note(child)).status, 400, 'without a birthday an end is needed')
    assert.equal((await note(child, { until: '2040-01-01' })).status, 204)
    assert.equal((await list(child))[0]?.until, '2040-01-01')
    await commit(ctx, [{ kind: 'update', resource: { ...(unknown as Patient), birthDate: '2012-02-29' } }])
    assert.deepEqual([(await list(child))[0]?.until, await reads()], ['2030-03-01', 200])
    clock.now = new Date('2030-02-28T16:59:00Z')
    assert.equal(await reads(), 200)
    clock.now = new Date('2030-02-28T17:00:00Z')
    assert.equal(await reads(), 404)
  })

  it('begins on the day that is said', async () => {
    const ward = await bornOn('1958-04-11')
    assert.equal((await note(ward, { since: '2026-11-25' })).status, 204)
    const [told] = await list(ward)
    assert.deepEqual([told?.since, told?.holds, await reads()], ['2026-11-25', false, 404])
    clock.now = new Date('2026-11-24T17:00:00Z')
    assert.equal(await reads(), 200)
  })

  it('needs the account of a patient, and says which one there is not', async () => {
    const child = await bornOn('2015-01-10')
    for (const userName of ['nobody.here', 'bacsi']) {
      const { body } = await note(child, { userName })
      assert.deepEqual((body as { code?: string }).code, 'access.noPatientAccount')
    }
  })

  it('is ended by the record office with a reason', async () => {
    const child = await bornOn('2015-01-10')
    await note(child)
    assert.equal(await reads(), 200)
    const end = () =>
      hospital().client.send('POST', '/api/access/representatives/end', {
        as: office,
        body: { userName: 'mother', patientId: child, reason: 'Tòa án chỉ định người khác' },
      })
    assert.equal((await end()).status, 204)
    assert.equal((await end()).status, 409)
    assert.equal(await reads(), 404)
  })

  it('is noted by the record office only, with a document, and never for oneself', async () => {
    const child = await bornOn('2015-01-10')
    assert.equal((await note(child, { document: '' })).status, 400)
    assert.equal((await note('mother')).status, 400)
    for (const role of ['doctor', 'nurse', 'reception', 'it-admin', 'patient']) {
      const answer = await hospital().client.send('GET', `/api/access/representatives?patient=${child}`, {
        as: someone(role),
      })
      assert.equal(answer.status, 403, role)
    }
  })

  it('is told to the patient, with those who treat and the rules', async () => {
    const child = await bornOn('2015-01-10')
    await note(child)
    const told = (
      await hospital().client.send('GET', '/api/access/why-mine', {
        as: someone('patient', { kind: 'patient', patientId: child }),
      })
    ).body as WhyView
    assert.deepEqual(
      [told.team, told.representatives.map(({ name }) => name)],
      [['Người Thử Nghiệm'], ['Lê Thị Mẹ']],
    )
    assert.ok(told.rules.length > 10 && told.rules.every(({ title, source }) => title && source))
  })
})
