import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Appointment, Condition, Encounter, QuestionnaireResponse } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { orders } from '#modules/orders/index.ts'
import { prescriptions } from '#modules/prescriptions/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenHospital, givenVisit, systemContext, type VisitGiven } from '#tests/support/visit.ts'
import type { DiagnosesView, ExamView, SavedView, Values } from './contract.ts'
import { exam } from './index.ts'

const whole: Values = {
  reason: 'Tái khám tăng huyết áp',
  history: 'Một tuần nay chóng mặt khi đứng dậy',
  ownHistory: 'Tăng huyết áp 3 năm',
  organs: 'Tim đều, phổi trong',
  advice: 'Đo huyết áp tại nhà',
  'summary.state': 'Đỡ',
  reexamDate: '2026-12-21',
}

function withVisit(
  work: (client: TestClient, at: string, visit: { patientId: string; encounterId: string }) => Promise<void>,
  given?: VisitGiven,
) {
  return withServer([exam, orders, prescriptions], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    const visit = await givenVisit(ctx, given)
    await work(client, `/api/encounters/${visit.encounterId}`, visit)
  })
}

const code = (answer: { body: unknown }) => (answer.body as { code: string }).code
const read = async (client: TestClient, at: string) => (await client.send('GET', `${at}/exam`)).body as ExamView
const save = (client: TestClient, at: string, values: Values, version: number | null, as = {}) =>
  client.send('PUT', `${at}/exam`, { body: { version, values }, as })
async function diagnose(client: TestClient, at: string, ...codes: string[]) {
  const { diagnoses } = await read(client, at)
  return client.send('PUT', `${at}/diagnoses`, {
    body: { basis: diagnoses.basis, diagnoses: codes.map((one) => ({ code: one })) },
  })
}

describe('the examination', () => {
  it('begins with the reason from reception and keeps what is written', () =>
    withVisit(async (client, at) => {
      const fresh = await read(client, at)
      assert.deepEqual([fresh.version, fresh.status, fresh.values.reason], [null, 'none', 'Chóng mặt'])
      const saved = await save(client, at, whole, null)
      assert.equal(saved.status, 200, saved.text)
      const kept = await read(client, at)
      assert.deepEqual(kept.values, whole)
      assert.equal(kept.version, (saved.body as SavedView).version)
      assert.equal(kept.savedBy, 'Người Thử Nghiệm')
    }))

  it('shows the second of two doctors what the first wrote, and loses neither', () =>
    withVisit(async (client, at) => {
      const first = (await save(client, at, { reason: 'A' }, null)).body as SavedView
      const second = await save(client, at, { reason: 'B' }, null, {
        id: 'other',
        name: 'Người Khác',
        practitionerId: 'practitioner-other',
      })
      assert.deepEqual([second.status, code(second)], [412, 'exam.changedMeanwhile'])
      assert.equal((second.body as { details: { by: string } }).details.by, 'Người Thử Nghiệm')
      const again = await save(client, at, { reason: 'B' }, first.version)
      assert.equal(again.status, 200)
      assert.equal(code(await save(client, at, { reason: 'C' }, first.version)), 'exam.changedMeanwhile')
      assert.equal((await read(client, at)).values.reason, 'B')
    }))

  it('lets one of two first saves at the same moment through', () =>
    withVisit(async (client, at) => {
      const answers = await Promise.all([
        save(client, at, { reason: 'A' }, null),
        save(client, at, { reason: 'B' }, null),
      ])
      assert.deepEqual(answers.map((one) => one.status === 200).sort(), [false, true])
      assert.ok(
        answers.every((one) => one.status < 500),
        answers.map((one) => one.text).join(),
      )
    }))

  it('takes no hostile body', () =>
    withVisit(async (client, at) => {
      for (const values of [
        { reason: 5 },
        { reason: 'x'.repeat(20_001) },
        { reexamDate: '2026-02-30' },
        null,
        [],
      ]) {
        const answer = await client.send('PUT', `${at}/exam`, { body: { version: null, values } })
        assert.equal(answer.status, 400, answer.text)
      }
      const unknown = await client.send('PUT', `${at}/exam`, {
        body: { version: null, values: { reason: '<script>', evil: 'x' } },
      })
      assert.ok(unknown.status === 200 || unknown.status === 400)
      assert.equal((await client.send('GET', '/api/encounters/none/exam')).status, 404)
      assert.equal((await client.send('GET', `${at}/exam`, { as: { permissions: new Set() } })).status, 403)
    }))
})

