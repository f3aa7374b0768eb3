import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { uuidv7 } from '#kernel/ids.ts'
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
} from '#tests/support/meetings.ts'
import type { DeathsView, MineView, MinutesAnswer, StayMeetings } from './contract.ts'

describe('answers, and what is late', () => {
  it('takes another time, a replacement and a refusal with its reason, and lists what is late', async () => {
    const stay = await stayOf()
    const id = await asked(stay, {
      kind: 'hospital',
      invited: [{ practitionerId: 'practitioner-other' }, { name: 'BS. Phan Anh (Bệnh viện tỉnh)' }],
    })
    const mine = invitation(await view(id, consultant), 'Người Khác')
    assert.equal(
      await refused(`/consultations/${id}/answer`, { invitationId: mine.id, answer: 'propose' }, consultant),
      'consultations.timeMissing',
    )
    const at = inMinutes(60)
    await send(
      `/consultations/${id}/answer`,
      { invitationId: mine.id, answer: 'propose', at, reason: 'Đang mổ' },
      consultant,
    )
    assert.equal(invitation(await view(id), 'Người Khác').proposedAt, at)
    await send(`/consultations/${id}/plan`, { at, place: 'Phòng họp 1' }, treating)
    const again = invitation(await view(id), 'Người Khác')
    assert.deepEqual([again.state, again.proposedAt], ['requested', undefined])
    await send(
      `/consultations/${id}/answer`,
      { invitationId: mine.id, answer: 'replace', practitionerId: 'practitioner-duoc' },
      consultant,
    )
    const passed = invitation(await view(id), 'Lan')
    assert.equal(passed.replaces, 'Người Khác')
    later(60)
    const { late } = await get<MineView>('/consultations', treating)
    assert.ok(late.some((one) => one.id === id))
    await send(
      `/consultations/${id}/answer`,
      { invitationId: passed.id, answer: 'decline', reason: 'Nghỉ phép' },
      pharmacist,
    )
    assert.equal(invitation(await view(id), 'Lan').reason, 'Nghỉ phép')
    assert.equal(invitation(await view(id), 'Phan Anh').state, 'accepted')
    assert.equal(
      await refused(`/consultations/${id}/cancel`, { reason: ' ' }, treating),
      'consultations.reasonMissing',
    )
  })

  it('turns the decisions of a conference with the family into tasks of the ward', async () => {
    const stay = await stayOf()
    const id = uuidv7()
    await send(
      `/stays/${stay.encounterId}/conferences`,
      {
        id,
        topic: 'Chăm sóc tại nhà',
        invited: [{ name: 'Con gái: Nguyễn Thị Mai' }],
        chairId: 'practitioner-test',
      },
      treating,
    )
    const dueAt = inMinutes(120)
    await send(
      `/consultations/${id}/minutes`,
      minutes({
        chairId: 'practitioner-test',
        secretaryId: 'practitioner-other',
        decisions: [{ text: 'Dạy thay băng', dueAt }],
      }),
      treating,
    )
    assert.deepEqual((await view(id)).decisions, [{ text: 'Dạy thay băng', dueAt, state: 'requested' }])
    const { tasks } = await get<{ tasks: { text: string }[] }>(`/stays/${stay.encounterId}/nursing`, {})
    assert.ok(tasks.some(({ text }) => text === 'Dạy thay băng'))
  })
})

describe('death review', () => {
  it('is due after a death, held with its minutes, and then no longer listed as lacking', async () => {
    const stay = await stayOf()
    const path = `/stays/${stay.encounterId}`
    assert.equal(
      await refused(`${path}/death-review`, { id: uuidv7(), invited: [] }, treating),
      'consultations.notDead',
    )
    const diagnosis = { code: 'A41.9', text: 'Nhiễm khuẩn huyết' }
    await send(`${path}/discharge`, { disposition: 'death', diagnosis }, {})
    const listed = async () =>
      (await get<DeathsView>('/deaths', treating)).deaths.find((one) => one.encounterId === stay.encounterId)
    const due = await listed()
    assert.equal(due?.state, 'none')
    assert.equal(due?.late, false)
    later(16 * 24 * 60)
    assert.equal((await listed())?.late, true)
    const id = uuidv7()
    await send(
      `${path}/death-review`,
      { id, invited: [{ practitionerId: 'practitioner-other' }], secretaryId: 'practitioner-test' },
      treating,
    )
    assert.equal((await listed())?.state, 'planned')
    assert.equal(
      await refused(`${path}/death-review`, { id: uuidv7(), invited: [] }, treating),
      'consultations.reviewOpen',
    )
    const meeting = await view(id)
    await send(
      `/consultations/${id}/answer`,
      { invitationId: invitation(meeting, 'Người Khác').id, answer: 'accept' },
      consultant,
    )
    const death = {
      history: 'Tăng huyết áp',
      admissionState: 'Tỉnh, sốt 39 °C, SpO₂ 90 %',
      diagnoses: 'Viêm phổi; nhiễm khuẩn huyết; sốc nhiễm khuẩn',
      cause: 'Sốc nhiễm khuẩn',
      reception: 'Đúng quy trình',
      examination: 'Chẩn đoán đúng, tiên lượng nặng',
      treatment: 'Kháng sinh trong giờ đầu',
      care: 'Chăm sóc cấp 1, theo dõi mỗi giờ',
      family: 'Gia đình đồng thuận',
    }
    const ended = await send<MinutesAnswer>(`/consultations/${id}/minutes`, minutes({ death }), treating)
    assert.deepEqual(
      ended.fills.map(({ form, status }) => [form, status]),
      [
        ['47-BV2', 'completed'],
        ['28-BV2', 'completed'],
      ],
    )
    assert.equal((await listed())?.state, 'held')
    const { died, meetings } = await get<StayMeetings>(`${path}/consultations`, treating)
    assert.equal(died, true)
    assert.deepEqual(
      meetings.map(({ kind, state }) => [kind, state]),
      [['death-review', 'completed']],
    )
  })
})
