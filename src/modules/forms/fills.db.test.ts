import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type {
  Condition,
  DocumentReference,
  Encounter,
  Observation,
  QuestionnaireResponse,
} from '@medplum/fhirtypes'
import { Filling } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { as } from '#tests/support/database.ts'
import { fillRequired } from '#tests/support/fills.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { VisitGiven } from '#tests/support/visit.ts'
import { openWard } from '#tests/support/ward.ts'
import type { CompletedFill, FillList, FillView, NewestScores, RefusedFill, SavedFill } from './contract.ts'
import { findEdition, formOf } from './editions.ts'
import { forms } from './index.ts'

interface Bench {
  readonly client: TestClient
  readonly ctx: Context
  readonly encounterId: string
  start(form: string, more?: object): Promise<FillView>
  send(method: 'PUT' | 'POST', fill: FillView, verb: string, body: object): ReturnType<TestClient['send']>
}

function withVisit(work: (bench: Bench) => Promise<void>, given?: VisitGiven) {
  return withServer([forms, documents], async (client) => {
    const { ctx, encounterId } = await openWard(client, given)
    await work({
      client,
      ctx,
      encounterId,
      send: (method, fill, verb, body) => client.send(method, `/api/fills/${fill.id}${verb}`, { body }),
      async start(form, more = {}) {
        const answer = await client.send('POST', '/api/fills', {
          body: { id: uuidv7(), form, encounterId, ...more },
        })
        assert.equal(answer.status, 200, answer.text)
        return answer.body as FillView
      },
    })
  })
}

const responseOf = (fill: FillView) => fill.response as unknown as QuestionnaireResponse
const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code

async function fillingOf(ctx: Context, fill: FillView): Promise<Filling> {
  const edition = await findEdition(ctx, fill.form, fill.on)
  return new Filling(formOf(edition), responseOf(fill), fill.environment)
}

/** The response of a fill with everything that must be answered. */
async function whole(ctx: Context, fill: FillView): Promise<QuestionnaireResponse> {
  const edition = await findEdition(ctx, fill.form, fill.on)
  return fillRequired(formOf(edition), responseOf(fill), fill.environment)
}

