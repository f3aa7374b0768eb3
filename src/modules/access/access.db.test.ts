import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { clock, hospital, someone } from '#tests/support/access.ts'
import { givenResult } from '#tests/support/result.ts'
import type { DecisionView, OpeningView } from './contract.ts'

const ward = someone('doctor', { departments: ['NOI'] })
const stranger = someone('doctor', { departments: ['NGOAI'] })
const office = someone('record-office')

interface Bundle {
  readonly total?: number
  readonly entry?: readonly { readonly resource: { readonly id: string; readonly resourceType: string } }[]
}

const ids = (body: unknown) => ((body as Bundle).entry ?? []).map(({ resource }) => resource.id)

describe('access to a stay', () => {
  it('is of the department that treats, on screens and over FHIR', async () => {
    const { client, stay, resultId } = hospital()
    const paths = [
      `/api/stays/${stay.encounterId}`,
      `/api/stays/${stay.encounterId}/orders`,
      `/fhir/R4/Observation/${resultId}`,
      `/fhir/R4/Observation/${resultId}/_history`,
      `/fhir/R4/Observation/${resultId}/_history/1`,
    ]
    for (const path of paths) {
      assert.equal((await client.send('GET', path, { as: ward })).status, 200, path)
      assert.equal((await client.send('GET', path, { as: stranger })).status, 403, path)
    }
  })

  it('is what searches find, count and include', async () => {
    const { client, stay, resultId } = hospital()
    const of = `patient=${stay.patientId}`
    const searches = [
      `Observation?${of}&_total=accurate`,
      `Observation?encounter=${stay.encounterId}&_total=estimate`,
      `Observation?subject:Patient.family=dang&_total=accurate`,
      `Observation?_filter=code eq 2823-3&_total=accurate`,
      `Observation?_sort=code&_total=accurate`,
      `Patient/${stay.patientId}/Observation?_total=accurate`,
    ]
    for (const query of searches) {
      const seen = await client.send('GET', `/fhir/R4/${query}`, { as: ward })
      assert.deepEqual(ids(seen.body), [resultId], query)
      const hidden = await client.send('GET', `/fhir/R4/${query}`, { as: stranger })
      assert.deepEqual([hidden.status, ids(hidden.body), (hidden.body as Bundle).total], [200, [], 0], query)
    }
    const around = `/fhir/R4/Patient?_id=${stay.patientId}&_revinclude=Observation:subject`
    assert.ok(ids((await client.send('GET', around, { as: ward })).body).includes(resultId))
    assert.ok(!ids((await client.send('GET', around, { as: stranger })).body).includes(resultId))
    const having = `/fhir/R4/Patient?_id=${stay.patientId}&_has:Observation:patient:code=2823-3`
    assert.deepEqual(ids((await client.send('GET', having, { as: ward })).body), [stay.patientId])
    assert.deepEqual(ids((await client.send('GET', having, { as: stranger })).body), [])
    const everything = `/fhir/R4/Patient/${stay.patientId}/$everything`
    assert.ok(ids((await client.send('GET', everything, { as: ward })).body).includes(resultId))
    assert.ok(!ids((await client.send('GET', everything, { as: stranger })).body).includes(resultId))
    const past = `/fhir/R4/Observation/_history`
    assert.ok(ids((await client.send('GET', past, { as: ward })).body).includes(resultId))
    assert.ok(!ids((await client.send('GET', past, { as: stranger })).body).includes(resultId))
  })

  it('is written by those who treat only', async () => {
    const { client, stay, resultId } = hospital()
    const body = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'Natri' },
      subject: { reference: `Patient/${stay.patientId}` },
      encounter: { reference: `Encounter/${stay.encounterId}` },
    }
    const create = (who: typeof ward) => client.send('POST', '/fhir/R4/Observation', { as: who, body })
    assert.equal((await create(stranger)).status, 403)
    assert.equal((await create(ward)).status, 201)
    const update = (who: typeof ward) =>
      client.send('PUT', `/fhir/R4/Observation/${resultId}`, { as: who, body: { ...body, id: resultId } })
    assert.equal((await update(stranger)).status, 403)
  })

  it('tells others nothing but that it is not there', async () => {
    const { client, resultId } = hospital()
    const child = someone('patient', { kind: 'patient', patientId: 'another' })
    assert.equal((await client.send('GET', `/fhir/R4/Observation/${resultId}`, { as: child })).status, 404)
  })
})

