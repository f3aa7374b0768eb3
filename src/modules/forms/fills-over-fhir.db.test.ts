import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type {
  Encounter,
  Observation,
  OperationOutcome,
  Parameters,
  QuestionnaireResponse,
} from '@medplum/fhirtypes'
import { Filling, isLocked } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { mergePatients } from '#modules/patient-merge/merge-patients.ts'
import type { Worklist } from '#modules/signing/contract.ts'
import type { Context } from '#platform/context.ts'
import { makeContext } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { actor } from '#tests/support/database.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { reviewed } from '#tests/support/papers-to-sign.ts'
import type { TestClient } from '#tests/support/server.ts'
import { signAllRows } from '#tests/support/sign-rows.ts'
import { givenVisit } from '#tests/support/visit.ts'
import { opened, openWard, type Ward } from '#tests/support/ward.ts'
import { giveKey, pin, withWholeApp } from '#tests/support/whole-app.ts'
import type { CompletedFill, FillView, RefusedFill, RowList, SavedFill } from './contract.ts'
import { findEdition, formOf } from './editions.ts'
import type { Response } from './fill.ts'

let client: TestClient
let ctx: Context
let visit: Ward
let other: { patientId: string; encounterId: string }

opened<Ward>((work) =>
  withWholeApp(async (whole) => {
    client = whole
    visit = await openWard(client)
    ctx = visit.ctx
    await giveKey(client)
    other = await givenVisit(ctx)
    await work(visit)
  }),
)

const codeOf = (answer: { body: unknown }) => (answer.body as { code?: string }).code

async function begin(form: string, encounterId = visit.encounterId): Promise<FillView> {
  const answer = await client.send('POST', '/api/fills', { body: { id: uuidv7(), form, encounterId } })
  assert.equal(answer.status, 200, answer.text)
  return answer.body as FillView
}
const view = async (id: string) => (await client.send('GET', `/api/fills/${id}`)).body as FillView
const stored = (id: string) => readResource<Response>(ctx, 'QuestionnaireResponse', id)

/** The code with which the FHIR interface refuses; `written` when it does not. */
async function overFhir(method: 'PUT' | 'PATCH', id: string, body: unknown): Promise<string | undefined> {
  const type = method === 'PUT' ? 'application/fhir+json' : 'application/json-patch+json'
  const url = `/fhir/R4/QuestionnaireResponse/${id}`
  const answer = await client.server.inject({
    method,
    url,
    headers: { 'content-type': type },
    payload: JSON.stringify(body),
  })
  if (answer.statusCode < 300) return 'written'
  return (JSON.parse(answer.body) as OperationOutcome).issue[0]?.details?.coding?.[0]?.code
}

/** Runs an operation on a fill. */
const act = (id: string, name: string, reason?: string) =>
  client.send('POST', `/fhir/R4/QuestionnaireResponse/${id}/$${name}`, {
    body: {
      resourceType: 'Parameters',
      ...(reason ? { parameter: [{ name: 'reason', valueString: reason }] } : {}),
    },
  })

async function answered(fill: FillView, pulse?: number): Promise<QuestionnaireResponse> {
  const form = formOf(await findEdition(ctx, fill.form, fill.on))
  const whole = fillRequired(form, fill.response as unknown as Response, fill.environment)
  const filling = new Filling(form, whole, fill.environment)
  if (pulse !== undefined) filling.set('vitals.pulse', [{ valueInteger: pulse }])
  return filling.response()
}

async function complete({ id }: FillView, response: unknown, version?: number) {
  const body = { version: version ?? (await view(id)).version, response }
  return client.send('POST', `/api/fills/${id}/complete`, { body })
}

