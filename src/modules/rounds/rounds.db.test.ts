import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MedicationRequest, Observation } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import { forms } from '#modules/forms/index.ts'
import { ensureDemoSigners, signing } from '#modules/signing/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { actor } from '#tests/support/database.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { hospitalName, opened, openWard } from '#tests/support/ward.ts'
import { pin } from '#tests/support/whole-app.ts'
import type { CourseSaved, RoundView, WardRound } from './contract.ts'
import { rounds } from './index.ts'

interface Ward {
  readonly client: TestClient
  readonly ctx: Context
}

const doctor: Partial<Actor> = {
  permissions: new Set(['rounds.read', 'rounds.write', 'signing.sign', 'fills.read']),
}
const other: Partial<Actor> = { ...doctor, id: 'second', name: 'Người Khác', practitionerId: 'practitioner-other' }
const hoursAgo = (ctx: Context, hours: number) =>
  instantInVietnam(new Date(ctx.now().getTime() - hours * 3_600_000))

const ward = opened<Ward>((work) =>
  withServer([forms, documents, signing, rounds], async (client) => {
    const { ctx } = await openWard(client)
    const signers = [actor(doctor), actor(other)].map((one) => ({
      accountId: one.id,
      practitionerId: one.practitionerId,
      name: one.name,
    }))
    await ensureDemoSigners(ctx, signers, hospitalName)
    await work({ client, ctx })
  }),
)

function drug(stay: Stay, startedHoursAgo: number, ctx: Context): MedicationRequest {
  const start = hoursAgo(ctx, startedHoursAgo)
  return {
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: cs.medicationRequestCategory, code: 'inpatient' }] }],
    medicationCodeableConcept: {
      coding: [
        { system: cs.drug, code: 'AMOXICILIN-500' },
        { system: cs.ingredient, code: 'amoxicilin', display: 'Amoxicilin' },
      ],
      text: 'Amoxicilin 500 mg',
    },
    subject: { reference: `Patient/${stay.patientId}` },
    encounter: { reference: `Encounter/${stay.encounterId}` },
    authoredOn: start,
    dosageInstruction: [
      {
        text: 'Uống 1 viên, lúc 8 giờ, 20 giờ',
        timing: { repeat: { boundsPeriod: { start }, timeOfDay: ['08:00:00', '20:00:00'] } },
        route: { text: 'Uống' },
        doseAndRate: [{ doseQuantity: { value: 1, unit: 'viên' } }],
      },
    ],
  }
}

const saturation = (stay: Stay, value: number, at: string): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
  code: { coding: [{ system: cs.loinc, code: '59408-5' }] },
  subject: { reference: `Patient/${stay.patientId}` },
  encounter: { reference: `Encounter/${stay.encounterId}` },
  effectiveDateTime: at,
  valueQuantity: { value, unit: '%' },
})

const text = {
  subjective: 'Đỡ mệt, ho ít',
  objective: 'SpO₂ 97 %. Ran nổ đáy phổi phải giảm',
  assessment: 'Viêm phổi, đáp ứng',
  plan: 'Đủ 7 ngày kháng sinh',
  careLevel: 'level2',
  diet: 'Cơm thường',
  monitoring: 'SpO₂ mỗi 4 giờ',
}

const roundOf = async ({ client }: Ward, stay: Stay) =>
  (await client.send('GET', `/api/stays/${stay.encounterId}/round`, { as: doctor })).body as RoundView

function write({ client }: Ward, stay: Stay, more: object, as = doctor) {
  const body = { ...text, sheetId: uuidv7(), rowId: uuidv7(), ...more }
  return client.send('PUT', `/api/stays/${stay.encounterId}/course`, { as, body })
}

async function sign({ client }: Ward, { sheetId, rowId, version }: CourseSaved, as = doctor) {
  const body = { version, row: rowId, pin }
  return client.send('POST', `/api/fills/${sheetId}/rows/sign`, { as, body })
}

