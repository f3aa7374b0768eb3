import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Consent, Patient, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { createAccount } from '#modules/identity/create-account.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { clock, hospital, someone } from '#tests/support/access.ts'
import type { OpeningView } from './contract.ts'
import type { RefusalView } from './refusal-contract.ts'

const doctor = someone('doctor', { departments: ['NOI'] })
const office = someone('record-office')
const second = { ...someone('record-office'), id: 'record-office-second' }

type Who = typeof doctor

const call = (as: Who, method: 'GET' | 'POST', path: string, body?: object) =>
  hospital().client.send(method, `/api/access/${path}`, { as, ...(body ? { body } : {}) })

const put = (as: Who, resource: Resource) =>
  hospital().client.send('PUT', `/fhir/R4/${resource.resourceType}/${resource.id}`, { as, body: resource })

const code = (answer: { readonly body: unknown; readonly text: string }) => {
  const outcome = answer.body as { code?: string; issue?: readonly { details?: { text?: string } }[] }
  return outcome.code ?? outcome.issue?.[0]?.details?.text ?? answer.text
}

const patientNow = () => readResource<Patient>(hospital().ctx, 'Patient', hospital().stay.patientId)

describe('the label of a protected person', () => {
  const labels = async () => (await patientNow()).meta?.security?.map((one) => one.code) ?? []

  beforeEach(async () => {
    const patient = await patientNow()
    const resource = { ...patient, meta: { security: [{ code: 'VIP' }, { code: 'N' }] } }
    await commit(hospital().ctx, [{ kind: 'update', resource }])
  })

  for (const role of ['reception', 'doctor', 'record-office', 'director']) {
    it(`is not taken off by a change of the particulars: ${role}`, async () => {
      const { meta: _, ...bare } = await patientNow()
      const answer = await put(someone(role, { departments: ['NOI'] }), bare as Patient)
      assert.equal(answer.status, 403, answer.text)
      assert.deepEqual(await labels(), ['VIP', 'N'])
    })
  }

  it('stays while the particulars change', async () => {
    const patient = await patientNow()
    const answer = await put(someone('reception'), { ...patient, gender: 'other' })
    assert.equal(answer.status, 200, answer.text)
  })

  it('of no protection may go', async () => {
    const patient = await patientNow()
    const answer = await put(someone('reception'), { ...patient, meta: { security: [{ code: 'vip' }] } })
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(await labels(), ['vip'])
  })

  it('is taken off by the record office or the director with a reason, which a second person reviews and the patient sees', async () => {
    const { patientId } = hospital().stay
    const body = { resource: `Patient/${patientId}`, label: 'vip', reason: 'Nhập nhầm người bệnh khác' }
    for (const role of ['reception', 'doctor', 'nurse', 'it-admin', 'department-head'])
      assert.equal((await call(someone(role), 'POST', 'labels/remove', body)).status, 403, role)
    assert.equal((await call(office, 'POST', 'labels/remove', { ...body, reason: 'x' })).status, 400)
    assert.equal((await call(office, 'POST', 'labels/remove', { ...body, label: 'N' })).status, 409)
    const done = await call(office, 'POST', 'labels/remove', body)
    assert.equal(done.status, 200, done.text)
    assert.deepEqual(await labels(), ['N'])
    assert.equal((await call(office, 'POST', 'labels/remove', body)).status, 409)
    const [told] = (await call(second, 'GET', 'reviews')).body as OpeningView[]
    assert.deepEqual([told?.kind, told?.reason, told?.rules.length], ['label', `VIP: ${body.reason}`, 1])
    const verdict = { verdict: 'justified', note: 'Đã xem lại giấy tờ' }
    assert.equal((await call(office, 'POST', `openings/${told?.id}/verdict`, verdict)).status, 403)
    assert.equal((await call(second, 'POST', `openings/${told?.id}/verdict`, verdict)).status, 204)
    const asPatient = someone('patient', { kind: 'patient', patientId })
    const mine = (await call(asPatient, 'GET', 'of-mine')).body as OpeningView[]
    assert.deepEqual(
      mine.map(({ kind, verdict: found }) => [kind, found]),
      [['label', 'justified']],
    )
  })
})