describe('diagnoses', () => {
  it('are conditions ranked by the visit, in one commit', () =>
    withVisit(async (client, at, { encounterId }) => {
      const answer = await diagnose(client, at, 'I10', 'E78.5')
      assert.equal(answer.status, 200, answer.text)
      const ctx = systemContext(client.services)
      const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
      assert.deepEqual(
        encounter.diagnosis?.map((one) => [one.rank, one.use?.coding?.[0]?.code]),
        [
          [1, 'AD'],
          [2, 'AD'],
        ],
      )
      const main = await readResource<Condition>(
        ctx,
        'Condition',
        (answer.body as DiagnosesView).diagnoses[0]?.conditionId ?? '',
      )
      assert.equal(main.code?.coding?.[0]?.code, 'I10')
      const swapped = (await diagnose(client, at, 'E78.5', 'I10')).body as DiagnosesView
      assert.deepEqual(
        swapped.diagnoses.map((one) => one.code),
        ['E78.5', 'I10'],
      )
      const fewer = (await diagnose(client, at, 'I10')).body as DiagnosesView
      assert.deepEqual(
        fewer.diagnoses.map((one) => one.conditionId),
        [main.id],
      )
    }))

  it('refuse unknown codes, repeats, and an old list', () =>
    withVisit(async (client, at) => {
      assert.equal(code(await diagnose(client, at, 'Z99.99')), 'exam.unknownCode')
      assert.equal(code(await diagnose(client, at, 'I10', 'I10')), 'exam.twice')
      const stale = (await read(client, at)).diagnoses.basis
      await diagnose(client, at, 'I10')
      const late = await client.send('PUT', `${at}/diagnoses`, { body: { basis: stale, diagnoses: [] } })
      assert.equal(code(late), 'exam.diagnosesChanged')
    }))

  it('go onto the list of problems once', () =>
    withVisit(async (client, at, { patientId }) => {
      await diagnose(client, at, 'I10')
      for (let turn = 0; turn < 2; turn++) {
        const { body } = await client.send('POST', `${at}/problems`, { body: { code: 'I10' } })
        assert.deepEqual(
          (body as DiagnosesView).diagnoses.map((one) => one.isProblem),
          [true],
        )
      }
      const { readProblems } = await import('./diagnoses.ts')
      assert.equal((await readProblems(systemContext(client.services), patientId)).length, 1)
    }))
})

