import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, ServiceRequest, Task } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { vitals } from '#modules/vitals/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { givenStay, type StayGiven } from '#tests/support/stay.ts'
import { opened, type Ward, withWard } from '#tests/support/ward.ts'
import type { HandOverView, NursingView, PlanView, TaskView } from './contract.ts'
import { nursing } from './index.ts'
import type { WardHandOver, WardNursing } from './ward-contract.ts'

const ward = opened<Ward>((work) => withWard([nursing, vitals], work))
const hoursAgo = (hours: number) => new Date(ward().ctx.now().getTime() - hours * 3_600_000)
const stay = async (given: StayGiven = {}) =>
  (await givenStay(ward().ctx, { since: hoursAgo(30), ...given })).encounterId

const nurse = { name: 'Lê Thị Hạnh', practitionerId: 'practitioner-other' }
const colleague = { name: 'Phạm Thu Trang' }
const doctor = { name: 'BS Trần Văn Bình', practitionerId: 'practitioner-test' }

interface Answer<T> {
  readonly status: number
  readonly body: T
  readonly code: string
}
async function post<T>(url: string, body: object, as: object = nurse): Promise<Answer<T>> {
  const answer = await ward().client.send('POST', url, { as, body })
  return {
    status: answer.status,
    body: answer.body as T,
    code: (answer.body as { code?: string } | null)?.code ?? '',
  }
}
const get = async <T>(url: string): Promise<T> => (await ward().client.send('GET', url)).body as T
const nursingOf = (id: string) => get<NursingView>(`/api/stays/${id}/nursing`)
const level = (id: string, code: string) => post(`/api/stays/${id}/care-level`, { code }, doctor)

async function closeRecord(encounterId: string): Promise<void> {
  const { ctx } = ward()
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const extension = (encounter.extension ?? []).map((one) =>
    one.url === ext.recordState ? { ...one, valueCode: 'completed' } : one,
  )
  await commit(ctx, [{ kind: 'update', resource: { ...encounter, id: encounterId, extension } }], {
    authority: { permission: 'records.complete', reason: 'test' },
  })
}

describe('the level of care', () => {
  it('is an order of a doctor; a new one ends the one before; it asks for tasks and measurements', async () => {
    const id = await stay({ department: 'cap' })
    assert.equal((await level(id, '1')).status, 204)
    assert.equal((await level(id, '1')).code, 'nursing.sameLevel')
    assert.equal((await level(id, '3')).status, 204)
    const orders = await searchResources<ServiceRequest>(ward().ctx, 'ServiceRequest', {
      encounter: `Encounter/${id}`,
    })
    assert.deepEqual(orders.map((one) => [one.code?.coding?.[0]?.code, one.status, one.code?.text]).toSorted(), [
      ['1', 'completed', 'Chăm sóc cấp I'],
      ['3', 'active', 'Chăm sóc cấp III'],
    ])
    const view = await nursingOf(id)
    assert.deepEqual([view.level?.code, view.level?.orderedBy], ['3', doctor.name])
    const onWard = await get<WardNursing>('/api/ward/nursing?department=dept-cap')
    const [row] = onWard.rows
    assert.deepEqual([row?.careLevel, row?.measureOverdue, row?.bed], ['3', true, 'Giường 01'])
  })

  it('is not for nurses to order, nor in a closed record, nor for a visit', async () => {
    const id = await stay()
    const onlyNurse = { ...nurse, permissions: new Set(['nursing.read', 'nursing.write']) }
    assert.equal((await post(`/api/stays/${id}/care-level`, { code: '1' }, onlyNurse)).status, 403)
    assert.equal((await level(ward().encounterId, '1')).code, 'nursing.notStay')
    await closeRecord(id)
    assert.equal((await level(id, '1')).code, 'records.locked')
  })
})

