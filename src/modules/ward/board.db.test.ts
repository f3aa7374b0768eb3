import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, ServiceRequest } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { encounters } from '#modules/encounters/index.ts'
import { patients } from '#modules/patients/index.ts'
import { records } from '#modules/records/index.ts'
import { commit } from '#store/commit.ts'
import { givenPatient, givenWard } from '#tests/support/beds.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { opened } from '#tests/support/ward.ts'
import type { Board, Census } from './board-contract.ts'
import type { StayView } from './contract.ts'
import { ward } from './index.ts'

describe('the bed board', () => {
  let now = Date.parse('2026-11-18T01:00:00Z')
  const client = opened<TestClient>((work) =>
    withServer(
      [ward, patients, encounters, records],
      async (one) => {
        await givenWard(systemContext(one.services), 'noi', 4)
        await work(one)
      },
      { now: () => new Date(now++) },
    ),
  )
  const ctx = () => systemContext(client().services)
  const hours = (count: number) => {
    now += count * 3_600_000
    return new Date(now).toISOString()
  }
  const send = async (method: 'POST' | 'PUT', url: string, body: object = {}) =>
    client().send(method, `/api${url}`, { body })
  const get = async <T>(url: string) => (await client().send('GET', `/api${url}`)).body as T
  const admitted = async (bedId: string) => {
    const patientId = await givenPatient(ctx())
    const { body } = await send('POST', '/ward/admissions', {
      ...{ patientId, bedId, departmentId: 'dept-noi' },
      ...{ source: 'direct', reason: 'Sốt cao', payer: 'self' },
    })
    return { patientId, id: (body as { encounterId: string }).encounterId }
  }
  const lying = async (id: string, at?: string) => {
    const { rooms } = await get<Board>(`/ward/board?department=dept-noi${at ? `&at=${at}` : ''}`)
    return rooms.flatMap(({ beds }) => beds).find(({ patient }) => patient?.encounterId === id)?.patient
  }
  const away = async (day: string) => (await get<Census>(`/ward/census?day=${day}`)).rows[0]?.onLeave

  it('tells of a past minute and a past day who was on leave, after he has come back', async () => {
    const { id } = await admitted('bed-noi-1')
    const inBed = hours(1)
    hours(1)
    await send('POST', `/stays/${id}/leave`, { reason: 'Về lo việc nhà' })
    const gone = hours(1)
    hours(24)
    await send('POST', `/stays/${id}/return`)
    const back = hours(1)
    assert.deepEqual(
      [(await lying(id, inBed))?.onLeave, (await lying(id, gone))?.onLeave, (await lying(id, back))?.onLeave],
      [false, true, false],
    )
    hours(24)
    assert.deepEqual([await away('2026-11-18'), await away('2026-11-19')], [1, 0])
  })

  it('ends a leave with the stay', async () => {
    const { id } = await admitted('bed-noi-2')
    await send('POST', `/stays/${id}/leave`, { reason: 'Về lo việc nhà' })
    hours(2)
    const diagnosis = { code: 'J18.9', text: 'Viêm phổi' }
    assert.equal((await send('POST', `/stays/${id}/discharge`, { disposition: 'home', diagnosis })).status, 204)
    hours(24)
    assert.equal(await away(new Date(now).toISOString().slice(0, 10)), 0)
  })

  it('shows the last score, the level of care, and the day on which the bed is expected to come free', async () => {
    const { id, patientId } = await admitted('bed-noi-3')
    const of = {
      subject: { reference: `Patient/${patientId}` },
      encounter: { reference: `Encounter/${id}` },
    }
    const score: Observation = {
      resourceType: 'Observation',
      status: 'final',
      ...of,
      category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
      code: { coding: [{ system: cs.score, code: 'NEWS2' }] },
      effectiveDateTime: new Date(now).toISOString(),
      valueInteger: 7,
    }
    const level = (code: string, at: number): ServiceRequest => ({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      ...of,
      code: { coding: [{ system: cs.careLevel, code }] },
      authoredOn: new Date(at).toISOString(),
    })
    await commit(
      ctx(),
      [score, level('3', now - 1000), level('1', now)].map((resource) => ({ kind: 'create' as const, resource })),
    )
    const url = `/stays/${id}/expected-discharge`
    assert.equal((await send('PUT', url, { day: '2026-11-10' })).status, 400)
    assert.equal((await send('PUT', url, { day: '2026-12-01' })).status, 204)
    const patient = await lying(id)
    assert.deepEqual(
      [patient?.warning?.total, patient?.careLevel, patient?.expectedDischarge],
      [7, '1', '2026-12-01'],
    )
    assert.equal((await send('PUT', url, { day: null })).status, 204)
    assert.equal((await get<StayView>(`/stays/${id}`)).expectedDischarge, undefined)
  })
})