describe('a filled form', () => {
  it('begins with what the chart knows, each answer with its source', () =>
    withVisit(async ({ client, ctx, start, encounterId }) => {
      const fill = await start('29-BV2')
      const filling = await fillingOf(ctx, fill)
      assert.equal(filling.answers('patient.nameUpper')[0]?.valueString, 'ĐẶNG THỊ HUYỀN')
      assert.equal(filling.answers('vitals.pulse')[0]?.valueInteger, 88)
      const source = filling.answers('vitals.pulse')[0]?.extension?.[0]
      assert.match(source?.valueReference?.reference ?? '', /^Observation\//)
      assert.deepEqual([fill.status, fill.editable], ['in-progress', true])
      const list = (await client.send('GET', `/api/fills?encounter=${encounterId}`)).body as FillList
      assert.deepEqual(
        list.fills.map((one) => [one.id, one.code, one.status]),
        [[fill.id, '29/BV2', 'in-progress']],
      )
    }))

  it('is saved as it was typed, and read again the same', () =>
    withVisit(async ({ client, ctx, start, send }) => {
      const fill = await start('29-BV2')
      const filling = await fillingOf(ctx, fill)
      const texts = ['Đau đầu\u0301', '<script>alert(1)</script> #read("/etc/passwd") {{x}}', '😀 عربي \u202eabc']
      for (const text of texts) {
        filling.set('reason', [{ valueString: text }])
        const version = ((await client.send('GET', `/api/fills/${fill.id}`)).body as FillView).version
        const saved = await send('PUT', fill, '', { version, response: filling.response() })
        assert.equal(saved.status, 200, saved.text)
        const read = (await client.send('GET', `/api/fills/${fill.id}`)).body as FillView
        const kept = (await fillingOf(ctx, read)).answers('reason')[0]?.valueString
        assert.equal(kept, text.normalize('NFC').replace('\u202e', ''))
        const again = await send('PUT', fill, '', { version: read.version, response: read.response })
        assert.equal((again.body as SavedFill).version, read.version, 'the same answers make no new version')
      }
    }))

  it('tells the second of two writers which answers differ', () =>
    withVisit(async ({ ctx, start, send }) => {
      const fill = await start('29-BV2')
      const [one, two] = [await fillingOf(ctx, fill), await fillingOf(ctx, fill)]
      one.set('reason', [{ valueString: 'Đau ngực' }])
      two.set('vitals.pulse', [{ valueInteger: 92 }])
      assert.equal((await send('PUT', fill, '', { version: 1, response: one.response() })).status, 200)
      const late = await send('PUT', fill, '', { version: 1, response: two.response() })
      assert.deepEqual([late.status, codeOf(late)], [409, 'forms.changedMeanwhile'])
      const { newer } = late.body as RefusedFill
      assert.equal(newer?.version, 2)
      assert.deepEqual(newer?.differs.sort(), ['reason', 'vitals.pulse'])
    }))

  it('refuses an empty or partial one, naming every missing question', () =>
    withVisit(async ({ start, send }) => {
      const fill = await start('29-BV2')
      const empty = { resourceType: 'QuestionnaireResponse', status: 'in-progress' }
      const refused = await send('POST', fill, '/complete', { version: 1, response: empty })
      assert.deepEqual([refused.status, codeOf(refused)], [422, 'forms.invalid'])
      const { issues = [] } = refused.body as RefusedFill
      assert.ok(issues.some(({ linkId, code }) => linkId === 'reason' && code === 'required'))
      assert.ok(issues.every(({ text }) => text.length > 5 && !text.includes('{{')))
      const wrong = await send('PUT', fill, '', {
        version: 1,
        response: { ...empty, item: [{ linkId: 'nothing' }, { linkId: 'reason' }] },
      })
      assert.deepEqual(
        (wrong.body as RefusedFill).issues?.map(({ linkId, code }) => [linkId, code]),
        [
          ['nothing', 'unknownItem'],
          ['reason', 'wrongPlace'],
        ],
      )
    }))

  it('is completed once: the chart knows what it says, and its paper waits for signers', () =>
    withVisit(async ({ client, ctx, start, send }) => {
      const fill = await start('29-BV2')
      const edition = await findEdition(ctx, fill.form, fill.on)
      const filling = new Filling(formOf(edition), await whole(ctx, fill), fill.environment)
      filling.set('vitals.pulse', [{ valueInteger: 101 }])
      const body = { version: 1, response: filling.response() }
      const done = await send('POST', fill, '/complete', body)
      assert.equal(done.status, 200, done.text)
      const { paperId, extracted } = done.body as CompletedFill
      assert.ok(extracted > 0)
      const paper = await readResource<DocumentReference>(ctx, 'DocumentReference', paperId)
      assert.equal(paper.context?.related?.[0]?.reference, `QuestionnaireResponse/${fill.id}`)
      const pulses = await pulsesOf(ctx, fill)
      assert.deepEqual(pulses.map(({ valueQuantity }) => valueQuantity?.value).sort(), [101, 88])
      const read = (await client.send('GET', `/api/fills/${fill.id}`)).body as FillView
      assert.deepEqual([read.status, read.editable, read.paper?.id], ['completed', false, paperId])
      const late = await send('PUT', fill, '', { version: read.version, response: read.response })
      assert.equal(codeOf(late), 'forms.closed')
    }))

  it('changes what it said when it is amended, and takes it back when it is cancelled', () =>
    withVisit(async ({ client, ctx, start, send }) => {
      const fill = await start('29-BV2')
      const edition = await findEdition(ctx, fill.form, fill.on)
      const filling = new Filling(formOf(edition), await whole(ctx, fill), fill.environment)
      filling.set('vitals.pulse', [{ valueInteger: 101 }])
      await send('POST', fill, '/complete', { version: 1, response: filling.response() })
      const reason = 'Ghi nhầm mạch'
      const opened = (await send('POST', fill, '/amend', { reason })).body as SavedFill
      filling.set('vitals.pulse', [{ valueInteger: 79 }])
      const again = await send('POST', fill, '/complete', {
        version: opened.version,
        response: filling.response(),
      })
      assert.equal(again.status, 200, again.text)
      const [pulse] = (await pulsesOf(ctx, fill)).filter((one) => one.derivedFrom)
      assert.equal(pulse?.valueQuantity?.value, 79)
      const amended = (await client.send('GET', `/api/fills/${fill.id}`)).body as FillView
      assert.equal(amended.status, 'amended')
      assert.deepEqual(
        amended.notes.map((note) => [note.kind, note.reason]),
        [['amend', reason]],
      )
      assert.equal((await send('POST', fill, '/cancel', { reason: 'Nhầm người bệnh' })).status, 200)
      const [taken] = (await pulsesOf(ctx, fill)).filter((one) => one.derivedFrom)
      assert.equal(taken?.status, 'entered-in-error')
    }))

  it('adds the diagnosis it says to the list of the visit, once', () =>
    withVisit(async ({ ctx, start, send, encounterId }) => {
      const fill = await start('01-BV1')
      const edition = await findEdition(ctx, fill.form, fill.on)
      const filling = new Filling(formOf(edition), await whole(ctx, fill), fill.environment)
      const coding = { system: 'http://hl7.org/fhir/sid/icd-10', code: 'I10', display: 'Tăng huyết áp' }
      filling.set('stay.dischargedAt', [{ valueDateTime: '2026-11-24T10:00:00+07:00' }])
      filling.set('wardDiagnosis.main', [{ valueString: 'Tăng huyết áp độ 2' }])
      filling.set('wardDiagnosis.mainCode', [{ valueCoding: coding }])
      const finish = async (version: number) => {
        const answer = await send('POST', fill, '/complete', { version, response: filling.response() })
        assert.equal(answer.status, 200, answer.text)
        const { diagnosis = [] } = await readResource<Encounter>(ctx, 'Encounter', encounterId)
        return diagnosis.map(({ condition, rank }) => [condition?.reference, rank])
      }
      const first = await finish(1)
      assert.equal(first.length, 1)
      const condition = await readResource<Condition>(ctx, 'Condition', String(first[0]?.[0]).split('/')[1] ?? '')
      assert.deepEqual([condition.code?.text, condition.code?.coding?.[0]?.code], ['Tăng huyết áp độ 2', 'I10'])
      const amended = await send('POST', fill, '/amend', { reason: 'Bổ sung' })
      assert.deepEqual(await finish((amended.body as SavedFill).version), first)
    }))

  it('carries no unexplained abbreviation to the patient', () =>
    withVisit(async ({ ctx, start, send }) => {
      const fill = await start('TT25-07')
      const edition = await findEdition(ctx, fill.form, fill.on)
      const filling = new Filling(formOf(edition), await whole(ctx, fill), fill.environment)
      const complete = async (text: string) => {
        filling.set('sick.treatment', [{ valueString: text }])
        return send('POST', fill, '/complete', { version: 1, response: filling.response() })
      }
      const refused = await complete('Nghỉ ngơi, uống thuốc THA')
      assert.deepEqual(
        (refused.body as RefusedFill).issues?.map(({ code, path }) => [code, path]),
        [['abbreviation', 'sick.treatment']],
        refused.text,
      )
      assert.equal((await complete('Nghỉ ngơi, thuốc tăng huyết áp (THA)')).status, 200)
    }))

  it('obeys its form from the FHIR side too', () =>
    withVisit(async ({ ctx, start }) => {
      const fill = await start('29-BV2')
      const person = as(ctx, {})
      const done = { ...(await whole(ctx, fill)), id: fill.id, status: 'completed' as const }
      const item = [...(done.item ?? []), { linkId: 'unheard-of', answer: [{ valueString: '–' }] }]
      const program = as(ctx, { id: 'client/portal', kind: 'system' })
      for (const writer of [person, program])
        for (const [resource, code] of [
          [done, 'forms.completeByAct'],
          [{ ...done, status: 'in-progress' as const, item }, 'forms.invalid'],
        ] as const)
          await assert.rejects(commit(writer, [{ kind: 'update', resource }]), { code })
      await assert.rejects(commit(person, [{ kind: 'delete', type: 'QuestionnaireResponse', id: fill.id }]), {
        code: 'forms.notDeleted',
      })
      const [written] = await commit(person, [
        { kind: 'update', resource: { ...done, status: 'in-progress' as const } },
      ])
      assert.equal(written?.version, 2)
    }))

  it('carries answers forward from the same form only, each marked', () =>
    withVisit(async ({ client, ctx, start, send, encounterId }) => {
      const first = await start('36-BV2')
      const filling = await fillingOf(ctx, first)
      filling.addRow('entry')
      filling.set('entry.course.assessment@0', [{ valueString: 'Đỡ đau' }])
      await send('PUT', first, '', { version: 1, response: filling.response() })
      const next = await start('36-BV2', { copyFrom: first.id })
      const text = JSON.stringify(next.response)
      assert.match(text, new RegExp(`QuestionnaireResponse/${first.id}`))
      assert.equal(next.previous?.id, first.id)
      const body = { id: uuidv7(), form: '29-BV2', encounterId, copyFrom: first.id }
      assert.equal(codeOf(await client.send('POST', '/api/fills', { body })), 'forms.otherForm')
    }))

  it('tells the newest score of the stay for rows that are added', () =>
    withVisit(async ({ client, start, send, ctx }) => {
      const sheet = await start('38-BV2')
      const score = await start('SCORE-NRS')
      const done = await send('POST', score, '/complete', { version: 1, response: await whole(ctx, score) })
      assert.equal(done.status, 200, done.text)
      const found = await client.send('GET', `/api/fills/${sheet.id}/newest`)
      assert.deepEqual(Object.keys((found.body as NewestScores).answers), ['entry.vitals.pain'], found.text)
    }))

  it('shows who else has it open', () =>
    withVisit(async ({ client, start }) => {
      const fill = await start('29-BV2')
      const tell = (as: object, at: string) =>
        client.send('PUT', `/api/fills/${fill.id}/presence`, { as, body: { at } })
      await tell({ id: 'a', name: 'BS. An' }, 'reason')
      const seen = (await tell({ id: 'b', name: 'BS. Bình' }, '')).body as {
        others: { name: string; at: string }[]
      }
      assert.deepEqual(
        seen.others.map(({ name, at }) => [name, at]),
        [['BS. An', 'reason']],
      )
    }))
})

function pulsesOf(ctx: Context, { patientId }: FillView): Promise<Observation[]> {
  return searchResources<Observation>(ctx, 'Observation', {
    subject: `Patient/${patientId}`,
    code: 'http://loinc.org|8867-4',
  })
}