describe('tasks of a shift', () => {
  const ownTask = async (id: string) => {
    await post(`/api/stays/${id}/own-tasks`, {
      code: 'dressing',
      text: 'Thay băng hố chậu phải',
      dueAt: hoursAgo(1).toISOString(),
    })
    const { tasks } = await nursingOf(id)
    const found = tasks.find(({ source }) => source === 'own')
    assert.ok(found)
    return found
  }
  const bodyOf = ({ source, sourceId, code, dueAt }: TaskView) => ({ source, sourceId, code, dueAt })

  it('two nurses on one task at once make one result, and the other is told', async () => {
    const id = await stay()
    const task = await ownTask(id)
    assert.equal(task.overdue, true)
    const both = await Promise.all([
      post(`/api/stays/${id}/tasks`, { ...bodyOf(task), outcome: 'done' }, nurse),
      post(`/api/stays/${id}/tasks`, { ...bodyOf(task), outcome: 'not-done', reason: 'asleep' }, colleague),
    ])
    const told = both.filter(({ status }) => status !== 200)
    assert.equal(told.length, 1)
    assert.ok(
      ['nursing.taskDone', 'store.exists', 'store.versionConflict'].includes(told[0]?.code ?? ''),
      told[0]?.code,
    )
    const again = await post(`/api/stays/${id}/tasks`, { ...bodyOf(task), outcome: 'done' }, colleague)
    assert.deepEqual([again.status, again.code], [409, 'nursing.taskDone'])
    const written = (await nursingOf(id)).tasks.filter(({ outcome }) => outcome)
    assert.equal(written.length, 1)
    const all = await searchResources<Task>(ward().ctx, 'Task', { encounter: `Encounter/${id}`, intent: 'order' })
    assert.deepEqual(
      all.map((one) => [
        one.location?.reference,
        one.extension?.find(({ url }) => url === ext.payer)?.valueCode,
        one.input?.[0]?.valueDecimal,
      ]),
      [['Location/bed-noi-01', 'bhyt', 1]],
    )
  })

  it('need a reason when not done, a task that is due, and are struck through and written again', async () => {
    const id = await stay()
    const task = await ownTask(id)
    const url = `/api/stays/${id}/tasks`
    assert.equal((await post(url, { ...bodyOf(task), outcome: 'not-done' })).code, 'nursing.reasonMissing')
    assert.equal(
      (await post(url, { ...bodyOf(task), outcome: 'not-done', reason: 'other' })).code,
      'nursing.reasonMissing',
    )
    assert.equal((await post(url, { ...bodyOf(task), code: 'turn', outcome: 'done' })).code, 'nursing.noSuchTask')
    const refused = await post<TaskView>(url, { ...bodyOf(task), outcome: 'not-done', reason: 'refused' })
    assert.equal(refused.body.reason, 'Người bệnh từ chối')
    const strike = { type: 'Task', id: refused.body.taskId, reason: 'Ghi nhầm người bệnh' }
    assert.equal((await post(`/api/stays/${id}/strike`, strike)).status, 204)
    assert.equal((await post(`/api/stays/${id}/strike`, strike)).code, 'nursing.struckAlready')
  })

  it('come from orders of kind nursing too, and a single order is performed by its task', async () => {
    const id = await stay()
    const order: ServiceRequest = {
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      category: [{ coding: [{ system: cs.orderKind, code: 'nursing' }] }],
      code: { text: 'Thụt tháo' },
      subject: { reference: `Patient/${(await nursingOf(id)).patientId}` },
      encounter: { reference: `Encounter/${id}` },
      authoredOn: instantInVietnam(hoursAgo(20)),
    }
    await commit(ward().ctx, [{ kind: 'create', resource: order, id: `order-${id}` }])
    const [task] = (await nursingOf(id)).tasks
    assert.deepEqual([task?.text, task?.overdue], ['Thụt tháo', true], 'carried over from an earlier shift')
    assert.ok(task)
    assert.equal((await post(`/api/stays/${id}/tasks`, { ...bodyOf(task), outcome: 'done' })).status, 200)
    assert.equal(
      (await readResource<ServiceRequest>(ward().ctx, 'ServiceRequest', `order-${id}`)).status,
      'completed',
    )
    assert.deepEqual(
      (await nursingOf(id)).tasks.map(({ text, outcome }) => [text, outcome]),
      [['Thụt tháo', 'done']],
    )
  })
})