describe('what a patient has refused', () => {
  let consent: Consent

  const consentNow = () => readResource<Consent>(hospital().ctx, 'Consent', consent.id ?? '')
  const asPatient = () => someone('patient', { kind: 'patient', patientId: hospital().stay.patientId })
  const ask = (as: Who = office) =>
    call(as, 'POST', 'refusals/ends', {
      consent: consent.id ?? '',
      reason: 'Người bệnh rút lại bằng văn bản',
      document: 'Đơn ngày 23/11/2026, lưu tại phòng KHTH',
    })
  const decide = (as: Who, id: string, end = true) =>
    call(as, 'POST', `refusals/ends/${id}/decide`, { end, note: 'Đã xem bản gốc' })
  const asked = async () => ((await ask()).body as { id: string }).id

  beforeEach(async () => {
    const { ctx, stay } = hospital()
    const resource: Consent = {
      resourceType: 'Consent',
      id: ctx.newId(),
      status: 'active',
      scope: { coding: [{ code: 'patient-privacy' }] },
      category: [{ coding: [{ code: 'INFA' }] }],
      policyRule: { coding: [{ code: 'OPTOUT' }] },
      patient: { reference: `Patient/${stay.patientId}` },
      provision: { type: 'deny' },
    }
    await commit(ctx, [{ kind: 'update', resource }])
    consent = resource
  })

  it('is not taken back by staff with a change of the Consent, whatever their role', async () => {
    const { patientId } = hospital().stay
    const changes: readonly Consent[] = [
      { ...consent, status: 'inactive' },
      { ...consent, provision: { type: 'permit' } },
      { ...consent, provision: { type: 'deny', period: { end: '2026-01-01' } } },
    ]
    for (const as of [doctor, office, someone('director')]) {
      for (const change of changes) assert.equal((await put(as, change)).status, 403)
      const gone = await hospital().client.send('DELETE', `/fhir/R4/Consent/${consent.id}`, { as })
      assert.equal(gone.status, 403, gone.text)
    }
    const now = await consentNow()
    assert.deepEqual(
      [now.status, now.provision?.type, now.patient?.reference],
      ['active', 'deny', `Patient/${patientId}`],
    )
  })

  it('is taken back by the patient at once', async () => {
    const mine = (await call(asPatient(), 'GET', 'refusals/mine')).body as RefusalView[]
    assert.ok(mine.some(({ id, holds }) => id === consent.id && holds))
    const other = someone('patient', { kind: 'patient', patientId: 'somebody-else' })
    assert.equal((await call(other, 'POST', 'refusals/mine/end', { consent: consent.id ?? '' })).status, 404)
    const done = await call(asPatient(), 'POST', 'refusals/mine/end', { consent: consent.id ?? '' })
    assert.equal(done.status, 204, done.text)
    assert.equal((await consentNow()).status, 'inactive')
    const again = await call(asPatient(), 'POST', 'refusals/mine/end', { consent: consent.id ?? '' })
    assert.equal(again.status, 409, code(again))
  })

  it('is taken back by who represents the patient', async () => {
    const { ctx, stay } = hospital()
    const id = '0b7cfd4c-55d5-4bd7-b3de-0000000000a1'
    await sql`insert into access_representative (facility, account, patient_id, relation, document, since, noted_by)
      values (1, ${id}, ${stay.patientId}, 'Người giám hộ', 'Quyết định 12', '2026-01-01', 'x') on conflict do nothing`.execute(
      ctx.db,
    )
    const guardian = someone('patient', { id, kind: 'patient', patientId: 'guardian' })
    const body = { consent: consent.id ?? '', reason: 'Cần hội chẩn liên viện' }
    assert.equal((await call(guardian, 'POST', 'refusals/mine/end', body)).status, 204)
    await sql`delete from access_representative where account = ${id}`.execute(ctx.db)
    assert.equal((await consentNow()).status, 'inactive')
  })

  it('is ended by two persons, with a reason and a document', async () => {
    for (const role of ['doctor', 'nurse', 'reception', 'it-admin', 'director', 'patient'])
      assert.equal((await ask(someone(role))).status, 403, role)
    const id = await asked()
    assert.equal((await consentNow()).status, 'active', 'asking ends nothing')
    const waiting = (await call(second, 'GET', 'refusals/waiting')).body as RefusalView[]
    assert.deepEqual(
      waiting.map((one) => [one.id, one.ends[0]?.document, one.ends[0]?.mine]),
      [[consent.id, 'Đơn ngày 23/11/2026, lưu tại phòng KHTH', false]],
    )
    assert.equal(code(await decide(office, id)), 'access.ownRefusalEnd')
    assert.equal((await decide(someone('doctor'), id)).status, 403)
    assert.equal((await decide(someone('director'), id)).status, 204)
    assert.equal((await consentNow()).status, 'inactive')
    assert.equal(code(await decide(second, id)), 'access.reviewed')
    const { rows } = await sql<{ action: string }>`
      select action from audit_event where facility = 1 and action = 'access-refusal'`.execute(hospital().ctx.db)
    assert.ok(rows.length >= 2)
  })

  it('is not ended by one person with two accounts, whose emergency accesses they do not review either', async () => {
    const { ctx, stay } = hospital()
    const of = (n: string) => ({ userName: `hai${n}${ctx.newId().slice(-8)}`, name: 'Người Hai Tài Khoản' })
    const person = { roles: ['record-office'], practitionerId: `practitioner-two-${ctx.newId()}` }
    const account = async (n: string) => {
      const id = await createAccount(ctx, { ...of(n), ...person })
      return { ...someone('record-office', { practitionerId: person.practitionerId }), id }
    }
    const [one, other] = [await account('a'), await account('b')]
    const { id } = (await ask(one)).body as { id: string }
    assert.equal(code(await decide(other, id)), 'access.ownRefusalEnd')
    const shown = (await call(other, 'GET', 'refusals/waiting')).body as RefusalView[]
    assert.deepEqual(
      shown.flatMap(({ ends }) => ends.filter((end) => end.id === id).map(({ mine }) => mine)),
      [true],
    )
    const opening = ctx.newId()
    await sql`
      insert into access_opening (facility, id, kind, patient_id, account, reason, purpose, opened_by, since, until, rule)
      values (1, ${opening}, 'glass', ${stay.patientId}, ${one.id}, 'cấp cứu', 'ETREAT', ${one.id}, ${ctx.now()},
        ${new Date(ctx.now().getTime() + 3_600_000)}, '')`.execute(ctx.db)
    const verdict = { verdict: 'justified', note: 'Đã xem lại hồ sơ' }
    assert.equal(code(await call(other, 'POST', `openings/${opening}/verdict`, verdict)), 'access.ownReview')
    const own = async (as: typeof other) =>
      ((await call(as, 'GET', 'reviews?show=waiting')).body as OpeningView[]).find((found) => found.id === opening)
        ?.own
    assert.deepEqual([await own(one), await own(other), await own(second)], [true, true, false])
  })

  it('holds until the end of its last day in Viet Nam, and no longer', async () => {
    const { ctx, client, stay, resultId } = hospital()
    const all = await searchResources<Consent>(ctx, 'Consent', { patient: stay.patientId, _count: '200' })
    for (const one of all) await commit(ctx, [{ kind: 'update', resource: { ...one, status: 'inactive' } }])
    const until = { type: 'deny', period: { end: '2026-11-22' } } as const
    await commit(ctx, [{ kind: 'update', resource: { ...consent, provision: until } }])
    const seen = async (now: string) => {
      const kept = clock.now
      clock.now = new Date(now)
      try {
        const shown = (await call(asPatient(), 'GET', 'refusals/mine')).body as RefusalView[]
        const read = await client.send('GET', `/fhir/R4/Observation/${resultId}`, { as: someone('imaging') })
        return [shown.find(({ id }) => id === consent.id)?.holds, read.status]
      } finally {
        clock.now = kept
      }
    }
    assert.deepEqual(await seen('2026-11-22T16:59:00Z'), [true, 403])
    assert.deepEqual(await seen('2026-11-22T17:01:00Z'), [false, 200])
  })

  it('stands when the second person says no', async () => {
    const id = await asked()
    assert.equal((await decide(second, id, false)).status, 204)
    assert.equal((await consentNow()).status, 'active')
  })

  it('stands when it was renewed after it was asked about', async () => {
    const id = await asked()
    await commit(hospital().ctx, [{ kind: 'update', resource: { ...consent, language: 'vi' } }])
    assert.equal(code(await decide(second, id)), 'access.refusalChanged')
    assert.equal((await consentNow()).status, 'active')
  })
})