describe('the conclusion', () => {
  it('names what is missing and where', () =>
    withVisit(
      async (client, at) => {
        const { version } = (await save(client, at, { reason: 'Đau đầu' }, null)).body as SavedView
        const answer = await client.send('POST', `${at}/conclude`, { body: { version } })
        assert.deepEqual([answer.status, code(answer)], [422, 'exam.incomplete'])
        const { missing } = await read(client, at)
        assert.deepEqual(
          missing.map((one) => one.place),
          ['history', 'ownHistory', 'organs', 'vitals', 'diagnosis', 'advice', 'summary.state'],
        )
      },
      { vitals: false },
    ))

  it('fills part B, makes the diagnoses final, books the re-examination, and leaves the visit open', () =>
    withVisit(async (client, at, { encounterId }) => {
      const { version } = (await save(client, at, whole, null)).body as SavedView
      await diagnose(client, at, 'I10')
      const answer = await client.send('POST', `${at}/conclude`, { body: { version } })
      assert.equal(answer.status, 200, answer.text)
      const ctx = systemContext(client.services)
      const stored = await readResource<QuestionnaireResponse>(ctx, 'QuestionnaireResponse', `exam-${encounterId}`)
      const results = stored.item?.find((one) => one.linkId === 'summary.results')?.answer?.[0]?.valueString
      assert.deepEqual([stored.status, results], ['completed', 'Không làm cận lâm sàng.'])
      const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
      assert.deepEqual([encounter.status, encounter.diagnosis?.[0]?.use?.coding?.[0]?.code], ['in-progress', 'DD'])
      const booked = await readResource<Appointment>(ctx, 'Appointment', `reexam-${encounterId}`)
      assert.deepEqual([booked.status, booked.requestedPeriod?.[0]?.start], ['proposed', '2026-12-21'])
      assert.equal(code(await save(client, at, { reason: 'Khác' }, version + 1)), 'exam.concluded')
      assert.equal(code(await diagnose(client, at, 'E78.5')), 'exam.concluded')
    }))

  it('opens again with a reason only', () =>
    withVisit(async (client, at) => {
      const { version } = (await save(client, at, whole, null)).body as SavedView
      await diagnose(client, at, 'I10')
      await client.send('POST', `${at}/conclude`, { body: { version } })
      assert.equal((await client.send('POST', `${at}/exam/reopen`, { body: { reason: '' } })).status, 400)
      const opened = (await client.send('POST', `${at}/exam/reopen`, { body: { reason: 'Bổ sung tiền sử' } }))
        .body as SavedView
      assert.equal(
        (await save(client, at, { ...whole, familyHistory: 'Mẹ tăng huyết áp' }, opened.version)).status,
        200,
      )
      const { status, version: now } = await read(client, at)
      assert.equal(status, 'amended')
      assert.equal((await client.send('POST', `${at}/conclude`, { body: { version: now } })).status, 200)
    }))

  it('writes nothing into a visit that has ended', () =>
    withVisit(async (client, at, { encounterId }) => {
      const ctx = systemContext(client.services)
      const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
      await commit(ctx, [
        {
          kind: 'update',
          resource: {
            ...encounter,
            id: encounterId,
            status: 'finished',
            extension: [{ url: ext.recordState, valueCode: 'finished' }],
          },
        },
      ])
      assert.equal(code(await save(client, at, whole, null)), 'exam.visitEnded')
      assert.equal((await read(client, at)).editable, false)
      const { extension, ...ended } = await readResource<Encounter>(ctx, 'Encounter', encounterId)
      const archived = [{ ...extension?.[0], url: ext.recordState, valueCode: 'archived' }]
      await commit(ctx, [{ kind: 'update', resource: { ...ended, id: encounterId, extension: archived } }])
      const late = await save(client, at, whole, null)
      assert.deepEqual([late.status, code(late)], [423, 'records.locked'])
    }))
})

describe('coding rules', () => {
  it('refuse an asterisk code as main and warn of the sex', () =>
    withVisit(async (client, at) => {
      const found = await client.services.db
        .withTables<{ concept: { system: string; code: string; details: Record<string, string> } }>()
        .selectFrom('concept')
        .select(['code', 'details'])
        .where('system', '=', 'icd10')
        .execute()
      const star = found.find((one) => one.details['notPrimary'] || one.details['dualMark'] === 'asterisk')
      const male = found.find((one) => one.details['mainlyMale'])
      assert.ok(star && male, cs.icd10)
      assert.equal(code(await diagnose(client, at, star.code)), 'exam.notPrimary')
      const answer = (await diagnose(client, at, 'I10', male.code)).body as DiagnosesView
      assert.ok(answer.diagnoses[1]?.warnings.includes('sex'))
    }))
})
