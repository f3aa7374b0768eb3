import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, Questionnaire, QuestionnaireResponse } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { sdcUrl } from '#fhir/sdc/index.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { PaperList } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import { signing } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { as } from '#tests/support/database.ts'
import { ask, expression, group } from '#tests/support/questionnaires.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { openWard } from '#tests/support/ward.ts'
import type { FillView, FormList, FormView } from '../contract.ts'
import { forms } from '../index.ts'
import type { FormSettings, OwnFormView, TrialVisits, TriedForm } from '../workshop-contract.ts'

const settings: FormSettings = {
  code: 'NP/01',
  title: { vi: 'Phiếu theo dõi đau', en: 'Pain sheet' },
  kind: 'local',
  source: 'Quyết định của Giám đốc',
  toPatient: false,
  slots: [{ id: 'nurse', role: 'nurse', title: { vi: 'Điều dưỡng', en: 'Nurse' }, order: 1, required: true }],
}

const questions: Questionnaire = {
  resourceType: 'Questionnaire',
  status: 'draft',
  item: [
    ask('who', 'string', { extension: [expression(sdcUrl.initial, '%facts.patient.name')] }),
    group('pain', [ask('pain.score', 'integer', { required: true })], { repeats: true }),
  ],
}

const maker = { id: 'maker', name: 'Trần Thị Mai', roles: ['it-admin'] }
const chief = { id: 'chief', name: 'Lê Văn Hòa', roles: ['director'] }

interface Bench {
  readonly client: TestClient
  readonly ctx: Context
  readonly encounterId: string
  post(path: string, who: object, body: object): ReturnType<TestClient['send']>
  make(more?: object): Promise<OwnFormView>
}

function withWorkshop(work: (bench: Bench) => Promise<void>) {
  return withServer([forms, documents, signing], async (client) => {
    const { ctx, encounterId } = await openWard(client)
    const post: Bench['post'] = (path, who, body) =>
      client.send('POST', `/api/workshop/forms${path}`, { as: who, body })
    await work({
      client,
      ctx,
      encounterId,
      post,
      async make(more = { settings, questionnaire: questions }) {
        const answer = await post('', maker, { id: uuidv7(), ...more })
        assert.equal(answer.status, 200, answer.text)
        return answer.body as OwnFormView
      },
    })
  })
}

const codeOf = (answer: { body: unknown }) => (answer.body as { code: string }).code
const view = (answer: { body: unknown }) => answer.body as OwnFormView

async function inUse({ make, post }: Bench, more?: object): Promise<OwnFormView> {
  const draft = await make(more)
  const proposed = view(await post(`/${draft.id}/propose`, maker, { version: 1, validFrom: '2026-11-23' }))
  const approved = await post(`/${draft.id}/approve`, chief, { version: proposed.version })
  assert.equal(approved.status, 200, approved.text)
  return view(approved)
}

