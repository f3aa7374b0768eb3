import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DiagnosticReport, DocumentReference, Encounter, Procedure, ServiceRequest } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import {
  asked,
  consultant,
  get,
  inMinutes,
  invitation,
  later,
  minutes,
  pharmacist,
  refused,
  send,
  stayOf,
  treating,
  view,
  ward,
} from '#tests/support/meetings.ts'
import type { Stay } from '#tests/support/stay.ts'
import type { MineView, MinutesAnswer } from './contract.ts'

describe('consultations', () => {
  it('an order of the pad is the invitation of the department that it names', async () => {
    const stay = await stayOf()
    const id = uuidv7()
    await send(
      `/stays/${stay.encounterId}/orders`,
      { lines: [{ kind: 'consultation', code: 'HC-HSCC', id, urgent: true, clinicalInfo: 'Khó thở tăng' }] },
      treating,
    )
    const { invited } = await get<MineView>('/consultations', consultant)
    assert.deepEqual(
      invited.filter((one) => one.id === id).map((one) => [one.question, one.urgent, one.mine?.department]),
      [['Khó thở tăng', true, 'Khoa hscc']],
    )
    assert.equal((await get<{ count: number }>('/consultations/count', consultant)).count, 1)
    const meeting = await view(id, consultant)
    await send(
      `/consultations/${id}/answer`,
      { invitationId: invitation(meeting, 'hscc').id, answer: 'accept' },
      consultant,
    )
    assert.deepEqual(
      (await view(id)).invitations.map((one) => [one.who, one.department, one.state]),
      [['Người Khác', 'Khoa hscc', 'accepted']],
    )
    await send(`/consultations/${id}/cancel`, { reason: 'Người bệnh đã ổn' }, treating)
    const order = await readResource<ServiceRequest>(ward().ctx, 'ServiceRequest', id)
    assert.equal(order.status, 'revoked')
    assert.equal((await get<{ count: number }>('/consultations/count', consultant)).count, 0)
  })

  it('goes from the invitation to signed minutes, an answered order, and orders that follow', async () => {
    const stay = await stayOf()
    const id = await asked(stay, { at: inMinutes(10) })
    const before = await view(id, consultant)
    assert.equal(before.state, 'requested')
    assert.match(before.chart?.summary ?? '', /Vào viện ngày 23\/11\/2026 vì ho, sốt, khó thở/)
    const dept = invitation(before, 'Khoa hscc')
    assert.equal(
      await refused(`/consultations/${id}/answer`, { invitationId: dept.id, answer: 'accept' }, pharmacist),
      'consultations.notInvited',
    )
    assert.equal(
      await refused(`/consultations/${id}/answer`, { invitationId: dept.id, answer: 'decline' }, consultant),
      'consultations.reasonMissing',
    )
    await send(`/consultations/${id}/answer`, { invitationId: dept.id, answer: 'accept' }, consultant)
    const stayNow = await readResource<Encounter>(ward().ctx, 'Encounter', stay.encounterId)
    const [joined] = (stayNow.participant ?? []).filter(({ type }) => type?.[0]?.coding?.[0]?.code === 'CON')
    assert.equal(joined?.individual?.reference, 'Practitioner/practitioner-other')
    assert.ok(joined?.period?.start)
    later(12)
    await send(`/consultations/${id}/opinion`, { text: 'Cần vận mạch sớm.' }, consultant)
    assert.equal(
      await refused(`/consultations/${id}/minutes`, minutes({ chairId: 'practitioner-test' }), treating),
      'consultations.samePerson',
    )
    await send(`/consultations/${id}/minutes`, minutes({ step: 'save' }), treating)
    assert.equal((await view(id)).minutes.conclusion, 'Sốc nhiễm khuẩn từ đường hô hấp.')

    const drug = {
      kind: 'drug',
      id: uuidv7(),
      drugCode: 'MEROPENEM-1T',
      dose: 1,
      schedule: { type: 'hours', at: ['08:00', '16:00', '23:00'] },
    }
    const overrides = await alertsOf(stay, drug)
    await send(`/stays/${stay.encounterId}/orders`, { lines: [drug], overrides, basedOn: id }, treating)
    const ended = await send<MinutesAnswer>(`/consultations/${id}/minutes`, minutes(), treating)
    assert.deepEqual(
      ended.fills.map(({ form, status }) => [form, status]),
      [['27-BV2', 'completed']],
    )
    const after = await view(id)
    assert.equal(after.state, 'completed')
    assert.match(after.orders.map(({ name }) => name).join(), /Meropenem/)
    assert.equal(await refused(`/consultations/${id}/minutes`, minutes(), treating), 'consultations.over')

    const paper = await readResource<DocumentReference>(
      ward().ctx,
      'DocumentReference',
      after.minutes.fills[0]?.paperId ?? '',
    )
    const expected = (paper.extension ?? [])
      .filter(({ url }) => url === ext.signaturePlace)
      .map(({ extension }) => {
        const part = (name: string) => extension?.find(({ url }) => url === name)
        return [part('place')?.valueCode, part('person')?.valueReference?.reference]
      })
    assert.deepEqual(expected, [
      ['secretary', 'Practitioner/practitioner-test'],
      ['chair', 'Practitioner/practitioner-other'],
    ])
    const order = await readResource<ServiceRequest>(ward().ctx, 'ServiceRequest', id)
    assert.equal(order.status, 'completed')
    const based = { 'based-on': `ServiceRequest/${id}` }
    const [done] = await searchResources<Procedure>(ward().ctx, 'Procedure', based)
    assert.ok(done?.performer?.[0]?.actor && done.performedDateTime)
    const [answer] = await searchResources<DiagnosticReport>(ward().ctx, 'DiagnosticReport', based)
    assert.match(answer?.conclusion ?? '', /Sốc nhiễm khuẩn/)
    const left = await readResource<Encounter>(ward().ctx, 'Encounter', stay.encounterId)
    const con = left.participant?.find(({ type }) => type?.[0]?.coding?.[0]?.code === 'CON')
    assert.ok(con?.period?.end)
  })

  it('opens the chart to who is invited, and closes it with the meeting', async () => {
    const stay = await stayOf()
    const id = await asked(stay, { kind: 'hospital', invited: [{ departmentId: 'dept-hscc' }] })
    const path = `/api/consultations/${id}`
    const outside = await ward().client.send('GET', path, { as: pharmacist })
    assert.equal(outside.status, 403)
    await send(`/consultations/${id}/invite`, { invited: [{ practitionerId: 'practitioner-duoc' }] }, treating)
    const invited = await view(id, pharmacist)
    assert.ok(invited.chart)
    await send(
      `/consultations/${id}/answer`,
      { invitationId: invitation(invited, 'Lan').id, answer: 'accept' },
      pharmacist,
    )
    later(5)
    await send(`/consultations/${id}/minutes`, minutes(), treating)
    const over = await view(id, pharmacist)
    assert.equal(over.chart, undefined)
    assert.deepEqual(over.minutes.fills, [])
    assert.ok(over.chartClosedAt)
    assert.ok((await view(id)).chart, 'who treats the patient goes on reading')
  })
})

async function alertsOf(stay: Stay, line: object): Promise<{ key: string; reason: string }[]> {
  const checked = await send<{ alerts: { key: string; level: string; overridable: boolean }[] }>(
    `/stays/${stay.encounterId}/orders/check`,
    { lines: [line] },
    treating,
  )
  return checked.alerts.map(({ key }) => ({ key, reason: 'Theo kết luận hội chẩn' }))
}
