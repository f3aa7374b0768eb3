import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, Task } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { givenStay } from '#tests/support/stay.ts'
import { opened, type Ward, withWard } from '#tests/support/ward.ts'
import type { EscalationView, FlowSheet, VitalsSaved } from './contract.ts'
import { lastMeasured, vitals } from './index.ts'

const ward = opened<Ward>((work) => withWard([vitals], work))

const well = {
  pulse: '84',
  systolic: '124',
  diastolic: '76',
  temperature: '36.8',
  respiration: '16',
  spo2: '97',
  oxygen: '0',
  consciousness: 'A',
}
/** NEWS2 7: respiration 2, oxygen 2, pulse 2, temperature 1. */
const ill = { ...well, respiration: '24', oxygen: '4', pulse: '118', temperature: '38.6' }
/** One parameter alone scores 3. */
const red = { ...well, spo2: '90' }

const nurse = { name: 'Lê Thị Hạnh', practitionerId: 'practitioner-other' }
const doctor = { name: 'BS Trần Văn Bình' }
const take = async (encounterId: string, body: object, as: object = nurse) => {
  const answer = await ward().client.send('POST', `/api/encounters/${encounterId}/vitals`, { as, body })
  return { ...answer, saved: answer.body as VitalsSaved, problem: answer.body as { code: string } }
}
const tasksOf = (encounterId: string) =>
  searchResources<Task>(ward().ctx, 'Task', { encounter: `Encounter/${encounterId}` })
const act = (id: string, verb: string, body?: object, as: object = doctor) =>
  ward().client.send('POST', `/api/escalations/${id}/${verb}`, { as, ...(body ? { body } : {}) })

describe('an early-warning score of a stay', () => {
  it('calls by its level, once, and is raised by a graver one', async () => {
    const { encounterId } = await givenStay(ward().ctx)
    assert.equal((await take(encounterId, well)).saved.escalation, undefined)
    const first = (await take(encounterId, red)).saved.escalation
    assert.deepEqual([first?.what, first?.level, first?.state], ['NEWS2 3', 'low-medium', 'open'])
    const again = (await take(encounterId, red)).saved.escalation
    assert.equal(again?.id, first?.id)
    const raised = (await take(encounterId, ill)).saved
    assert.deepEqual(
      [raised.set.warning?.total, raised.escalation?.id, raised.escalation?.level],
      [7, first?.id, 'high'],
    )
    const minutes = Date.parse(raised.escalation?.until ?? '') - Date.parse(raised.escalation?.calledAt ?? '')
    assert.equal(minutes / 60_000, 15)
    const [task, ...more] = await tasksOf(encounterId)
    assert.deepEqual([more.length, task?.priority, task?.location?.reference], [0, 'stat', 'Location/bed-noi-01'])
  })

  it('makes one call of two sets that are written at the same moment', async () => {
    const { encounterId } = await givenStay(ward().ctx)
    const at = (minutes: number) =>
      new Date(ward().ctx.now().getTime() - minutes * 60_000).toISOString().replace(/\.\d+/, '')
    const answers = await Promise.all([
      take(encounterId, { ...ill, measuredAt: at(1) }),
      take(encounterId, { ...ill, measuredAt: at(2) }),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    )
    assert.equal((await tasksOf(encounterId)).length, 1)
  })

  it('is taken by one person and closed with an answer; the other is told', async () => {
    const { encounterId } = await givenStay(ward().ctx)
    const id = (await take(encounterId, ill)).saved.escalation?.id ?? ''
    const taken = (await act(id, 'take')).body as EscalationView
    assert.deepEqual([taken.state, taken.takenBy], ['taken', doctor.name])
    const other = await act(id, 'take', undefined, { name: 'BS khác' })
    assert.deepEqual([other.status, (other.body as { code: string }).code], [409, 'vitals.escalationTaken'])
    const answer = (await act(id, 'answer', { answer: 'Viêm phổi nặng, thở oxy 8 L, chuyển hồi sức' })).body
    assert.equal((answer as EscalationView).state, 'answered')
    assert.equal(
      ((await act(id, 'answer', { answer: 'lần nữa' })).body as { code: string }).code,
      'vitals.escalationAnswered',
    )
    assert.equal((await act('khong-co', 'take')).status, 404)
    const fresh = (await take(encounterId, ill)).saved.escalation
    assert.notEqual(fresh?.id, id, 'a new score calls anew after the answer')
  })

  it('is withdrawn with the set that it rests on, and the set stays readable', async () => {
    const { encounterId } = await givenStay(ward().ctx)
    const { set, escalation } = (await take(encounterId, ill)).saved
    const url = `/api/encounters/${encounterId}/vitals/withdraw`
    const body = { at: set.at, reason: 'Đo nhầm người bệnh' }
    assert.equal((await ward().client.send('POST', url, { as: nurse, body })).status, 204)
    const task = await readResource<Task>(ward().ctx, 'Task', escalation?.id ?? '')
    assert.equal(task.status, 'entered-in-error')
    const flow = (await ward().client.send('GET', `/api/encounters/${encounterId}/flow-sheet`)).body as FlowSheet
    assert.deepEqual(
      flow.sets.map((one) => [one.measures['pulse']?.value, one.withdrawn?.reason]),
      [['118', 'Đo nhầm người bệnh']],
    )
    assert.equal((await lastMeasured(ward().ctx, [encounterId])).get(encounterId), undefined)
  })

  it('is PEWS for a child, from what is seen, and says how soon to measure again', async () => {
    const { encounterId } = await givenStay(ward().ctx, { birthDate: '2022-03-01' })
    const pews = { behaviour: '2', cardiovascular: '1', respiratory: '1', nebulised: '0' }
    const { saved } = await take(encounterId, { pulse: '132', respiration: '34', pews })
    assert.deepEqual(
      [
        saved.set.warning?.score,
        saved.set.warning?.total,
        saved.escalation?.level,
        saved.set.measures['pulse']?.flag,
      ],
      ['PEWS', 4, 'high', 'H'],
    )
    const last = (await lastMeasured(ward().ctx, [encounterId])).get(encounterId)
    assert.deepEqual([last?.warning?.total, last?.everyMinutes], [4, 30])
    const wrong = await take(encounterId, { pulse: '100', pews: { behaviour: '9' } })
    assert.equal(wrong.status, 400, wrong.text)
  })

  it('is refused to who may not, and in a closed record', async () => {
    const { encounterId } = await givenStay(ward().ctx)
    const id = (await take(encounterId, ill)).saved.escalation?.id ?? ''
    const stranger = { permissions: new Set(['vitals.read']) }
    assert.equal((await act(id, 'take', undefined, stranger)).status, 403)
    assert.equal((await take(encounterId, well, stranger)).status, 403)
    const closed = await givenStay(ward().ctx, { bed: 2 })
    await closeRecord(closed.encounterId)
    const late = await take(closed.encounterId, well)
    assert.deepEqual([late.status, late.problem.code], [423, 'records.locked'])
  })
})

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