describe('the form workshop', () => {
  it('puts a form in use by two persons, from its first day, and people fill it in', () =>
    withWorkshop(async (bench) => {
      const { client, post, make, encounterId } = bench
      const draft = await make()
      assert.deepEqual([draft.state, draft.faults], ['draft', []])
      const listed = async () =>
        ((await client.send('GET', '/api/forms?kind=local')).body as FormList).forms
          .filter(({ own }) => own)
          .map(({ code }) => code)
      assert.deepEqual(await listed(), [])
      assert.equal(codeOf(await post(`/${draft.id}/approve`, chief, { version: 1 })), 'workshop.notProposed')
      const early = await post(`/${draft.id}/propose`, maker, { version: 1, validFrom: '2026-11-22' })
      assert.equal(codeOf(early), 'workshop.inThePast')
      const { version, mine } = view(
        await post(`/${draft.id}/propose`, maker, { version: 1, validFrom: '2026-11-23' }),
      )
      assert.equal(mine, true)
      assert.equal(codeOf(await post(`/${draft.id}/approve`, maker, { version })), 'workshop.samePerson')
      const approved = view(await post(`/${draft.id}/approve`, chief, { version }))
      assert.equal(approved.mine, false)
      assert.deepEqual(
        [approved.state, approved.steps.map(({ step, by }) => [step, by])],
        [
          'active',
          [
            ['proposed', maker.name],
            ['approved', chief.name],
          ],
        ],
      )
      assert.deepEqual(await listed(), ['NP/01'])
      const started = await client.send('POST', '/api/fills', {
        body: { id: uuidv7(), form: 'NP-01', encounterId },
      })
      assert.equal(started.status, 200, started.text)
      const fill = started.body as FillView
      assert.match(JSON.stringify(fill.response), /Đặng Thị Huyền/)
      const response = {
        ...fill.response,
        item: [{ linkId: 'pain', item: [{ linkId: 'pain.score', answer: [{ valueInteger: 4 }] }] }],
      }
      const done = await client.send('POST', `/api/fills/${fill.id}/complete`, { body: { version: 1, response } })
      assert.equal(done.status, 200, done.text)
      const shown = await client.send('GET', `/api/documents?encounter=${encounterId}`)
      assert.equal(shown.status, 200, shown.text)
      const { papers } = shown.body as PaperList
      assert.deepEqual(
        papers.map((paper) => [paper.form, paper.slots.map(({ title, state }) => [title, state])]),
        [['NP/01', [[settings.slots[0]?.title.vi, 'waiting']]]],
      )
    }))

  it('completes a form that nobody signs', () =>
    withWorkshop(async (bench) => {
      const { client, encounterId } = bench
      await inUse(bench, { settings: { ...settings, code: 'NP/05', slots: [] }, questionnaire: questions })
      const body = { id: uuidv7(), form: 'NP-05', encounterId }
      const fill = (await client.send('POST', '/api/fills', { body })).body as FillView
      const response = {
        ...fill.response,
        item: [{ linkId: 'pain', item: [{ linkId: 'pain.score', answer: [{ valueInteger: 2 }] }] }],
      }
      const done = await client.send('POST', `/api/fills/${fill.id}/complete`, { body: { version: 1, response } })
      assert.equal(done.status, 200, done.text)
    }))

  it('keeps a form in use for ever: only a new edition changes it, old fills stay on theirs', () =>
    withWorkshop(async (bench) => {
      const { client, ctx, post, make, encounterId } = bench
      const form = await inUse(bench)
      const put = (body: object) => client.send('PUT', `/api/workshop/forms/${form.id}`, { as: maker, body })
      const change = { version: form.version, settings, questionnaire: questions }
      assert.equal(codeOf(await put(change)), 'workshop.notDraft')
      const resource = {
        ...(form.questionnaire as unknown as Questionnaire),
        id: form.id,
        item: [ask('x', 'string')],
      }
      await assert.rejects(commit(as(ctx, chief), [{ kind: 'update', resource }]), { code: 'workshop.fixed' })
      await assert.rejects(commit(as(ctx, chief), [{ kind: 'delete', type: 'Questionnaire', id: form.id }]), {
        code: 'workshop.fixed',
      })
      const fill = (
        await client.send('POST', '/api/fills', { body: { id: uuidv7(), form: 'NP-01', encounterId } })
      ).body as FillView
      const next = await make({ from: { form: 'NP-01' } })
      const edited = { ...(next.questionnaire as unknown as Questionnaire), item: [ask('note', 'text')] }
      const saved = await client.send('PUT', `/api/workshop/forms/${next.id}`, {
        as: maker,
        body: { version: 1, settings, questionnaire: edited },
      })
      const proposed = view(
        await post(`/${next.id}/propose`, maker, { version: view(saved).version, validFrom: '2026-11-24' }),
      )
      const used = await post(`/${next.id}/approve`, chief, { version: proposed.version })
      assert.equal(used.status, 200, used.text)
      const read = async (on: string) =>
        ((await client.send('GET', `/api/forms/NP-01?on=${on}`)).body as FormView).questionnaire
      assert.match(JSON.stringify(await read('2026-11-23')), /pain\.score/)
      assert.match(JSON.stringify(await read('2026-11-24')), /"note"/)
      const old = (await client.send('GET', `/api/fills/${fill.id}`)).body as FillView
      assert.match(String((old.response as unknown as QuestionnaireResponse).questionnaire), /\|2026-11-23$/)
    }))

  it('refuses faults, other persons’ versions, and forms that are shipped', () =>
    withWorkshop(async ({ client, ctx, post, make }) => {
      const repeating = { repeats: true, item: [ask('c', 'string')] }
      const sum = { extension: [expression(sdcUrl.calculated, '1 +')] }
      const broken = { ...questions, item: [ask('a', 'string', repeating), ask('b', 'integer', sum)] }
      const draft = await make({ settings, questionnaire: broken })
      assert.equal(draft.faults.length, 2)
      const refused = await post(`/${draft.id}/propose`, maker, { version: 1, validFrom: '2026-12-01' })
      assert.equal(codeOf(refused), 'workshop.faulty')
      const body = { version: 7, settings, questionnaire: questions }
      assert.equal(
        codeOf(await client.send('PUT', `/api/workshop/forms/${draft.id}`, { as: maker, body })),
        'workshop.changedMeanwhile',
      )
      const own = {
        resourceType: 'Questionnaire' as const,
        url: 'urn:lanong:form:01-BV1',
        status: 'active' as const,
      }
      for (const [id, code] of [
        ['01-BV1-2024-01-01', 'workshop.shipped'],
        ['mine', 'workshop.shipped'],
      ])
        await assert.rejects(commit(as(ctx, chief), [{ kind: 'create', id: id ?? '', resource: own }]), { code })
      const search = {
        ...questions,
        extension: [
          {
            url: sdcUrl.variable,
            valueExpression: { name: 'all', language: 'application/x-fhir-query', expression: 'Patient?_count=9' },
          },
        ],
      }
      assert.match(
        (await make({ settings: { ...settings, code: 'NP/02' }, questionnaire: search })).faults[0]?.reason ?? '',
        /must name/,
      )
    }))

  it('takes in and gives out plain FHIR, and tries a form on a patient without storing anything', () =>
    withWorkshop(async ({ client, ctx, make, encounterId }) => {
      const foreign = { ...questions, url: 'http://example.org/q', title: 'Pain', publisher: 'Example' }
      const draft = await make({ questionnaire: foreign, settings })
      const exported = await client.send('GET', `/api/workshop/forms/${draft.id}/export`, { as: chief })
      const given = JSON.parse(exported.text) as Questionnaire
      assert.deepEqual(given.item, questions.item)
      const again = await make({ questionnaire: given })
      assert.deepEqual(again.settings, settings)
      const before = (await searchResources(ctx, 'QuestionnaireResponse', {})).length
      const tried = await client.send('POST', `/api/workshop/forms/${draft.id}/try`, {
        as: maker,
        body: { encounterId },
      })
      assert.equal(tried.status, 200, tried.text)
      assert.match(JSON.stringify((tried.body as TriedForm).response), /Đặng Thị Huyền/)
      assert.equal((await searchResources(ctx, 'QuestionnaireResponse', {})).length, before)
      const paper = await client.server.inject({
        method: 'POST',
        url: `/api/workshop/forms/${draft.id}/preview`,
        payload: { encounterId },
      })
      assert.equal(paper.rawPayload.subarray(0, 5).toString(), '%PDF-')
    }))

  it('finds the visit for a trial by its whole number, never by a name, and notes who looked at whose chart', () =>
    withWorkshop(async ({ client, ctx, make, post, encounterId }) => {
      const find = async (number: string, who: object = maker) =>
        client.send('GET', `/api/workshop/visits?number=${encodeURIComponent(number)}`, { as: who })
      const record = await readResource<Encounter>(ctx, 'Encounter', encounterId)
      const number = record.identifier?.[0]?.value ?? ''
      const found = (await find(number)).body as TrialVisits
      assert.deepEqual(
        found.visits.map((visit) => [visit.id, visit.number, visit.patientName]),
        [[encounterId, number, 'Đặng Thị Huyền']],
      )
      for (const other of ['Huyền', number.slice(0, -1)])
        assert.deepEqual(((await find(other)).body as TrialVisits).visits, [], other)
      assert.equal((await find(number, { permissions: new Set(['forms.read', 'forms.fill']) })).status, 403)
      const draft = await make()
      assert.equal((await post(`/${draft.id}/try`, maker, { encounterId })).status, 200)
      const { rows } = await sql<{ purpose: string; action: string }>`
        select content::jsonb->>'purpose' as purpose, action from audit_told
        where facility = 1 and actor = 'maker' and content::jsonb->>'purpose' is not null order by seq`.execute(
        ctx.db,
      )
      assert.deepEqual(
        rows.map(({ action, purpose }) => [action, purpose]),
        [...Array.from({ length: 3 }, () => ['search', 'form-trial']), ['read', 'form-trial']],
      )
    }))

  it('sends a form back with a reason, and ends the use of one', () =>
    withWorkshop(async (bench) => {
      const { client, post, make } = bench
      const draft = await make()
      const proposed = view(await post(`/${draft.id}/propose`, maker, { version: 1, validFrom: '2026-11-23' }))
      const returned = view(
        await post(`/${draft.id}/return`, chief, { version: proposed.version, reason: 'Thiếu ô ký' }),
      )
      assert.deepEqual([returned.state, returned.steps.at(-1)?.reason], ['draft', 'Thiếu ô ký'])
      const form = await inUse(bench, { settings: { ...settings, code: 'NP/09' }, questionnaire: questions })
      const ended = view(
        await post(`/${form.id}/retire`, chief, { version: form.version, reason: 'Không dùng nữa' }),
      )
      assert.equal(ended.state, 'retired')
      const later = await client.send('GET', '/api/forms/NP-09?on=2026-11-24')
      assert.equal(codeOf(later), 'forms.unknown')
    }))
})