describe('the round of a patient', () => {
  it('tells the night, the day of an antibiotic, and what was ordered', async () => {
    const here = ward()
    const stay = await givenStay(here.ctx, {
      department: 'r1',
      since: new Date(here.ctx.now().getTime() - 80 * 3_600_000),
    })
    await commit(here.ctx, [
      { kind: 'create', resource: drug(stay, 72, here.ctx), id: uuidv7() },
      { kind: 'create', resource: saturation(stay, 88, hoursAgo(here.ctx, 4)), id: uuidv7() },
      { kind: 'create', resource: saturation(stay, 97, hoursAgo(here.ctx, 1)), id: uuidv7() },
    ])
    const round = await roundOf(here, stay)
    assert.deepEqual(
      round.events.map(({ kind, sign: key, text: said }) => [kind, key, said]),
      [['measure', 'saturation', '88 %']],
    )
    assert.deepEqual(
      round.medicines.map(({ name, counted, day, state, isNew }) => [name, counted, day, state, isNew]),
      [['Amoxicilin 500 mg', 'antibiotic', 4, 'active', false]],
    )
    assert.equal(round.day >= 4, true)
  })

  it('keeps one entry under its id, with the orders of the day, and its signing is that of every sheet', async () => {
    const here = ward()
    const stay = await givenStay(here.ctx, { department: 'r2' })
    await commit(here.ctx, [{ kind: 'create', resource: drug(stay, 1, here.ctx), id: uuidv7() }])
    const [sheetId, rowId] = [uuidv7(), uuidv7()]
    const first = await write(here, stay, { sheetId, rowId, plan: '' })
    assert.equal(first.status, 200, first.text)
    const second = await write(here, stay, { sheetId, rowId })
    const saved = second.body as CourseSaved
    assert.deepEqual(saved.orders, ['Amoxicilin 500 mg, 1 viên, Uống, 2, 08:00, 20:00 (ngày 1)'])
    const drafted = await roundOf(here, stay)
    assert.deepEqual(
      drafted.rows.map(({ id, state, mine, plan, careLevel }) => [id, state, mine, plan, careLevel]),
      [[rowId, 'draft', true, text.plan, 'level2']],
    )
    const signed = await sign(here, saved)
    assert.equal(signed.status, 200, signed.text)
    assert.equal((await roundOf(here, stay)).rows[0]?.state, 'signed')
    const again = await write(here, stay, { sheetId, rowId, plan: 'Khác' })
    assert.equal(again.status, 423, again.text)
  })

  it('refuses to sign an entry that lacks what the sheet asks for', async () => {
    const here = ward()
    const stay = await givenStay(here.ctx, { department: 'r3' })
    const saved = (await write(here, stay, { assessment: '', careLevel: undefined })).body as CourseSaved
    const refused = await sign(here, saved)
    assert.equal(refused.status, 422, refused.text)
    const { issues } = refused.body as { issues: readonly { linkId: string }[] }
    assert.deepEqual(issues.map(({ linkId }) => linkId).sort(), [
      'entry.course.assessment',
      'entry.orders.careLevel',
    ])
  })

  it('keeps the entries of two doctors in one sheet, each their own', async () => {
    const here = ward()
    const stay = await givenStay(here.ctx, { department: 'r4' })
    const mine = (await write(here, stay, {})).body as CourseSaved
    const theirs = (await write(here, stay, { subjective: 'Đau ngực' }, other)).body as CourseSaved
    assert.equal(theirs.sheetId, mine.sheetId)
    const taken = await write(here, stay, { rowId: mine.rowId, subjective: 'Sửa hộ' }, other)
    assert.equal(taken.status, 403, taken.text)
    assert.deepEqual(
      (await roundOf(here, stay)).rows.map(({ subjective, mine: own }) => [subjective, own]),
      [
        [text.subjective, true],
        ['Đau ngực', false],
      ],
    )
  })

  it('lists the beds of a department with what today’s round has done', async () => {
    const here = ward()
    const first = await givenStay(here.ctx, { department: 'r5', bed: 2 })
    const second = await givenStay(here.ctx, { department: 'r5', bed: 1 })
    await write(here, first, {})
    const path = '/api/ward/round?department=dept-r5'
    const { stays } = (await here.client.send('GET', path, { as: doctor })).body as WardRound
    assert.deepEqual(
      stays.map(({ encounterId, bed, course, day }) => [encounterId, bed, course, day]),
      [
        [second.encounterId, 'Giường 01', 'none', 1],
        [first.encounterId, 'Giường 02', 'draft', 1],
      ],
    )
  })
})
