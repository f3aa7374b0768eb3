import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Practitioner, PractitionerRole, QuestionnaireResponse } from '@medplum/fhirtypes'
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
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenHospital, givenVisit, systemContext } from '#tests/support/visit.ts'
import { demoPin, ensureDemoSigners, signing } from './index.ts'

interface Ward {
  readonly client: TestClient
  readonly ctx: Context
  readonly encounterId: string
}

const person = (name: string, role: string): Partial<Actor> => ({
  id: `account-${name}`,
  name,
  practitionerId: `practitioner-${name}`,
  roles: [role],
})
const minh = person('minh', 'doctor')
const quang = person('quang', 'doctor')
const nghia = person('nghia', 'director')
const positions = [
  { who: minh, position: 'Bác sĩ điều trị' },
  { who: quang, position: 'Trưởng khoa Khám bệnh' },
  { who: nghia, position: 'Giám đốc bệnh viện' },
]

async function employ(ctx: Context): Promise<void> {
  const changes = positions.flatMap(({ who: { name = '', practitionerId = '' }, position }) => {
    const role: PractitionerRole = {
      resourceType: 'PractitionerRole',
      active: true,
      practitioner: { reference: `Practitioner/${practitionerId}` },
      code: [{ text: position }],
    }
    const staff: Practitioner = { resourceType: 'Practitioner', name: [{ text: name }] }
    return [
      { kind: 'create', id: practitionerId, resource: staff } as const,
      { kind: 'create', id: `role-${name}`, resource: role } as const,
    ]
  })
  await commit(ctx, changes)
  const signers = positions.map(({ who: { id = '', practitionerId, name = '' } }) => ({
    accountId: id,
    practitionerId,
    name,
  }))
  await ensureDemoSigners(ctx, signers, 'Bệnh viện Đa khoa Ngàn Phố')
}

function withWard(work: (ward: Ward) => Promise<void>): Promise<void> {
  return withServer([forms, documents, signing], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    const name = 'Bệnh viện Đa khoa Ngàn Phố'
    await commit(ctx, [{ kind: 'create', id: 'facility', resource: { resourceType: 'Organization', name } }])
    await employ(ctx)
    const { encounterId } = await givenVisit(ctx)
    await work({ client, ctx, encounterId })
  })
}

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
    withWard(async (ward) => {
      const paper = await givenPaper(ward, '01-BV1')
      assert.equal(await sign(ward, paper, minh), 'signed')
      assert.equal(await sign(ward, paper, quang), 'signed', 'the treating doctor')
      assert.match(await sign(ward, paper, minh), /^signing\.noSlot/, 'no head')
      const refused = await sign(ward, paper, quang)
      assert.match(refused, /^signing\.samePerson/)
      assert.match(refused, /Bác sĩ điều trị.*Trưởng khoa/)
      assert.equal(await sign(ward, paper, nghia), 'signed', 'the director in the stead of the head')
      assert.equal(await sign(ward, paper, nghia), 'signed', 'the director')
    }))

  it('let one doctor make the record and treat, and the head of department sign after that', () =>
    withWard(async (ward) => {
      const paper = await givenPaper(ward, '01-BV1')
      assert.equal(await sign(ward, paper, minh), 'signed')
      assert.equal(await sign(ward, paper, minh), 'signed')
      assert.equal(await sign(ward, paper, quang), 'signed')
    }))

  it('have a chair who is not the secretary', () =>
    withWard(async (ward) => {
      const paper = await givenPaper(ward, '27-BV2')
      assert.equal(await sign(ward, paper, minh), 'signed')
      const refused = await sign(ward, paper, minh)
      assert.match(refused, /^signing\.samePerson/)
      assert.match(refused, /Thư ký.*Chủ tọa/)
      assert.equal(await sign(ward, paper, quang), 'signed')
    }))
})
