import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MedicationAdministration, Observation } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { scoreOn } from '#kernel/score/index.ts'
import { vitals } from '#modules/vitals/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { givenStay, type StayGiven } from '#tests/support/stay.ts'
import { opened, type Ward, withWard } from '#tests/support/ward.ts'
import type { FluidView, LineView, NursingView } from './contract.ts'
import { nursing } from './index.ts'

const ward = opened<Ward>((work) => withWard([nursing, vitals], work))
const hoursAgo = (hours: number) => new Date(ward().ctx.now().getTime() - hours * 3_600_000)
const stay = async (given: StayGiven = {}) =>
  (await givenStay(ward().ctx, { since: hoursAgo(30), ...given })).encounterId

const nurse = { name: 'Lê Thị Hạnh', practitionerId: 'practitioner-other' }

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
const fluidsOf = (id: string) => get<FluidView>(`/api/stays/${id}/fluids`)

describe('fluids', () => {
  it('are counted once by hour and day, infusions from the medicines among them, struck ones shown and not counted', async () => {
    const id = await stay()
    const { ctx } = ward()
    const write = (body: object) => post<{ id: string }>(`/api/stays/${id}/fluids`, body)
    const drain = (
      await post<LineView>(`/api/stays/${id}/lines`, {
        kind: 'drain',
        site: 'hố chậu phải',
        name: 'Dẫn lưu Douglas',
        at: hoursAgo(26).toISOString(),
      })
    ).body
    assert.equal((await write({ fluid: 'oral', millilitres: 250 })).status, 200)
    assert.equal((await write({ fluid: 'urine', millilitres: 400 })).status, 200)
    assert.equal((await write({ fluid: 'drain', millilitres: 60, lineId: drain.id })).status, 200)
    const wrong = (await write({ fluid: 'vomit', millilitres: 900 })).body.id
    await post(`/api/stays/${id}/strike`, { type: 'Observation', id: wrong, reason: 'Nhầm đơn vị' })
    const dose: MedicationAdministration = {
      resourceType: 'MedicationAdministration',
      status: 'completed',
      medicationCodeableConcept: { text: 'NaCl 0,9 %' },
      subject: { reference: `Patient/${(await nursingOf(id)).patientId}` },
      context: { reference: `Encounter/${id}` },
      effectiveDateTime: instantInVietnam(ctx.now()),
      dosage: {
        dose: { value: 500, unit: 'mL', system: cs.ucum, code: 'mL' },
        route: { text: 'Truyền tĩnh mạch' },
      },
    }
    await commit(ctx, [{ kind: 'create', resource: dose, id: `dose-${id}` }])
    const { days, lines } = await fluidsOf(id)
    const [today] = days
    assert.deepEqual([today?.in, today?.out, today?.balance], [750, 460, 290])
    assert.deepEqual(today?.byFluid.map(({ what, millilitres }) => `${what} ${millilitres}`).toSorted(), [
      'Dẫn lưu Douglas 60',
      'NaCl 0,9 % 500',
      'Nước tiểu 400',
      'Uống, ăn lỏng 250',
    ])
    const struck = today?.hours.flatMap(({ entries }) => entries).find(({ struck: one }) => one)
    assert.deepEqual([struck?.millilitres, struck?.struck?.reason], [900, 'Nhầm đơn vị'])
    assert.deepEqual(
      lines.map(({ name, out }) => [name, out]),
      [['Dẫn lưu Douglas', 'drain']],
    )
    const stored = await readResource<Observation>(ctx, 'Observation', wrong)
    assert.equal(stored.status, 'entered-in-error')
  })

  it('refuse the impossible, the future, strangers and what is not of the stay', async () => {
    const [id, other] = [await stay(), await stay({ bed: 2 })]
    const url = `/api/stays/${id}/fluids`
    const elsewhere = (await post<LineView>(`/api/stays/${other}/lines`, { kind: 'drain', site: 'x' })).body.id
    for (const [body, code] of [
      [{ fluid: 'oral', millilitres: 30_000 }, 'nursing.volume'],
      [{ fluid: 'tea', millilitres: 30 }, 'nursing.unknownWord'],
      [{ fluid: 'oral', millilitres: 30, at: '2099-01-01T00:00:00Z' }, 'nursing.inFuture'],
      [{ fluid: 'oral', millilitres: 30, at: '2020-01-01T00:00:00Z' }, 'nursing.beforeStay'],
      [{ fluid: 'drain', millilitres: 30, lineId: elsewhere }, 'nursing.noSuchLine'],
    ] as const)
      assert.equal((await post(url, body)).code, code)
    const reader = { permissions: new Set(['nursing.read']) }
    assert.equal((await post(url, { fluid: 'oral', millilitres: 30 }, reader)).status, 403)
  })
})

