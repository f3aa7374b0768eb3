import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Organization, Practitioner, PractitionerRole, QuestionnaireResponse } from '@medplum/fhirtypes'
import { Filling } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { PaperView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import type { FillView } from '#modules/forms/contract.ts'
import { findEdition, formOf } from '#modules/forms/editions.ts'
import { forms } from '#modules/forms/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { fillRequired, shapedAnswers } from '#tests/support/fills.ts'
import { hospitalName, type Ward, withWard } from '#tests/support/ward.ts'
import { demoPin, ensureDemoSigners, signing } from './index.ts'

const person = (name: string, role: string): Partial<Actor> => ({
  id: `account-${name}`,
  name,
  practitionerId: `practitioner-${name}`,
  roles: [role],
})
const minh = person('minh', 'doctor')
const quang = person('quang', 'doctor')
const hoa = person('hoa', 'doctor')
const nghia = person('nghia', 'director')
const positions = [
  { who: minh, position: 'Bác sĩ điều trị', department: 'kkb' },
  { who: quang, position: 'Trưởng khoa Khám bệnh', department: 'kkb' },
  { who: hoa, position: 'Trưởng khoa Nhi', department: 'nhi' },
  { who: nghia, position: 'Giám đốc bệnh viện', department: 'bgd' },
]

async function employ(ctx: Context): Promise<void> {
  const changes = positions.flatMap(({ who: { name = '', practitionerId = '' }, position, department }) => {
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
      { kind: 'create', id: `role-${name}`, resource: role } as const,
    ]
  })
  const departments = positions.map(({ department }) => department)
  const houses = [...new Set(departments)]
    .filter((one) => one !== 'kkb')
    .map((one) => {
      const resource: Organization = { resourceType: 'Organization', name: `Khoa ${one}` }
      return { kind: 'create', id: `dept-${one}`, resource } as const
    })
  await commit(ctx, [...houses, ...changes])
  const signers = positions.map(({ who: { id = '', practitionerId, name = '' } }) => ({
    accountId: id,
    practitionerId,
    name,
  }))
  await ensureDemoSigners(ctx, signers, hospitalName)
}

const withStaff = (work: (ward: Ward) => Promise<void>): Promise<void> =>
  withWard(
    [forms, documents, signing],
    async (ward) => {
      await employ(ward.ctx)
      await work(ward)
    },
    { department: 'kkb' },
  )

/** A paper of a filled form, written by Minh. */
async function givenPaper({ client, ctx, encounterId }: Ward, code: string): Promise<string> {
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
async function sign({ client, encounterId }: Ward, paperId: string, who: Partial<Actor>): Promise<string> {
  const list = await client.send('GET', `/api/documents?encounter=${encounterId}`, { as: who })
  const paper = (list.body as { papers: PaperView[] }).papers.find(({ id }) => id === paperId)
  assert.ok(paper)
  const waiting = await client.send('GET', '/api/signing/mine', { as: who })
  const isListed = (waiting.body as { papers: { id: string }[] }).papers.some(({ id }) => id === paperId)
  const body = { documents: [{ id: paperId, version: paper.version, sha256: paper.sha256 }], pin: demoPin }
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

describe('places of one paper', () => {
  it('have a head of department who holds the office and is not the treating doctor', () =>
    withStaff(async (ward) => {
      const paper = await givenPaper(ward, '01-BV1')
      assert.equal(await sign(ward, paper, minh), 'signed')
      assert.equal(await sign(ward, paper, quang), 'signed', 'the treating doctor')
      assert.match(await sign(ward, paper, minh), /^signing\.noSlot/, 'no head')
      const refused = await sign(ward, paper, quang)
      assert.match(refused, /^signing\.samePerson/)
      assert.match(refused, /Bác sĩ điều trị.*Trưởng khoa/)
      assert.match(await sign(ward, paper, hoa), /^signing\.noSlot/, 'the head of another department')
      assert.equal(await sign(ward, paper, nghia), 'signed', 'the director in the stead of the head')
      assert.equal(await sign(ward, paper, nghia), 'signed', 'the director')
    }))

  it('let one doctor make the record and treat, and the head of department sign after that', () =>
    withStaff(async (ward) => {
      const paper = await givenPaper(ward, '01-BV1')
      assert.equal(await sign(ward, paper, minh), 'signed')
      assert.equal(await sign(ward, paper, minh), 'signed')
      assert.equal(await sign(ward, paper, quang), 'signed')
    }))

  it('have a chair who is not the secretary', () =>
    withStaff(async (ward) => {
      const paper = await givenPaper(ward, '27-BV2')
      assert.equal(await sign(ward, paper, minh), 'signed')
      const refused = await sign(ward, paper, minh)
      assert.match(refused, /^signing\.samePerson/)
      assert.match(refused, /Thư ký.*Chủ tọa/)
      assert.equal(await sign(ward, paper, quang), 'signed')
    }))
})