describe('emergency access', () => {
  it('opens what is refused for its time, is told at once, reviewed by another, and seen by the patient', async () => {
    const { client, stay, resultId } = hospital()
    const resource = `Encounter/${stay.encounterId}`
    const path = `/api/stays/${stay.encounterId}`
    const refused = await client.send('GET', path, { as: stranger })
    const { access } = refused.body as { access: DecisionView }
    assert.ok(access.advice.some(([act]) => act?.act === 'tie' && act.tie === 'glass'))
    const body = { resource, as: 'Chart', reason: 'Người bệnh ngừng tim, cần xem thuốc đang dùng', minutes: 30 }
    const open = () => client.send('POST', '/api/access/glass', { as: stranger, body })
    const made = await open()
    assert.equal(made.status, 200, made.text)
    assert.equal((await client.send('GET', path, { as: stranger })).status, 200)
    assert.equal((await client.send('GET', `/fhir/R4/Observation/${resultId}`, { as: stranger })).status, 200)
    assert.equal((await open()).status, 409, 'it is open already')

    const mine = await client.send('GET', '/api/access/glass', { as: stranger })
    assert.equal((mine.body as OpeningView[]).length, 1)
    const reviews = await client.send('GET', '/api/access/reviews', { as: office })
    const [row] = reviews.body as OpeningView[]
    assert.equal(row?.reason, body.reason)
    const head = (code: string) => someone('department-head', { departments: [code] })
    const seenBy = async (code: string) =>
      ((await client.send('GET', '/api/access/reviews', { as: head(code) })).body as OpeningView[]).length
    assert.deepEqual([await seenBy('NOI'), await seenBy('MAT')], [1, 0])
    const verdict = { verdict: 'justified', note: 'Đúng là đang cấp cứu người bệnh này' }
    const judge = (as: typeof office) =>
      client.send('POST', `/api/access/openings/${row?.id}/verdict`, { as, body: verdict })
    assert.equal((await judge({ ...office, id: stranger.id ?? '' })).status, 403)
    assert.equal((await judge(office)).status, 204)
    assert.equal((await judge(office)).status, 409)
    const patient = someone('patient', { kind: 'patient', patientId: stay.patientId })
    const told = await client.send('GET', '/api/access/of-mine', { as: patient })
    assert.deepEqual(
      (told.body as OpeningView[]).map((one) => one.verdict),
      ['justified'],
    )

    const journal = await client.send('GET', `/api/audit?patient=${stay.patientId}&action=break-glass`)
    assert.match(journal.text, /ngừng tim/)
    clock.now = new Date(clock.now.getTime() + 31 * 60_000)
    assert.equal((await client.send('GET', path, { as: stranger })).status, 403)
  })

  it('does not open what is sealed', async () => {
    const { client, ctx, stay } = hospital()
    const id = await givenResult(ctx, stay, ['DONOR'])
    const body = { resource: `Observation/${id}`, reason: 'Cần biết người hiến là ai để liên lạc', minutes: 30 }
    assert.equal((await client.send('POST', '/api/access/glass', { as: stranger, body })).status, 403)
    assert.equal((await client.send('GET', `/fhir/R4/Observation/${id}`, { as: ward })).status, 403)
  })
})

describe('the explanation of a decision', () => {
  const ask = (as: typeof ward, query: string) =>
    hospital().client.send('GET', `/api/access/decision${query}`, { as })

  it('is about oneself, whoever is named', async () => {
    const { resultId } = hospital()
    const own = await ask(stranger, `?resource=Observation/${resultId}`)
    assert.equal((own.body as DecisionView).allowed, false)
    const named = await ask(stranger, `?resource=Observation/${resultId}&account=${ward.id}`)
    assert.ok(named.status === 400 || named.status === 422 || !(named.body as DecisionView).allowed, named.text)
  })

  it('about others is for those who answer for access, and is noted', async () => {
    const { client, stay, resultId } = hospital()
    const { ctx } = hospital()
    await sql`insert into account (facility, id, kind, user_name, name, roles, departments, created_at, active)
      values (1, gen_random_uuid(), 'person', 'asked', 'X', '{doctor}', '{NOI}', now(), true)`.execute(ctx.db)
    const path = `/api/access/decisions?account=asked&resource=Observation/${resultId}`
    for (const role of [
      'doctor',
      'nurse',
      'reception',
      'cashier',
      'department-head',
      'laboratory',
      'pharmacy',
      'imaging',
      'patient',
    ])
      assert.equal((await client.send('GET', path, { as: someone(role) })).status, 403, role)
    for (const role of ['it-admin', 'record-office', 'director', 'inspector']) {
      const told = await client.send('GET', path, { as: someone(role) })
      assert.equal((told.body as DecisionView).allowed, true, told.text)
      assert.ok(!told.text.includes(stay.patientId), role)
    }
  })

  it('of a refusal does not say whose it is, and to patients there is nothing', async () => {
    const { client, stay, resultId } = hospital()
    const path = `/fhir/R4/Observation/${resultId}`
    const refused = await ask(stranger, `?resource=Observation/${resultId}`)
    assert.ok(!refused.text.includes(stay.patientId) && !refused.text.includes(stay.encounterId), refused.text)
    assert.ok(!(await client.send('GET', path, { as: stranger })).text.includes(stay.patientId))
    const patient = someone('patient', { kind: 'patient', patientId: 'another' })
    const known = await ask(patient, `?resource=Observation/${resultId}`)
    const unknown = await ask(patient, '?resource=Observation/nothing')
    assert.deepEqual([known.status, unknown.status], [404, 404])
  })
})
