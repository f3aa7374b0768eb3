import assert from 'node:assert/strict'
import type { Encounter, Organization, Patient, PractitionerRole } from '@medplum/fhirtypes'
import { modules } from '#app/module-list.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { MeetingView } from '#modules/consultations/contract.ts'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { actor } from '#tests/support/database.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { hospitalName, opened, openWard } from '#tests/support/ward.ts'

interface Ward {
  readonly client: TestClient
  readonly ctx: Context
}

const rights = (...names: string[]) => new Set(names)
const doctorRights = rights(
  ...['read', 'answer', 'ask', 'conduct', 'conference', 'deaths'].map((one) => `consultations.${one}`),
  ...['rounds.read', 'orders.write', 'orders.place', 'orders.read', 'orders.perform', 'nursing.read'],
)
/** Treats the patient. */
export const treating: Partial<Actor> = { permissions: doctorRights, departments: ['NOI'] }
/** Of another department. */
export const consultant: Partial<Actor> = {
  id: 'consultant',
  userName: 'consultant',
  name: 'Người Khác',
  practitionerId: 'practitioner-other',
  departments: ['HSCC'],
  permissions: doctorRights,
}
/** Reads no chart of a ward by role. */
export const pharmacist: Partial<Actor> = {
  id: 'pharmacist',
  userName: 'pharmacist',
  name: 'Hoàng Thị Lan',
  practitionerId: 'practitioner-duoc',
  departments: ['DUOC'],
  permissions: rights('consultations.read', 'consultations.answer'),
}

let clock = new Date('2026-11-23T02:00:00Z')
export const later = (minutes: number) => {
  clock = new Date(clock.getTime() + minutes * 60_000)
}

export const ward = opened<Ward>((work) =>
  withServer(
    modules.filter(({ name }) => name !== 'identity'),
    async (client) => {
      const { ctx } = await openWard(client)
      await givenPeople(ctx)
      const signers = [actor(treating), actor(consultant)].map((one) => ({
        accountId: one.id,
        practitionerId: one.practitionerId ?? '',
        name: one.name,
      }))
      await ensureDemoSigners(ctx, signers, hospitalName)
      await work({ client, ctx })
    },
    { now: () => clock },
  ),
)

async function givenPeople(ctx: Context): Promise<void> {
  const departments = ['hscc', 'duoc', 'noi'].map((code): Organization & { id: string } => ({
    resourceType: 'Organization',
    id: `dept-${code}`,
    name: `Khoa ${code}`,
    identifier: [{ system: cs.department, value: code.toUpperCase() }],
  }))
  const role = (person: string, department: string, code: string, title: string): PractitionerRole => ({
    resourceType: 'PractitionerRole',
    practitioner: { reference: `Practitioner/${person}` },
    organization: { reference: `Organization/dept-${department}` },
    code: [{ coding: [{ system: cs.staffRole, code }], text: title }],
  })
  await commit(ctx, [
    ...departments.map((resource) => ({ kind: 'update' as const, resource })),
    {
      kind: 'create',
      id: 'practitioner-duoc',
      resource: { resourceType: 'Practitioner', name: [{ text: 'Hoàng Thị Lan' }] },
    },
    { kind: 'create', resource: role('practitioner-test', 'noi', 'doctor', 'Trưởng khoa Nội') },
    { kind: 'create', resource: role('practitioner-other', 'hscc', 'doctor', 'Trưởng khoa Hồi sức') },
    { kind: 'create', resource: role('practitioner-duoc', 'duoc', 'pharmacy', 'Dược sĩ lâm sàng') },
  ])
}

let beds = 0
/** A stay whose department keeps its identifier. */
export async function stayOf(): Promise<Stay> {
  beds += 1
  const stay = await givenStay(ward().ctx, { department: 'noi', bed: beds })
  await givenDepartment(ward().ctx)
  const patient = await readResource<Patient & { id: string }>(ward().ctx, 'Patient', stay.patientId)
  const encounter = await readResource<Encounter & { id: string }>(ward().ctx, 'Encounter', stay.encounterId)
  const conditionId = ward().ctx.newId()
  await commit(ward().ctx, [
    {
      kind: 'create',
      id: conditionId,
      resource: {
        resourceType: 'Condition',
        subject: { reference: `Patient/${stay.patientId}` },
        encounter: { reference: `Encounter/${stay.encounterId}` },
        code: { coding: [{ system: cs.icd10, code: 'J18.9' }], text: 'Viêm phổi' },
      },
    },
    {
      kind: 'update',
      resource: {
        ...encounter,
        diagnosis: [{ condition: { reference: `Condition/${conditionId}` }, rank: 1 }],
      },
    },
    {
      kind: 'update',
      resource: {
        ...patient,
        identifier: [{ system: 'http://fhir.hl7.org.vn/core/sid/cccd', value: '001158000001' }],
        address: [{ use: 'home', text: 'Phường Trung Đô, tỉnh Ngàn Phố', line: ['Số 1'] }],
      },
    },
  ])
  return stay
}

const givenDepartment = (ctx: Context) =>
  commit(ctx, [
    {
      kind: 'update',
      resource: {
        resourceType: 'Organization',
        id: 'dept-noi',
        name: 'Khoa noi',
        identifier: [{ system: cs.department, value: 'NOI' }],
      },
    },
  ])

export async function send<T = undefined>(path: string, body: object, as: Partial<Actor>): Promise<T> {
  const answer = await ward().client.send('POST', `/api${path}`, { body, as })
  assert.ok(answer.status < 300, `${path}: ${answer.text}`)
  return answer.body as T
}

export async function refused(path: string, body: object, as: Partial<Actor>): Promise<string> {
  const answer = await ward().client.send('POST', `/api${path}`, { body, as })
  assert.ok(answer.status >= 400, `${path}: ${answer.text}`)
  return (answer.body as { code: string }).code
}

export async function get<T>(path: string, as: Partial<Actor>): Promise<T> {
  const answer = await ward().client.send('GET', `/api${path}`, { as })
  assert.equal(answer.status, 200, `${path}: ${answer.text}`)
  return answer.body as T
}

export const view = (id: string, as = treating) => get<MeetingView>(`/consultations/${id}`, as)
export const invitation = (meeting: MeetingView, who: string) => {
  const found = meeting.invitations.find((one) => one.who.includes(who) || one.department === who)
  assert.ok(found, `${who} is not invited: ${meeting.invitations.map((one) => one.who).join(', ')}`)
  return found
}

export async function asked(stay: Stay, more: object = {}): Promise<string> {
  const id = uuidv7()
  await send(
    `/stays/${stay.encounterId}/consultations`,
    {
      id,
      kind: 'departments',
      urgent: true,
      question: 'Sốc nhiễm khuẩn, xin chuyển hồi sức?',
      invited: [{ departmentId: 'dept-hscc' }],
      secretaryId: 'practitioner-test',
      ...more,
    },
    treating,
  )
  return id
}

export const minutes = (more: object = {}) => ({
  heldAt: instantInVietnam(clock),
  place: 'Phòng giao ban khoa Nội',
  chairId: 'practitioner-other',
  secretaryId: 'practitioner-test',
  summary: 'Vào viện vì sốt, khó thở. Tụt huyết áp từ 08:00.',
  conclusion: 'Sốc nhiễm khuẩn từ đường hô hấp.',
  plan: 'Chuyển khoa Hồi sức cấp cứu, noradrenalin, meropenem.',
  step: 'finish',
  ...more,
})

export const inMinutes = (minutes: number) => instantInVietnam(new Date(clock.getTime() + minutes * 60_000))