describe('care plans', () => {
  it('are taken from a template once, make tasks, and are closed with what came of the goal', async () => {
    const id = await stay()
    const url = `/api/stays/${id}/care-plans`
    const plan = await post<PlanView>(url, {
      template: 'fever',
      activities: [
        {
          code: 'cool',
          hours: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23],
        },
      ],
    })
    assert.equal(plan.body.goal, 'Thân nhiệt dưới 38 °C')
    assert.equal((await post(url, { template: 'fever' })).code, 'nursing.planThere')
    assert.equal((await post(url, { template: 'none' })).code, 'nursing.unknownWord')
    const { tasks } = await nursingOf(id)
    assert.ok(
      tasks.every(({ source, dueAt }) => source === 'plan' && Date.parse(dueAt) >= Date.parse(plan.body.since)),
    )
    const close = `/api/care-plans/${plan.body.id}/close`
    assert.equal((await post<PlanView>(close, { outcome: 'achieved' })).body.outcome, 'achieved')
    assert.equal((await post(close, { outcome: 'achieved' })).code, 'nursing.planClosed')
    assert.deepEqual((await nursingOf(id)).tasks, [])
  })
})

describe('hand-over', () => {
  it('is proposed from the data, kept, changed, accepted by another, and stays then', async () => {
    const id = await stay({ department: 'giao' })
    await level(id, '2')
    await post(`/api/encounters/${id}/vitals`, {
      pulse: '118',
      systolic: '124',
      diastolic: '76',
      temperature: '38.6',
      respiration: '24',
      spo2: '95',
      oxygen: '4',
      consciousness: 'A',
    })
    await post(`/api/stays/${id}/fluids`, { fluid: 'urine', millilitres: 400 })
    await post(`/api/stays/${id}/notes`, { text: 'Khó thở tăng lúc gần sáng' })
    const url = `/api/stays/${id}/hand-over`
    const { own } = await get<{ own: HandOverView }>(url)
    assert.match(own.situation, /Đặng Thị Huyền, Giường 01, ngày thứ [23], chăm sóc cấp II\nNEWS2 8/)
    assert.match(
      own.assessment,
      /mạch 118, nhiệt độ 38,6.*HA 124\/76\nDịch trong ngày: vào 0 mL, ra 400 mL, cân bằng -400 mL/,
    )
    assert.match(own.assessment, /Khó thở tăng lúc gần sáng/)
    assert.match(own.situation, /Lời gọi cảnh báo: NEWS2 8/)
    assert.match(own.background, /^Lý do vào viện: Ho, sốt, khó thở/)
    assert.match(own.recommendation, /Đo sinh hiệu tiếp/)
    const { situation, background, assessment, recommendation } = own
    const kept = (await post<HandOverView>(url, { situation, background, assessment, recommendation })).body
    const changed = (
      await post<HandOverView>(
        url,
        { situation, background, assessment, recommendation: 'Báo BS nếu SpO₂ < 92' },
        colleague,
      )
    ).body
    assert.equal(changed.id, kept.id)
    const ofWard = await get<WardHandOver>('/api/ward/hand-over?department=dept-giao')
    assert.deepEqual(
      ofWard.rows.map((row) => [row.name, row.own.recommendation]),
      [['Đặng Thị Huyền', 'Báo BS nếu SpO₂ < 92']],
    )
    assert.deepEqual([kept.mine, changed.mine], [true, true])
    const accept = `/api/hand-overs/${kept.id}/accept`
    assert.equal((await post(accept, {}, colleague)).code, 'nursing.ownHandOver')
    const accepted = (await post<HandOverView>(accept, {}, nurse)).body
    assert.deepEqual([accepted.acceptedBy, accepted.mine], [nurse.name, undefined])
    assert.equal((await post(accept, {}, doctor)).code, 'nursing.handOverTaken')
    assert.equal(
      (await post(url, { situation, background, assessment, recommendation })).code,
      'nursing.handOverTaken',
    )
  })
})
