import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter } from '@medplum/fhirtypes'
import { encounters } from '#modules/encounters/index.ts'
import { patients } from '#modules/patients/index.ts'
import { records } from '#modules/records/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { givenPatient, givenWard } from '#tests/support/beds.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { opened } from '#tests/support/ward.ts'
import type { StayView } from './contract.ts'
import { ward } from './index.ts'

describe('admission', () => {
  const client = opened<TestClient>((work) =>
    withServer([ward, patients, encounters, records], async (one) => {
      const ctx = systemContext(one.services)
      await givenWard(ctx, 'noi', 6)
      await givenWard(ctx, 'nam', 1, 'male')
      await work(one)
    }),
  )

  const admission = (patientId: string, bedId?: string, departmentId = 'dept-noi') => ({
    patientId,
    departmentId,
    ...(bedId ? { bedId } : {}),
    source: 'direct',
    reason: 'Sốt cao, khó thở',
    payer: 'bhyt',
  })
  const admit = (body: object) => client().send('POST', '/api/ward/admissions', { body })
  const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code

  it('opens a record with its number, in the bed', async () => {
    const ctx = systemContext(client().services)
    const answer = await admit(admission(await givenPatient(ctx), 'bed-noi-1'))
    assert.equal(answer.status, 200, answer.text)
    const { encounterId, recordNumber } = answer.body as { encounterId: string; recordNumber: string }
    const { body } = await client().send('GET', `/api/stays/${encounterId}`)
    const stay = body as StayView
    assert.deepEqual(
      [stay.recordNumber, stay.bed?.name, stay.bed?.room, stay.department.id, stay.day, stay.status],
      [recordNumber, 'Giường 1', 'Phòng 1', 'dept-noi', 1, 'in-progress'],
    )
    assert.equal((await readResource<Encounter>(ctx, 'Encounter', encounterId)).class.code, 'IMP')
  })

  it('gives one of two who want the same bed at once, and tells the other', async () => {
    const ctx = systemContext(client().services)
    const [a, b] = [await givenPatient(ctx), await givenPatient(ctx)]
    const answers = await Promise.all([admit(admission(a, 'bed-noi-2')), admit(admission(b, 'bed-noi-2'))])
    assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409])
    assert.equal(answers.map(codeOf).find(Boolean), 'ward.bedTaken')
  })

  it('admits a patient once, though it is pressed twice', async () => {
    const ctx = systemContext(client().services)
    const patient = await givenPatient(ctx)
    const answers = await Promise.all([
      admit(admission(patient, 'bed-noi-3')),
      admit(admission(patient, 'bed-noi-4')),
    ])
    assert.deepEqual(answers.map((one) => one.status).sort(), [200, 409])
    assert.equal(answers.map(codeOf).find(Boolean), 'ward.alreadyIn')
  })

  it('asks before a bed in a room of the other sex is given', async () => {
    const ctx = systemContext(client().services)
    const body = admission(await givenPatient(ctx, 'female'), 'bed-nam-1', 'dept-nam')
    assert.equal(codeOf(await admit(body)), 'ward.otherSex')
    assert.equal((await admit({ ...body, anySex: true })).status, 200)
  })

  it('holds the bed against writes that come past it', async () => {
    const ctx = systemContext(client().services)
    await admit(admission(await givenPatient(ctx), 'bed-noi-5'))
    const other = await admit(admission(await givenPatient(ctx)))
    const id = (other.body as { encounterId: string }).encounterId
    const stay = await readResource<Encounter>(ctx, 'Encounter', id)
    const at = stay.period?.start ?? ''
    const thief: Encounter = {
      ...stay,
      location: [{ location: { reference: 'Location/bed-noi-5' }, status: 'active', period: { start: at } }],
    }
    await assert.rejects(commit(ctx, [{ kind: 'update', resource: thief }]), { code: 'ward.bedTaken' })
  })
})
