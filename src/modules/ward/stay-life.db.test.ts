import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type {
  Encounter,
  MedicationRequest,
  Patient,
  QuestionnaireResponse,
  RelatedPerson,
  ServiceRequest,
} from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { eventExtension } from '#fhir/order-marks.ts'
import { cs } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import { encounters } from '#modules/encounters/index.ts'
import { patients } from '#modules/patients/index.ts'
import { records } from '#modules/records/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import { givenPatient, givenWard } from '#tests/support/beds.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { opened } from '#tests/support/ward.ts'
import type { Board, Census } from './board-contract.ts'
import type { Lacks, StayView } from './contract.ts'
import { ward } from './index.ts'

const diagnosis = { code: 'J18.9', text: 'Viêm phổi' }

describe('a stay', () => {
  let now = Date.parse('2026-11-20T01:00:00Z')
  const client = opened<TestClient>((work) =>
    withServer(
      [ward, patients, encounters, records, documents],
      async (one) => {
        const ctx = systemContext(one.services)
        await givenWard(ctx, 'noi', 13)
        await givenWard(ctx, 'hscc', 4)
        await work(one)
      },
      { now: () => new Date(now++) },
    ),
  )
  const ctx = () => systemContext(client().services)
  const minutes = (count: number) => {
    now += count * 60_000
  }
  const post = async (url: string, body: object = {}) => {
    minutes(1)
    const answer = await client().send('POST', `/api${url}`, { body })
    return { status: answer.status, code: (answer.body as { code?: string } | null)?.code, body: answer.body }
  }
  const get = async <T>(url: string) => (await client().send('GET', `/api${url}`)).body as T
  const admitted = async (bedId?: string, sex: 'male' | 'female' = 'female') => {
    const patientId = await givenPatient(ctx(), sex)
    const answer = await post('/ward/admissions', {
      patientId,
      departmentId: 'dept-noi',
      ...(bedId ? { bedId } : {}),
      source: 'emergency',
      reason: 'Sốt cao, khó thở',
      payer: 'bhyt',
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return { patientId, id: (answer.body as { encounterId: string }).encounterId }
  }
  const bedOf = async (id: string) => (await get<StayView>(`/stays/${id}`)).bed?.id

  it('gets a bed, another bed, and changes beds with a neighbour', async () => {
    const [one, other] = [await admitted(), await admitted('bed-noi-2')]
    assert.equal(await bedOf(one.id), undefined)
    assert.equal((await post(`/stays/${one.id}/bed`, { bedId: 'bed-noi-1' })).status, 204)
    assert.equal((await post(`/stays/${one.id}/bed`, { bedId: 'bed-noi-2' })).code, 'ward.bedTaken')
    assert.equal((await post('/ward/swap', { stays: [one.id, other.id] })).status, 204)
    assert.deepEqual([await bedOf(one.id), await bedOf(other.id)], ['bed-noi-2', 'bed-noi-1'])
    assert.equal((await post(`/stays/${one.id}/bed`, { bedId: 'bed-hscc-1' })).code, 'ward.bedElsewhere')
  })

  it('is moved in two steps: it stays where it is until both papers are written and the other ward accepts', async () => {
    const { id, patientId } = await admitted('bed-noi-3')
    assert.equal(
      (await post(`/stays/${id}/transfer`, { departmentId: 'dept-hscc', reason: 'Suy hô hấp' })).status,
      204,
    )
    assert.equal(
      (await post(`/stays/${id}/transfer`, { departmentId: 'dept-hscc', reason: 'Suy hô hấp' })).code,
      'ward.transferOpen',
    )
    assert.equal(await bedOf(id), 'bed-noi-3')
    assert.equal((await post(`/stays/${id}/transfer/accept`, { bedId: 'bed-hscc-1' })).code, 'ward.papersFirst')
    for (const form of ['43-BV2', '44-BV2']) {
      const resource: QuestionnaireResponse = {
        resourceType: 'QuestionnaireResponse',
        questionnaire: `urn:lanong:form:${form}|2024-01-01`,
        status: 'completed',
        authored: new Date(now).toISOString(),
        subject: { reference: `Patient/${patientId}` },
        encounter: { reference: `Encounter/${id}` },
      }
      await commit(ctx(), [{ kind: 'create', resource }])
    }
    const both = await Promise.all(
      [1, 2].map((bed) => post(`/stays/${id}/transfer/accept`, { bedId: `bed-hscc-${bed}` })),
    )
    assert.deepEqual(both.map((one) => one.status).sort(), [204, 409])
    const stay = await get<StayView>(`/stays/${id}`)
    assert.deepEqual([stay.department.id, stay.transfer], ['dept-hscc', undefined])
    const board = await get<Board>('/ward/board?department=dept-noi')
    const left = board.rooms.flatMap((room) => room.beds).find((bed) => bed.id === 'bed-noi-3')
    assert.equal(left?.state, 'cleaning')
  })

  it('keeps its bed on leave, and moves nowhere meanwhile', async () => {
    const { id } = await admitted('bed-noi-4')
    assert.equal((await post(`/stays/${id}/leave`, { reason: 'Về lo việc nhà' })).status, 204)
    assert.equal((await post(`/stays/${id}/bed`, { bedId: 'bed-noi-5' })).code, 'ward.onLeave')
    assert.equal((await post(`/stays/${id}/return`)).status, 204)
    assert.equal(await bedOf(id), 'bed-noi-4')
  })

  it('ends once, finishes its record, and moves no more whoever writes', async () => {
    const { id } = await admitted('bed-noi-6')
    assert.equal((await post(`/stays/${id}/discharge`, { disposition: 'home' })).code, 'ward.diagnosisMissing')
    const both = await Promise.all(
      [1, 2].map(() => post(`/stays/${id}/discharge`, { disposition: 'home', diagnosis })),
    )
    assert.deepEqual(both.map((one) => one.status).sort(), [204, 409])
    assert.equal((await get<StayView>(`/stays/${id}`)).recordState, 'finished')
    assert.equal((await post(`/stays/${id}/bed`, { bedId: 'bed-noi-6' })).code, 'ward.notIn')
    const stay = await readResource<Encounter>(ctx(), 'Encounter', id)
    const { end: _end, ...period } = stay.period ?? {}
    const back: Encounter = { ...stay, status: 'in-progress', period }
    await assert.rejects(commit(ctx(), [{ kind: 'update', resource: back }]), { code: 'ward.movedAfterEnd' })
    await assert.rejects(commit(ctx(), [{ kind: 'delete', type: 'Encounter', id }]), { code: 'ward.keptStay' })
  })

  it('comes back when the discharge is undone, to another bed when its own is given away', async () => {
    const { id } = await admitted('bed-noi-7')
    await post(`/stays/${id}/discharge`, { disposition: 'home', diagnosis })
    await client().send('PUT', '/api/ward/beds/bed-noi-7', { body: { status: 'U' } })
    const next = await admitted('bed-noi-7')
    const reason = 'Bấm nhầm người bệnh'
    assert.equal((await post(`/stays/${id}/discharge/undo`, { reason })).code, 'ward.bedGivenAway')
    const undone = await post(`/stays/${id}/discharge/undo`, { reason, bedId: 'bed-noi-8' })
    assert.equal(undone.status, 204, JSON.stringify(undone.body))
    const stay = await get<StayView>(`/stays/${id}`)
    assert.deepEqual(
      [stay.status, stay.recordState, stay.bed?.id, stay.leftAt],
      ['in-progress', 'open', 'bed-noi-8', undefined],
    )
    assert.equal((await post(`/stays/${next.id}/cancel`, { reason: 'Nhập nhầm người' })).status, 204)
    const board = await get<Board>('/ward/board?department=dept-noi')
    assert.equal(board.rooms.flatMap((room) => room.beds).find((bed) => bed.id === 'bed-noi-7')?.state, 'free')
  })

  it('takes its medicines, diet and care with it, and gives them back when its end is undone', async () => {
    const { id, patientId } = await admitted('bed-noi-13')
    const subject = { reference: `Patient/${patientId}` }
    const encounter = { reference: `Encounter/${id}` }
    const drug = (name: string, status: 'active' | 'on-hold' | 'stopped'): Change => ({
      kind: 'create',
      id: `${id}-${name}`,
      resource: {
        ...{ resourceType: 'MedicationRequest', status, intent: 'order', subject, encounter },
        medicationCodeableConcept: { text: name },
        category: [{ coding: [{ system: cs.medicationRequestCategory, code: 'inpatient' }] }],
        ...(status === 'on-hold' ? { extension: [held] } : {}),
      },
    })
    const held = eventExtension({ state: 'on-hold', at: '2026-11-20T08:00:00+07:00', who: { display: 'Bác sĩ' } })
    const service = (kind: string): Change => ({
      kind: 'create',
      id: `${id}-${kind}`,
      resource: {
        ...{
          resourceType: 'ServiceRequest',
          status: 'active',
          intent: 'order',
          subject,
          encounter,
          code: { text: kind },
        },
        category: [{ coding: [{ system: cs.orderKind, code: kind }] }],
      },
    })
    await commit(ctx(), [
      ...[drug('a', 'active'), drug('b', 'on-hold'), drug('c', 'stopped')],
      ...[service('nursing'), service('imaging')],
    ])
    const states = async () => {
      const read = async (type: 'MedicationRequest' | 'ServiceRequest', name: string) =>
        (await readResource<MedicationRequest | ServiceRequest>(ctx(), type, `${id}-${name}`)).status
      return Promise.all([
        ...['a', 'b', 'c'].map((name) => read('MedicationRequest', name)),
        ...['nursing', 'imaging'].map((name) => read('ServiceRequest', name)),
      ])
    }
    await post(`/stays/${id}/discharge`, { disposition: 'home', diagnosis })
    assert.deepEqual(await states(), ['completed', 'completed', 'stopped', 'completed', 'active'])
    await post(`/stays/${id}/discharge/undo`, { reason: 'Bấm nhầm người bệnh', bedId: 'bed-noi-13' })
    assert.deepEqual(await states(), ['active', 'on-hold', 'stopped', 'active', 'active'])
    await post(`/stays/${id}/discharge`, { disposition: 'home', diagnosis })
    assert.deepEqual(await states(), ['completed', 'completed', 'stopped', 'completed', 'active'])
  })

  it('is known by minute, and the census of the day adds up', async () => {
    const before = new Date(now).toISOString()
    minutes(5)
    const { id } = await admitted('bed-noi-9')
    minutes(30)
    const within = new Date(now).toISOString()
    minutes(5)
    await post(`/stays/${id}/discharge`, { disposition: 'death', diagnosis })
    const at = async (moment: string) =>
      (await get<Board>(`/ward/board?department=dept-noi&at=${moment}`)).rooms
        .flatMap((room) => room.beds)
        .find((bed) => bed.id === 'bed-noi-9')?.patient?.encounterId
    assert.deepEqual([await at(before), await at(within)], [undefined, id])
    const { rows } = await get<Census>('/ward/census?day=2026-11-20')
    for (const row of rows) {
      const gone = row.transferredOut + row.discharged + row.transferredAway + row.died
      assert.equal(row.before + row.admitted + row.transferredIn - gone, row.remaining, row.department.id)
    }
    assert.equal(rows.find((row) => row.department.id === 'dept-noi')?.died, 1)
  })

  it('of a newborn has a record of its own, linked to the mother and her stay', async () => {
    const { id, patientId } = await admitted('bed-noi-10')
    minutes(60)
    const bornAt = new Date(now - 600_000).toISOString()
    const answer = await post(`/stays/${id}/newborns`, { sex: 'male', bornAt })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    const twin = await post(`/stays/${id}/newborns`, { sex: 'female', bornAt })
    assert.equal(twin.status, 200, JSON.stringify(twin.body))
    const mother = await get<StayView>(`/stays/${id}`)
    assert.equal(mother.newborns.length, 2)
    const child = await readResource<Patient>(ctx(), 'Patient', mother.newborns[0]?.patientId ?? '')
    const [related] = await searchResources<RelatedPerson>(ctx(), 'RelatedPerson', {
      patient: `Patient/${child.id}`,
    })
    assert.equal(child.link?.[0]?.other.reference, `RelatedPerson/${related?.id}`)
    assert.equal(related?.relationship?.[0]?.coding?.[0]?.code, 'MTH')
    assert.equal((await searchResources(ctx(), 'RelatedPerson', { patient: `Patient/${patientId}` })).length, 2)
    const lacks = await get<Lacks>(`/stays/${id}/lacks?disposition=home`)
    assert.equal(lacks.diagnosed, false)
  })

  it('leaves no row behind when its record is destroyed', async () => {
    const { id } = await admitted('bed-noi-12')
    const { db } = ctx()
    const rows = async () =>
      (
        await sql`select 1 from stay where encounter_id = ${id}
          union all select 1 from stay_place where encounter_id = ${id}
          union all select 1 from stay_leave where encounter_id = ${id}`.execute(db)
      ).rows.length
    await post(`/stays/${id}/leave`, { reason: 'Về lo việc nhà' })
    assert.equal(await rows(), 3)
    await sql`
      insert into record_destruction_item
        (facility, destruction_id, encounter_id, record_number, archive_number, kept_until, retention)
      values (1, ${uuidv7()}::uuid, ${id}, '26/1', '1', '2026-01-01', 'x')`.execute(db)
    await sql`update record_destruction_item set erased_at = now() where encounter_id = ${id}`.execute(db)
    assert.equal(await rows(), 0)
  })
})