describe('a fill, over FHIR', () => {
  it('stays with its patient, its visit and its form, from its first moment', async () => {
    const { id } = await begin('29-BV2')
    const mine = await stored(id)
    const moved: Response[] = [
      { ...mine, subject: { reference: `Patient/${other.patientId}` } },
      { ...mine, encounter: { reference: `Encounter/${other.encounterId}` } },
      { ...mine, questionnaire: 'urn:lanong:form:36-BV2|2024-01-01' },
      { ...mine, questionnaire: 'http://example.org/another' },
    ]
    for (const one of moved) assert.equal(await overFhir('PUT', id, one), 'forms.moved')
    const fresh = uuidv7()
    const { encounter: _encounter, ...loose } = mine
    for (const one of [{ ...mine, subject: moved[0]?.subject }, loose])
      assert.equal(await overFhir('PUT', fresh, { ...one, id: fresh }), 'forms.otherPatient')
    assert.equal(await overFhir('PUT', fresh, { ...mine, id: fresh }), 'written')
    const path = '/subject/reference'
    const patch = [{ op: 'replace', path, value: `Patient/${other.patientId}` }]
    assert.equal(await overFhir('PATCH', id, patch), 'forms.moved')
  })

  it('is of an examination by its form, not by its id', async () => {
    const mine = await stored((await begin('29-BV2')).id)
    const id = `exam-${uuidv7().slice(0, 20)}`
    assert.equal(await overFhir('PUT', id, { ...mine, id, status: 'completed' }), 'forms.completeByAct')
  })

  it('keeps what its head says while rows are signed, and tells when the patient is another', async () => {
    const { id } = await begin('36-BV2')
    const open = await view(id)
    const saved = await client.send('PUT', `/api/fills/${id}`, {
      body: { version: open.version, response: await answered(open) },
    })
    assert.equal(saved.status, 200, saved.text)
    const renamed = async (): Promise<Response> => {
      const text = JSON.stringify(await stored(id))
      assert.match(text, /"Đặng Thị Huyền"|"ĐẶNG THỊ HUYỀN"/)
      return JSON.parse(text.replace(/"(Đặng Thị Huyền|ĐẶNG THỊ HUYỀN)"/g, '"Người Khác"')) as Response
    }
    const earlier = await renamed()
    await signAllRows(client, id)
    assert.ok((await stored(id)).item?.some(isLocked))
    assert.notEqual(JSON.stringify(earlier), JSON.stringify(await stored(id)))
    assert.equal(await overFhir('PUT', id, await renamed()), 'forms.headStays')
    assert.equal(
      await overFhir('PUT', id, await stored(id)),
      'written',
      'and is written when nothing of it changes',
    )
    const faults = async () =>
      ((await client.send('GET', `/api/fills/${id}/rows`)).body as RowList).rows.flatMap(
        ({ signed }) => signed?.faults ?? [],
      )
    assert.deepEqual(await faults(), [])
    const subject = { reference: `Patient/${other.patientId}` }
    await commit(ctx, [{ kind: 'update', resource: { ...(await stored(id)), subject } }])
    assert.deepEqual(await faults(), ['other-patient'])
  })

  it('is changed, opened again and cancelled with a reason only, once it is completed', async () => {
    const fill = await begin('29-BV2')
    assert.equal(
      await overFhir('PUT', fill.id, { ...(await stored(fill.id)), status: 'entered-in-error' }),
      'forms.cancelWithReason',
    )
    const done = await complete(fill, await answered(fill, 101))
    assert.equal(done.status, 200, done.text)
    const { paperId } = done.body as CompletedFill
    const was = await stored(fill.id)
    const changes: Response[] = [
      { ...was, author: { display: 'Người Khác' } },
      { ...was, status: 'amended' },
      { ...was, status: 'in-progress' },
      { ...was, status: 'entered-in-error' },
    ]
    for (const one of changes) assert.equal(await overFhir('PUT', fill.id, one), 'forms.completedStays')
    const patch = [{ op: 'replace', path: '/status', value: 'entered-in-error' }]
    assert.equal(await overFhir('PATCH', fill.id, patch), 'forms.completedStays')
    const { extension: _extension, ...unmarked } = was
    assert.equal(await overFhir('PUT', fill.id, unmarked), 'forms.marksStay')

    const sign = async () => {
      const waiting = (await client.send('GET', '/api/signing/mine')).body as Worklist
      const shown = waiting.papers.find((one) => one.id === paperId)
      assert.ok(shown)
      const documents = [{ id: paperId, version: shown.version, sha256: shown.sha256 }]
      const batch = await reviewed(client, [shown], {})
      return client.send('POST', '/api/signing/sign', { body: { documents, batch, pin } })
    }
    const opened = await client.send('POST', `/api/fills/${fill.id}/amend`, { body: { reason: 'Ghi nhầm mạch' } })
    assert.equal(opened.status, 200, opened.text)
    assert.equal(codeOf(await sign()), 'signing.formNotCompleted')
    const reopened = await stored(fill.id)
    assert.equal(await overFhir('PUT', fill.id, { ...reopened, status: 'amended' }), 'forms.completeByAct')
    const again = await complete(fill, await answered(await view(fill.id), 79), (opened.body as SavedFill).version)
    assert.equal(again.status, 200, again.text)
    const signed = await sign()
    assert.equal(signed.status, 200, signed.text)
    const cancel = await client.send('POST', `/api/fills/${fill.id}/cancel`, { body: { reason: 'Nhầm người' } })
    assert.equal(cancel.status, 200, cancel.text)
    assert.equal(await overFhir('PUT', fill.id, was), 'forms.marksStay')
    const withdrawn = { ...(await stored(fill.id)), status: 'completed' as const }
    assert.equal(await overFhir('PUT', fill.id, withdrawn), 'forms.cancelled')
  })

  it('is completed by its operation, never by a status that makes no paper', async () => {
    const fill = await begin('29-BV2')
    const answers = { ...(await answered(fill, 93)), id: fill.id }
    assert.equal(await overFhir('PUT', fill.id, { ...answers, status: 'completed' }), 'forms.completeByAct')
    const fresh = uuidv7()
    const created = { ...answers, id: fresh, status: 'completed' }
    assert.equal(await overFhir('PUT', fresh, created), 'forms.completeByAct')
    assert.equal(await overFhir('PUT', fill.id, { ...answers, status: 'in-progress' }), 'written')
    const done = await act(fill.id, 'complete')
    assert.equal(done.status, 200, done.text)
    const parameters = (done.body as Parameters).parameter ?? []
    const paper = parameters.find(({ name }) => name === 'paper')?.valueReference?.reference ?? ''
    assert.ok((await client.send('GET', `/fhir/R4/${paper}`)).status === 200, 'its paper is there')
    assert.equal((await stored(fill.id)).status, 'completed')
    const told = (await searchResources<Observation>(ctx, 'Observation', { code: '8867-4' })).filter(
      (one) => one.derivedFrom?.[0]?.reference === `QuestionnaireResponse/${fill.id}`,
    )
    assert.deepEqual(
      told.map((one) => one.valueQuantity?.value),
      [93],
    )
  })

  it('is opened again and cancelled by operations that give a reason', async () => {
    const fill = await begin('29-BV2')
    const done = await complete(fill, await answered(fill))
    assert.equal(done.status, 200, done.text)
    assert.notEqual((await act(fill.id, 'amend')).status, 200, 'not without a reason')
    assert.equal((await act(fill.id, 'amend', 'Ghi nhầm mạch')).status, 200)
    assert.equal((await stored(fill.id)).status, 'in-progress')
    assert.equal((await act(fill.id, 'complete')).status, 200)
    assert.equal((await act(fill.id, 'cancel', 'Nhầm người')).status, 200)
    assert.equal((await stored(fill.id)).status, 'entered-in-error')
    const reader = { permissions: new Set(['fhir.read', 'fhir.write']) }
    const url = `/fhir/R4/QuestionnaireResponse/${fill.id}/$complete`
    const refused = await client.send('POST', url, { as: reader, body: { resourceType: 'Parameters' } })
    assert.equal(refused.status, 403, 'who may only write resources')
  })

  it('is begun in one transaction with its visit', async () => {
    const mine = await stored((await begin('29-BV2')).id)
    const whole = await readResource<Encounter>(ctx, 'Encounter', visit.encounterId)
    const { id: _id, meta: _meta, identifier: _number, ...encounter } = whole
    const send = (subject: string) => {
      const urn = `urn:uuid:${uuidv7()}`
      const { id: _old, meta: _m, ...fill } = mine
      const entry = [
        { fullUrl: urn, resource: encounter, request: { method: 'POST', url: 'Encounter' } },
        {
          fullUrl: `urn:uuid:${uuidv7()}`,
          resource: { ...fill, subject: { reference: subject }, encounter: { reference: urn } },
          request: { method: 'POST', url: 'QuestionnaireResponse' },
        },
      ]
      return client.send('POST', '/fhir/R4', { body: { resourceType: 'Bundle', type: 'transaction', entry } })
    }
    const written = await send(`Patient/${visit.patientId}`)
    assert.equal(written.status, 200, written.text)
    const refused = await send(`Patient/${other.patientId}`)
    const { issue } = refused.body as OperationOutcome
    assert.equal(issue[0]?.details?.coding?.[0]?.code, 'forms.otherPatient')
  })

  it('follows its patient into the entry that the patient is merged into, completed or not', async () => {
    const [from, into] = [await givenVisit(ctx), await givenVisit(ctx)]
    const fills = [await begin('29-BV2', from.encounterId), await begin('29-BV2', from.encounterId)]
    const done = fills[0] && (await complete(fills[0], await answered(fills[0])))
    assert.equal(done?.status, 200, done?.text)
    const person = makeContext(client.services, { facility: 1, actor: actor() })
    const reason = 'Cùng một người'
    await mergePatients(person, { source: from.patientId, target: into.patientId, reason })
    for (const { id } of fills) assert.equal((await stored(id)).subject?.reference, `Patient/${into.patientId}`)
  })
})

