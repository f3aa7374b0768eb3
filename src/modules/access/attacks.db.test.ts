import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import type { Bundle, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { modules } from '#app/module-list.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import { commit } from '#store/commit.ts'
import { hospital, someone } from '#tests/support/access.ts'
import { mark, oracleSearches, type Refused, revealingSearches } from '#tests/support/revealing-searches.ts'
import type { TestClient } from '#tests/support/server.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'

const stranger = someone('doctor', { departments: ['NGOAI'] })
const treating = someone('doctor', { departments: ['NOI'] })

let own: Stay
let refused: Refused

type Who = typeof stranger
type Send = Parameters<TestClient['send']>

const send = (as: Who, method: Send[0], path: string, body?: unknown) =>
  hospital().client.send(method, path, { as, ...(body === undefined ? {} : { body }) })
const fhir = (as: Who, method: Send[0], path: string, body?: unknown) => send(as, method, `/fhir/R4/${path}`, body)

let made: Promise<void> | undefined
const given = () => (made ??= make())

async function make(): Promise<void> {
  const { ctx, stay } = hospital()
  own = await givenStay(ctx, { department: 'ngoai' })
  const ids = { observation: ctx.newId(), document: ctx.newId(), condition: ctx.newId(), binary: ctx.newId() }
  const subject = { reference: `Patient/${stay.patientId}` }
  const encounter = { reference: `Encounter/${stay.encounterId}` }
  const code = { text: mark, coding: [{ system: 'urn:secret', code: mark }] }
  const sha256 = await ctx.blobs.put(Buffer.from(`%PDF-1.7 ${mark}`))
  const resources: Resource[] = [
    {
      resourceType: 'Observation',
      id: ids.observation,
      status: 'final',
      code,
      subject,
      encounter,
      valueString: mark,
    },
    { resourceType: 'Condition', id: ids.condition, code, subject, encounter },
    {
      resourceType: 'DocumentReference',
      id: ids.document,
      status: 'current',
      description: mark,
      subject,
      context: { encounter: [encounter] },
      content: [{ attachment: { url: `urn:lanong:blob:${sha256}`, title: mark } }],
    },
    {
      resourceType: 'Binary',
      id: ids.binary,
      contentType: 'text/plain',
      data: Buffer.from(mark).toString('base64'),
      securityContext: subject,
    },
  ]
  await commit(
    ctx,
    resources.map((resource) => ({ kind: 'update', resource })),
  )
  refused = ids
}

const searches = () => revealingSearches(hospital().stay, refused)
const oracles = () => oracleSearches(hospital().stay)

const leaks = (text: string) => text.includes(mark) || Object.values(refused).some((id) => text.includes(`${id}"`))

/** Everywhere that an operation can be asked for, on what is refused where it is asked of one. */
function placesOf({ name, levels, types = ['Observation', 'Patient'] }: FhirOperation): readonly string[] {
  const { stay } = hospital()
  const ids: Readonly<Record<string, string>> = { Patient: stay.patientId, Encounter: stay.encounterId }
  return [
    ...(levels.includes('system') ? [''] : []),
    ...(levels.includes('type') ? types.map((type) => `${type}/`) : []),
    ...(levels.includes('instance') ? types.map((type) => `${type}/${ids[type] ?? refused.observation}/`) : []),
  ].map((place) => `${place}$${name}`)
}

describe('a patient who is refused', () => {
  beforeEach(given)

  it('is found by those who treat, so that the searches below could find something', async () => {
    const found = await fhir(treating, 'GET', `Observation?code=${mark}`)
    assert.ok(leaks(found.text), found.text)
  })

  it('is neither found, counted, ordered nor included by any search, by address or by form', async () => {
    for (const query of searches()) {
      const answer = await fhir(stranger, 'GET', query)
      const { total = 0, entry = [] } = (answer.body ?? {}) as Bundle
      const clinical = entry.filter(
        ({ resource }) => !['Patient', 'Encounter'].includes(resource?.resourceType ?? 'OperationOutcome'),
      )
      assert.deepEqual(
        clinical.filter(({ resource }) => resource?.resourceType !== 'OperationOutcome'),
        [],
        query,
      )
      if (!/^(Patient|Encounter)\?/.test(query)) assert.equal(total, 0, query)
      assert.ok(answer.status < 500, query)
    }
    const batch = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: searches().map((url) => ({ request: { method: 'GET', url } })),
    }
    const answer = await fhir(stranger, 'POST', '', batch)
    assert.ok(
      !answer.text.includes(`"valueString":"${mark}"`) && !answer.text.includes(refused.document),
      answer.text.slice(0, 500),
    )
  })

  it('is no oracle for what else is found', async () => {
    for (const [query, id] of oracles()) {
      const answer = await fhir(stranger, 'GET', query)
      const ids = ((answer.body as Bundle).entry ?? []).map(({ resource }) => resource?.id)
      assert.ok(!ids.includes(id), query)
    }
  })

  it('is not read by id, version, history, file or operation', async () => {
    const { stay } = hospital()
    const paths = Object.entries({
      Observation: refused.observation,
      Condition: refused.condition,
      DocumentReference: refused.document,
      Binary: refused.binary,
    }).flatMap(([type, id]) => [
      `${type}/${id}`,
      `${type}/${id}/_history`,
      `${type}/${id}/_history/1`,
      `${type}/_history`,
    ])
    for (const path of [
      ...paths,
      '_history',
      `Patient/${stay.patientId}/$everything`,
      `Patient/${stay.patientId}/_history`,
    ]) {
      const answer = await fhir(stranger, 'GET', path)
      assert.ok(!answer.text.includes(mark), `${path}: ${answer.text.slice(0, 300)}`)
    }
    for (const path of ['documents', 'papers', 'signing/confirmations']) {
      for (const end of ['', '/pdf', '/print']) {
        const answer = await send(stranger, 'GET', `/api/${path}/${refused.document}${end}`)
        assert.ok(!answer.text.includes(mark) && answer.status !== 200, `${path}${end}`)
      }
    }
  })

  it('is given away by no operation, whatever it is asked with', async () => {
    const { stay } = hospital()
    const operations: readonly FhirOperation[] = modules.flatMap((module) => module.fhirOperations ?? [])
    assert.ok(operations.length > 20)
    const parameters = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'patient', valueReference: { reference: `Patient/${stay.patientId}` } },
        { name: 'subject', valueReference: { reference: `Patient/${stay.patientId}` } },
        {
          name: 'view',
          valueString: JSON.stringify({
            resource: 'Observation',
            select: [{ column: [{ name: 'v', path: 'value.ofType(string)' }] }],
          }),
        },
      ],
    }
    const as = { ...stranger, permissions: new Set([...(stranger.permissions ?? []), 'fhir.export']) }
    for (const operation of operations)
      for (const place of placesOf(operation))
        for (const [method, path, body] of [
          ['GET', `${place}?patient=Patient/${stay.patientId}&subject=Patient/${stay.patientId}`, undefined],
          ['POST', place, parameters],
        ] as const) {
          const headers = { prefer: 'respond-async' }
          const answer = await hospital().client.send(method, `/fhir/R4/${path}`, { as, headers, body })
          assert.ok(!answer.text.includes(mark), `${method} ${path}`)
          assert.notEqual(answer.status, 202, `${method} ${path} was begun`)
        }
  })

  it('is not written about by naming one’s own patient where the address or the record is another’s', async () => {
    const { stay } = hospital()
    const mine = {
      subject: { reference: `Patient/${own.patientId}` },
      encounter: { reference: `Encounter/${own.encounterId}` },
    }
    const theirs = {
      subject: { reference: `Patient/${stay.patientId}` },
      encounter: { reference: `Encounter/${stay.encounterId}` },
    }
    const observation = { resourceType: 'Observation', status: 'final', code: { text: 'x' } }
    const of = (id: string) => `Observation/${id}`
    const attacks: readonly (readonly [Send[0], string, unknown])[] = [
      ['PUT', of(refused.observation), { ...observation, ...mine, id: refused.observation }],
      ['PUT', of(refused.observation), { ...observation, ...mine, id: 'another' }],
      ['POST', 'Observation', { ...observation, ...mine, encounter: theirs.encounter }],
      ['POST', 'Observation', { ...observation, ...mine, subject: theirs.subject }],
      ['POST', 'Observation', { ...observation, ...theirs }],
      ['PUT', `Observation?code=${mark}`, { ...observation, ...theirs }],
    ]
    for (const [method, path, body] of attacks) {
      const answer = await fhir(stranger, method, path, body)
      assert.ok(answer.status >= 400 && answer.status < 500, `${method} ${path}: ${answer.status} ${answer.text}`)
      assert.ok(!answer.text.includes(`"${mark}"`), `${method} ${path}`)
    }
    // A deletion of what is not there is one that was done: https://hl7.org/fhir/R4/http.html#delete
    const deletion = { request: { method: 'DELETE', url: of(refused.observation) } }
    await fhir(stranger, 'DELETE', of(refused.observation))
    await fhir(stranger, 'DELETE', `Observation?code=${mark}`)
    await fhir(stranger, 'POST', '', { resourceType: 'Bundle', type: 'transaction', entry: [deletion] })
    await fhir(stranger, 'POST', '', { resourceType: 'Bundle', type: 'batch', entry: [deletion] })
    const left = await fhir(treating, 'GET', of(refused.observation))
    assert.equal(left.status, 200)
    assert.equal((left.body as { meta: { versionId: string } }).meta.versionId, '1')
    const created = await fhir(stranger, 'POST', 'Observation', { ...observation, ...mine })
    assert.equal(created.status, 201, 'the own patient is written about')
  })

  it('is refused on the screens of every other role, department and person', async () => {
    const { stay } = hospital()
    const people = [
      someone('reception', { departments: ['KKB'] }),
      someone('cashier', { departments: ['TCKT'] }),
      someone('nurse', { departments: ['NGOAI'] }),
      someone('it-admin', { departments: ['CNTT'] }),
      someone('patient', { kind: 'patient', patientId: own.patientId }),
      stranger,
    ]
    const paths = ['', '/orders', '/observations', '/nursing'].map((end) => `/api/stays/${stay.encounterId}${end}`)
    for (const one of people)
      for (const path of [
        ...paths,
        `/api/records/${stay.encounterId}`,
        `/api/documents?encounter=${stay.encounterId}`,
      ]) {
        const answer = await send(one, 'GET', path)
        assert.ok([403, 404].includes(answer.status), `${one.id} ${path}: ${answer.status}`)
      }
  })
})

describe('numbers in the list of records', () => {
  beforeEach(given)

  it('are of what the reader may see', async () => {
    const { ctx, stay } = hospital()
    assert.equal(
      (await send(someone('record-office'), 'GET', '/api/records')).status,
      200,
      'which fills the index',
    )
    await sql`update record_index set state = 'finished' where encounter_id = any(${[stay.encounterId, own.encounterId]})`.execute(
      ctx.db,
    )
    const counted = async (as: Who) => {
      const list = (await send(as, 'GET', '/api/records')).body as {
        counts: Record<string, number>
        rows: object[]
      }
      const badge = (await send(as, 'GET', '/api/records/count')).body as { count: number }
      return [list.counts['finished'] ?? 0, list.rows.length, badge.count]
    }
    assert.deepEqual(await counted(someone('record-office')), [2, 2, 2])
    assert.deepEqual(await counted(stranger), [1, 1, 1])
    assert.deepEqual(await counted(someone('doctor', { departments: ['MAT'] })), [0, 0, 0])
  })
})
