import assert from 'node:assert/strict'
import type { Condition, Encounter, QuestionnaireResponse } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import { contextOf, givenOrders, givenVisit } from './laboratory.ts'
import { reviewed } from './papers-to-sign.ts'
import type { TestClient } from './server.ts'
import { giveKey, pin } from './whole-app.ts'

const everyone = { roles: ['doctor', 'laboratory', 'nurse'] }

/** Sends and expects success. */
export async function done<T = unknown>(
  client: TestClient,
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await client.send(method, `/api${path}`, {
    as: everyone,
    ...(body === undefined ? {} : { body }),
  })
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`)
  return answer.body as T
}

/** An examined patient: diagnosis and finished form, as the doctor leaves them. */
export async function concludeVisit(
  ctx: Context,
  visit: { readonly patientId: string; readonly encounterId: string },
  icd10 = 'I10',
): Promise<void> {
  const [conditionId, responseId] = [uuidv7(), uuidv7()]
  const doctor = { reference: 'Practitioner/practitioner-test', display: 'Người Thử Nghiệm' }
  const condition: Condition = {
    resourceType: 'Condition',
    id: conditionId,
    category: [{ coding: [{ system: cs.conditionCategory, code: 'encounter-diagnosis' }] }],
    code: { coding: [{ system: cs.icd10, code: icd10 }], text: 'Bệnh lý tăng huyết áp' },
    subject: { reference: `Patient/${visit.patientId}` },
    encounter: { reference: `Encounter/${visit.encounterId}` },
    recordedDate: '2026-11-23T09:00:00+07:00',
  }
  const response: QuestionnaireResponse = {
    resourceType: 'QuestionnaireResponse',
    id: responseId,
    questionnaire: 'urn:lanong:form:15-BV1|2024-01-01',
    status: 'completed',
    subject: { reference: `Patient/${visit.patientId}` },
    encounter: { reference: `Encounter/${visit.encounterId}` },
    authored: '2026-11-23T09:10:00+07:00',
    author: doctor,
    item: [
      { linkId: 'reason', text: 'Lý do vào viện', answer: [{ valueString: 'Mệt mỏi' }] },
      { linkId: 'history', text: 'Quá trình bệnh lý', answer: [{ valueString: 'Mệt mỏi ba ngày nay' }] },
      { linkId: 'ownHistory', text: 'Bản thân', answer: [{ valueString: 'Khỏe mạnh' }] },
    ],
  }
  const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', visit.encounterId)
  const diagnosis = [
    {
      condition: { reference: `Condition/${conditionId}` },
      use: { coding: [{ system: cs.diagnosisRole, code: 'DD' }] },
      rank: 1,
    },
  ]
  const changes: readonly Change[] = [
    { kind: 'create', resource: condition, id: conditionId },
    { kind: 'create', resource: response, id: responseId },
    { kind: 'update', resource: { ...encounter, diagnosis } },
  ]
  await commit(ctx, changes, { act: 'fill.complete' })
}

interface Paper {
  readonly id: string
  readonly version: number
  readonly sha256: string
}

/** Signs every paper of a visit until nothing waits. */
export async function signAll(client: TestClient, encounterId: string): Promise<readonly Paper[]> {
  const { papers } = await done<{ papers: (Paper & { state: string })[] }>(
    client,
    'GET',
    `/documents?encounter=${encounterId}`,
  )
  const open = papers.filter((paper) => paper.state === 'unsigned' || paper.state === 'partly')
  if (open.length === 0) return papers
  await done(client, 'POST', '/signing/sign', {
    batch: await reviewed(client, open, {}),
    documents: open.map(({ id, version, sha256 }) => ({ id, version, sha256 })),
    pin,
  })
  return signAll(client, encounterId)
}

/** A visit with a released result, all papers signed; not yet finished. */
export async function givenSignedVisit(client: TestClient, orders: readonly string[] = ['GLU']) {
  const ctx = contextOf(client.services)
  const visit = await givenVisit(ctx)
  await giveKey(client)
  await concludeVisit(ctx, visit)
  const { requisition, ids } = await givenOrders(ctx, visit, orders)
  const at = `/laboratory/requisitions/${requisition}`
  const { tubes } = await done<{ tubes: { accession: string; specimenId: string }[] }>(
    client,
    'POST',
    `${at}/collect`,
    {},
  )
  for (const tube of tubes) await done(client, 'POST', '/laboratory/receive', { accession: tube.accession })
  await done(client, 'POST', `${at}/results`, { results: [{ requestId: ids[0], test: 'GLU', value: '6,4' }] })
  await done(client, 'POST', `${at}/validate`)
  await done(client, 'POST', `${at}/release`)
  await done(client, 'POST', '/documents/prepare', { form: '15/BV1', encounterId: visit.encounterId })
  const papers = await signAll(client, visit.encounterId)
  return {
    ...visit,
    requisition,
    requestId: ids[0] ?? '',
    specimenId: tubes[0]?.specimenId ?? '',
    accession: tubes[0]?.accession ?? '',
    papers,
  }
}

/** The same, archived. */
export async function givenArchivedRecord(client: TestClient) {
  const visit = await givenSignedVisit(client)
  for (const step of ['finish', 'complete', 'submit', 'accept', 'archive'])
    await done(client, 'POST', `/records/${visit.encounterId}/${step}`)
  return visit
}
