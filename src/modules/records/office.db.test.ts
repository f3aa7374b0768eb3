import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { ext } from '#fhir/systems.ts'
import type { Actor } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { director, givenOfficeStaff, officer } from '#tests/support/office-staff.ts'
import { done, givenArchivedRecord, givenSignedVisit } from '#tests/support/record.ts'
import type { TestClient } from '#tests/support/server.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { AuditPage } from '../audit/contract.ts'
import type { RecordStatus } from './contract.ts'
import { withState } from './encounter-record.ts'
import type { OfficeView, ReopeningView } from './office-contract.ts'

const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code
const reason = { reason: 'Kết quả giải phẫu bệnh về muộn' }

const send = (client: TestClient, as: Partial<Actor>, path: string, body?: unknown) =>
  client.send('POST', `/api${path}`, { as, ...(body === undefined ? {} : { body }) })

describe('the record office', () => {
  it('sends a record back to its department, which may write in it again', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenSignedVisit(client)
      await givenOfficeStaff(client)
      const at = `/records/${encounterId}`
      for (const step of ['finish', 'complete', 'submit']) await done(client, 'POST', `${at}/${step}`)
      assert.equal(code(await send(client, officer, `${at}/archive`)), 'records.badTransition')
      assert.equal((await send(client, officer, `${at}/send-back`, { reason: 'x' })).status, 400)
      assert.equal((await send(client, officer, `${at}/send-back`, { reason: 'Thiếu chữ ký' })).status, 204)
      const back = await done<RecordStatus>(client, 'GET', `${at}/completeness`)
      assert.deepEqual([back.state, back.events.at(-1)?.reason], ['finished', 'Thiếu chữ ký'])
      const ctx = contextOf(client.services)
      const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
      await commit(ctx, [{ kind: 'update', resource: { ...encounter, language: 'vi' } }])
    }))

  it('sends back only what was handed in: an open visit is not ended that way', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenSignedVisit(client)
      await givenOfficeStaff(client)
      const at = `/records/${encounterId}`
      const back = () => send(client, officer, `${at}/send-back`, { reason: 'Thiếu chữ ký' })
      const state = async () => (await done<RecordStatus>(client, 'GET', `${at}/completeness`)).state
      assert.deepEqual([code(await back()), await state()], ['records.badTransition', 'open'])
      for (const [step, there] of [
        ['finish', 'finished'],
        ['complete', 'completed'],
      ]) {
        await done(client, 'POST', `${at}/${step}`)
        assert.deepEqual([code(await back()), await state()], ['records.badTransition', there])
      }
    }))

  it('opens a closed record only for two persons, with a reason, and keeps its archive number', () =>
    withWholeApp(async (client) => {
      const { encounterId, patientId } = await givenArchivedRecord(client)
      await givenOfficeStaff(client)
      const at = `/records/${encounterId}`
      const mere = { ...officer, permissions: new Set(['records.read', 'records.archive']) }
      assert.equal((await send(client, mere, `${at}/ask-reopening`, reason)).status, 403)
      assert.equal(code(await send(client, director, `${at}/reopen`, reason)), 'records.secondPerson')
      assert.equal((await send(client, officer, `${at}/ask-reopening`, reason)).status, 200)
      assert.equal(code(await send(client, director, `${at}/ask-reopening`, reason)), 'records.reopeningAsked')
      const { rows } = await done<{ rows: ReopeningView[] }>(client, 'GET', '/record-reopenings')
      const decide = `/record-reopenings/${rows[0]?.id}/decide`
      const grant = { decision: 'granted', note: '' }
      assert.equal(code(await send(client, officer, decide, grant)), 'records.secondPerson')
      const other = { ...officer, id: 'second-account-of-the-same-person' }
      assert.equal(code(await send(client, other, decide, grant)), 'records.secondPerson')
      assert.equal((await send(client, director, decide, grant)).status, 204)
      assert.equal(code(await send(client, director, decide, grant)), 'records.alreadyDecided')
      const opened = await done<RecordStatus>(client, 'GET', `${at}/completeness`)
      const { state, reason: why, who, askedBy } = opened.events.at(-1) ?? {}
      assert.deepEqual(
        [opened.state, state, why, who, askedBy],
        ['open', 'open', reason.reason, director.name, officer.name],
      )
      for (const step of ['finish', 'complete', 'submit', 'accept', 'archive'])
        await done(client, 'POST', `${at}/${step}`)
      const again = await done<RecordStatus>(client, 'GET', `${at}/completeness`)
      assert.equal(again.archiveNumber, 'LT26/000001')
      const trail = await done<AuditPage>(client, 'GET', `/audit?patient=${patientId}&action=reopen`)
      assert.deepEqual(
        trail.rows.map((row) => row.detail['step']),
        ['granted', 'asked'],
      )
    }))

  it('has no other door: who may reopen cannot do it alone over FHIR or in the code', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenArchivedRecord(client)
      const ctx = contextOf(client.services)
      const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', encounterId)
      const event = { at: '2026-11-23T10:42:00+07:00', who: { display: 'x' }, reason: 'tự mở', askedBy: 'bịa' }
      const resource = withState(encounter, 'open', event)
      const authority = { permission: 'records.reopen', reason: 'tự mở' } as const
      await assert.rejects(commit(ctx, [{ kind: 'update', resource }], { authority }), {
        code: 'records.secondPerson',
      })
      const answer = await client.send('PUT', `/fhir/R4/Encounter/${encounterId}`, {
        body: { ...resource, extension: [{ url: ext.recordState, valueCode: 'open' }] },
        headers: { 'content-type': 'application/fhir+json' },
      })
      assert.ok(answer.status >= 400 && answer.status < 500, answer.text)
    }))

  it('holds a record until two persons lift that, whatever one administrator does', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenArchivedRecord(client)
      const at = `/records/${encounterId}`
      const basis = { ...reason, basis: 'Công văn 12/CQĐT, Công an tỉnh Ngàn Phố' }
      const { id } = (await send(client, officer, `${at}/hold`, basis)).body as { id: string }
      assert.equal(code(await send(client, officer, `${at}/ask-reopening`, reason)), 'records.onHold')
      assert.equal(code(await send(client, director, `/record-holds/${id}/lift`)), 'records.liftNotAsked')
      assert.equal((await send(client, director, `/record-holds/${id}/ask-lift`, reason)).status, 204)
      assert.equal(code(await send(client, director, `/record-holds/${id}/lift`)), 'records.secondPerson')
      const { db } = client.services
      for (const statement of [
        sql`delete from record_hold`,
        sql`update record_hold set lifted_by = 'x', lift_asked_by = 'y', lifted_at = now()`,
        sql`update record_hold set encounter_id = 'other'`,
        sql`update record_hold set lifted_by = 'practitioner-director', lifted_at = now()`,
      ])
        await assert.rejects(statement.execute(db))
      assert.equal((await send(client, officer, `/record-holds/${id}/lift`)).status, 204)
      const office = await done<OfficeView>(client, 'GET', `${at}/office`)
      assert.deepEqual(
        office.holds.map((one) => [one.basis, one.liftAskedBy, one.liftedBy]),
        [[basis.basis, director.name, officer.name]],
      )
      assert.equal((await send(client, officer, `${at}/ask-reopening`, reason)).status, 200)
    }))

  it('knows where the paper of a record lies, and where it lay', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenArchivedRecord(client)
      const at = `/records/${encounterId}`
      assert.equal(
        code(await send(client, officer, `${at}/place`, { medium: 'paper' })),
        'records.locationMissing',
      )
      for (const location of ['K1-G03-H12', 'K2-G01-H01'])
        assert.equal((await send(client, officer, `${at}/place`, { medium: 'hybrid', location })).status, 204)
      const { places } = await done<OfficeView>(client, 'GET', `${at}/office`)
      assert.deepEqual(
        places.map((one) => one.location),
        ['K2-G01-H01', 'K1-G03-H12'],
      )
      const status = await done<RecordStatus>(client, 'GET', `${at}/completeness`)
      assert.deepEqual([status.medium, status.location], ['hybrid', 'K2-G01-H01'])
    }))
})