describe('two who write on a fill at the same moment', () => {
  const newerOf = (answers: readonly { status: number; body: unknown; text: string }[]) => {
    const [won, lost] = [...answers].sort((one, two) => one.status - two.status)
    assert.deepEqual([won?.status, lost?.status], [200, 409], lost?.text)
    assert.ok(lost)
    assert.equal(codeOf(lost), 'forms.changedMeanwhile')
    return (lost.body as RefusedFill).newer
  }

  it('are one who saves and one who is told what the first wrote', async () => {
    const fill = await begin('29-BV2')
    const bodies = await Promise.all([71, 72].map((pulse) => answered(fill, pulse)))
    const answers = await Promise.all(
      bodies.map((response) =>
        client.send('PUT', `/api/fills/${fill.id}`, { body: { version: fill.version, response } }),
      ),
    )
    const newer = newerOf(answers)
    assert.deepEqual([newer?.version, newer?.differs], [fill.version + 1, ['vitals.pulse']])
  })

  it('complete it once', async () => {
    const fill = await begin('29-BV2')
    const bodies = await Promise.all([71, 72].map((pulse) => answered(fill, pulse)))
    const answers = await Promise.all(bodies.map((response) => complete(fill, response, fill.version)))
    assert.equal(newerOf(answers)?.version, fill.version + 1)
  })
})
