import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import { encounters } from '#modules/encounters/index.ts'
import { patients } from '#modules/patients/index.ts'
import { records } from '#modules/records/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { givenWard } from '#tests/support/beds.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenHospital, givenVisit, systemContext } from '#tests/support/visit.ts'
import { opened } from '#tests/support/ward.ts'
import type { Admission } from './asked-contract.ts'
import type { Board } from './board-contract.ts'
import type { StayView } from './contract.ts'
import { ward } from './index.ts'

describe('a visit that ends in an admission', () => {
  const client = opened<TestClient>((work) =>
    withServer([ward, patients, encounters, records], async (one) => {
      const ctx = systemContext(one.services)
      await givenHospital(ctx)
      await givenWard(ctx, 'noi', 4)
      await givenWard(ctx, 'hscc', 2)
      await work(one)
    }),
  )
  const ctx = () => systemContext(client().services)
  const post = async (url: string, body: object) => {
    const answer = await client().send('POST', `/api${url}`, { body })
    return { status: answer.status, code: (answer.body as { code?: string } | null)?.code, body: answer.body }
  }
  const get = async <T>(url: string) => (await client().send('GET', `/api${url}`)).body as T
  const ask = (visit: string, departmentId = 'dept-noi', urgent = false) =>
    post(`/encounters/${visit}/admission`, { departmentId, reason: 'Viêm phổi, SpO2 91 %', urgent })
  const asked = async (department = 'dept-noi') => (await get<Board>(`/ward/board?department=${department}`)).asked

  it('waits on the board of the ward, is taken into a bed with what the visit knows, and waits no more', async () => {
    const visit = await givenVisit(ctx())
    const encounter = await readResource<Encounter & { id: string }>(ctx(), 'Encounter', visit.encounterId)
    const insured = { ...encounter, extension: [{ url: ext.payer, valueCode: 'bhyt' }] }
    await commit(ctx(), [{ kind: 'update', resource: insured }])
    assert.equal((await ask(visit.encounterId)).status, 200)
    const [one] = await asked()
    assert.deepEqual(
      [one?.patientId, one?.from, one?.reason, one?.urgent],
      [visit.patientId, 'Phòng khám Nội 2', 'Viêm phổi, SpO2 91 %', false],
    )
    const taken = await post(`/ward/asked/${one?.id}/admit`, { bedId: 'bed-noi-1' })
    assert.equal(taken.status, 200, JSON.stringify(taken.body))
    const { encounterId } = taken.body as { encounterId: string }
    const stay = await get<StayView>(`/stays/${encounterId}`)
    assert.deepEqual(
      [stay.bed?.id, stay.payer, stay.source, stay.reason, stay.fromEncounterId],
      ['bed-noi-1', 'bhyt', 'outpatient', 'Viêm phổi, SpO2 91 %', visit.encounterId],
    )
    assert.deepEqual(await asked(), [])
    const { last } = await get<Admission>(`/encounters/${visit.encounterId}/admission`)
    assert.deepEqual([last?.state, last?.stayId], ['admitted', encounterId])
  })

  it('is asked for once, though two doctors press at once', async () => {
    const visit = await givenVisit(ctx())
    const both = await Promise.all([ask(visit.encounterId), ask(visit.encounterId, 'dept-hscc')])
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 409])
    assert.equal(both.map((one) => one.code).find(Boolean), 'ward.askedAlready')
  })

  it('is taken by one of two nurses, into one bed; the other is told', async () => {
    const visit = await givenVisit(ctx())
    await ask(visit.encounterId, 'dept-hscc', true)
    const one = (await asked('dept-hscc')).find(({ visitId }) => visitId === visit.encounterId)
    const both = await Promise.all(
      [1, 2].map((bed) => post(`/ward/asked/${one?.id}/admit`, { bedId: `bed-hscc-${bed}` })),
    )
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 409])
    assert.equal(both.map(({ code }) => code).find(Boolean), 'ward.notAsked')
  })

  it('comes back to the visit with the reason, and may be sent to another ward', async () => {
    const visit = await givenVisit(ctx())
    await ask(visit.encounterId)
    const one = (await asked()).find(({ visitId }) => visitId === visit.encounterId)
    assert.equal((await post(`/ward/asked/${one?.id}/refuse`, { reason: 'kín' })).code, 'ward.reasonMissing')
    assert.equal((await post(`/ward/asked/${one?.id}/refuse`, { reason: 'Hết giường thở máy' })).status, 204)
    assert.equal((await post(`/ward/asked/${one?.id}/admit`, {})).code, 'ward.notAsked')
    const { last } = await get<Admission>(`/encounters/${visit.encounterId}/admission`)
    assert.deepEqual([last?.state, last?.why], ['refused', 'Hết giường thở máy'])
    assert.equal((await ask(visit.encounterId, 'dept-hscc')).status, 200)
  })

  it('waits no more when the patient is admitted by another way', async () => {
    const visit = await givenVisit(ctx())
    await ask(visit.encounterId)
    const body = { patientId: visit.patientId, departmentId: 'dept-hscc', source: 'direct', payer: 'self' }
    assert.equal((await post('/ward/admissions', { ...body, reason: 'Trở nặng tại phòng khám' })).status, 200)
    assert.deepEqual(
      (await asked()).filter(({ visitId }) => visitId === visit.encounterId),
      [],
    )
    assert.equal((await ask(visit.encounterId)).code, 'ward.alreadyIn')
  })
})