describe('lines and drains', () => {
  it('count their days, ask for a look, and are taken out once', async () => {
    const id = await stay({ since: hoursAgo(24 * 6) })
    const placed = await post<LineView>(`/api/stays/${id}/lines`, {
      kind: 'peripheral',
      site: 'cẳng tay trái',
      at: hoursAgo(24 * 5).toISOString(),
    })
    assert.deepEqual([placed.body.day, placed.body.review], [6, true])
    const url = `/api/lines/${placed.body.id}/remove`
    assert.equal((await post(url, { at: hoursAgo(24 * 5.5).toISOString() })).code, 'nursing.removedBeforePlaced')
    assert.equal((await post<LineView>(url, { reason: 'đỏ, sưng' })).body.review, false)
    assert.equal((await post(url, {})).code, 'nursing.lineOut')
  })
})

describe('risks, blood sugar, notes', () => {
  it('risks are due after admission and again as their score asks', async () => {
    const id = await stay()
    assert.deepEqual(
      (await nursingOf(id)).risks.map(({ score, overdue }) => [score, overdue]),
      [
        ['braden', true],
        ['morse', true],
      ],
    )
    const morse = scoreOn('morse', '2026-11-22')
    const highest = Object.fromEntries(
      morse.items.map(({ id: item, options }) => [
        item,
        options.toSorted((a, b) => b.points - a.points)[0]?.code ?? '',
      ]),
    )
    const [first = ''] = Object.keys(highest)
    const some = { [first]: highest[first] }
    assert.equal(
      (await post(`/api/stays/${id}/risks`, { score: 'morse', answers: some })).code,
      'scores.incomplete',
    )
    assert.equal((await post(`/api/stays/${id}/risks`, { score: 'morse', answers: highest })).status, 200)
    const risk = (await nursingOf(id)).risks.find(({ score }) => score === 'morse')
    assert.deepEqual([risk?.total, risk?.level, risk?.overdue], [125, 'high', false])
  })

  it('blood sugar is marked and stands beside the insulin of its hours; notes are struck, not gone', async () => {
    const id = await stay()
    const { ctx } = ward()
    const { patientId } = await nursingOf(id)
    const dose: MedicationAdministration = {
      resourceType: 'MedicationAdministration',
      status: 'completed',
      medicationCodeableConcept: { text: 'Insulin người nhanh' },
      subject: { reference: `Patient/${patientId}` },
      context: { reference: `Encounter/${id}` },
      effectiveDateTime: instantInVietnam(ctx.now()),
      dosage: { dose: { value: 8, unit: 'đơn vị' } },
    }
    await commit(ctx, [{ kind: 'create', resource: dose, id: `insulin-${id}` }])
    assert.equal(
      (await post(`/api/stays/${id}/glucose`, { value: '99.0', when: 'fasting' })).code,
      'nursing.glucose',
    )
    await post(`/api/stays/${id}/glucose`, { value: '14.2', when: 'before-meal' })
    const note = await post<{ id: string }>(`/api/stays/${id}/notes`, { text: 'Người bệnh ngủ ít' })
    await post(`/api/stays/${id}/strike`, { type: 'Communication', id: note.body.id, reason: 'Nhầm giường' })
    const { glucose, notes } = await nursingOf(id)
    assert.deepEqual(
      glucose.map(({ value, flag, insulin }) => [value, flag, insulin.map(({ text }) => text)]),
      [['14.2', 'high', ['Insulin người nhanh 8 đơn vị']]],
    )
    assert.deepEqual(
      notes.map(({ text, struck }) => [text, struck?.reason]),
      [['Người bệnh ngủ ít', 'Nhầm giường']],
    )
  })
})
