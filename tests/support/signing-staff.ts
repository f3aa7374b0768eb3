import assert from 'node:assert/strict'
import type { Organization, Practitioner, PractitionerRole, QuestionnaireResponse } from '@medplum/fhirtypes'
import { Filling } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { PaperView } from '#modules/documents/contract.ts'
import type { FillView } from '#modules/forms/contract.ts'
import { findEdition, formOf } from '#modules/forms/editions.ts'
import { demoPin, ensureDemoSigners } from '#modules/signing/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import type { HospitalModule } from '#platform/module.ts'
import { commit } from '#store/commit.ts'
import { fillRequired, shapedAnswers } from './fills.ts'
import { reviewed, shown } from './papers-to-sign.ts'
import { withServer } from './server.ts'
import { hospitalName, openWard, type Ward } from './ward.ts'

export type Person = Partial<Actor> & { id: string; name: string; practitionerId: string }

const person = (id: string, name: string, role: string): Person => ({
  id: `account-${id}`,
  name,
  practitionerId: `practitioner-${id}`,
  roles: [role],
})

export const minh = person('minh', 'Nguyễn Văn Minh', 'doctor')
export const quang = person('quang', 'Lê Quang', 'doctor')
export const hoa = person('hoa', 'Trần Thị Hoa', 'doctor')
export const nghia = person('nghia', 'Phạm Nghĩa', 'director')

const positions = [
  { who: minh, position: 'Bác sĩ điều trị', department: 'kkb' },
  { who: quang, position: 'Trưởng khoa Khám bệnh', department: 'kkb' },
  { who: hoa, position: 'Trưởng khoa Nhi', department: 'nhi' },
  { who: nghia, position: 'Giám đốc bệnh viện', department: 'bgd' },
]

async function employ(ctx: Context): Promise<void> {
  const changes = positions.flatMap(({ who: { id, name, practitionerId }, position, department }) => {
    const role: PractitionerRole = {
      resourceType: 'PractitionerRole',
      active: true,
      practitioner: { reference: `Practitioner/${practitionerId}` },
      organization: { reference: `Organization/dept-${department}` },
      code: [{ text: position }],
    }
    const staff: Practitioner = { resourceType: 'Practitioner', name: [{ text: name }] }
    return [
      { kind: 'create', id: practitionerId, resource: staff } as const,
      { kind: 'create', id: `role-${id}`, resource: role } as const,
    ]
  })
  const houses = ['nhi', 'bgd'].map((one) => {
    const resource: Organization = { resourceType: 'Organization', name: `Khoa ${one}` }
    return { kind: 'create', id: `dept-${one}`, resource } as const
  })
  await commit(ctx, [...houses, ...changes])
  const signers = positions.map(({ who: { id, practitionerId, name } }) => ({
    accountId: id,
    practitionerId,
    name,
  }))
  await ensureDemoSigners(ctx, signers, hospitalName)
}

/** A ward with doctors, heads and a director, who have software keys. */
export const withStaff = (
  modules: readonly HospitalModule[],
  work: (ward: Ward) => Promise<void>,
  setup: { readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<void> =>
  withServer(
    modules,
    async (client) => {
      const ward = await openWard(client, { department: 'kkb' })
      await employ(ward.ctx)
      await work(ward)
    },
    setup,
  )

/** A paper of a filled form, written by Minh. */
export async function givenPaperOf({ client, ctx, encounterId }: Ward, code: string): Promise<string> {
  const body = { id: uuidv7(), form: code, encounterId }
  const fill = (await client.send('POST', '/api/fills', { as: minh, body })).body as FillView
  const form = formOf(await findEdition(ctx, fill.form, fill.on))
  const begun = fill.response as unknown as QuestionnaireResponse
  const filling = new Filling(form, fillRequired(form, begun, fill.environment), fill.environment)
  const discharged = shapedAnswers['stay.dischargedAt']
  if (discharged && form.byLinkId.has('stay.dischargedAt')) filling.set('stay.dischargedAt', [discharged])
  const response = filling.response()
  const path = `/api/fills/${fill.id}/complete`
  const done = await client.send('POST', path, { as: minh, body: { version: 1, response } })
  assert.equal(done.status, 200, done.text)
  return (done.body as { paperId: string }).paperId
}

/** Signs as the paper stands now: `signed`, or the code of the refusal with what it names. */
export async function signAs(
  { client, encounterId }: Ward,
  paperId: string,
  who: Partial<Actor>,
  pin: string = demoPin,
): Promise<string> {
  const list = await client.send('GET', `/api/documents?encounter=${encounterId}`, { as: who })
  const paper = (list.body as { papers: PaperView[] }).papers.find(({ id }) => id === paperId)
  assert.ok(paper)
  const waiting = await client.send('GET', '/api/signing/mine', { as: who })
  const isListed = (waiting.body as { papers: { id: string }[] }).papers.some(({ id }) => id === paperId)
  const batch = await reviewed(client, [paper], who)
  const body = { documents: [shown(paper)], batch, pin }
  const answer = await client.send('POST', '/api/signing/sign', { as: who, body })
  assert.equal(
    isListed,
    answer.status === 200,
    `the list shows what may be signed, and nothing else: ${answer.text}`,
  )
  if (answer.status === 200) return 'signed'
  const { code, title } = answer.body as { code: string; title: string }
  return `${code}: ${title}`
}
