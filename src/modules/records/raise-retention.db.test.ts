import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { givenOfficeStaff, officer } from '#tests/support/office-staff.ts'
import { done, givenArchivedRecord, givenSignedVisit } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { AuditPage } from '../audit/contract.ts'
import type { RecordPage, RecordStatus } from './contract.ts'

const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code

it('the term of an archived record is raised by a later death, with a reason, and never lowered', () =>
  withWholeApp(async (client) => {
    const { encounterId, patientId } = await givenArchivedRecord(client)
    const other = await givenSignedVisit(client)
    await givenOfficeStaff(client)
    const ctx = contextOf(client.services)
    const status = () => done<RecordStatus>(client, 'GET', `/records/${encounterId}/completeness`)
    const raise = (id: string, term: string, reason = 'Giấy báo tử số 12 ngày 20/12/2026') =>
      client.send('POST', `/api/records/${id}/raise-retention`, { as: officer, body: { class: term, reason } })
    assert.deepEqual(
      (await status()).raise.map((one) => [one.code, one.until, one.suggested]),
      [
        ['death', '2056-12-31', false],
        ['accident', '2046-12-31', false],
      ],
    )
    const patient = await readResource<Patient & { id: string }>(ctx, 'Patient', patientId)
    await commit(ctx, [{ kind: 'update', resource: { ...patient, deceasedDateTime: '2026-12-19' } }])
    assert.equal((await status()).raise.find((one) => one.suggested)?.code, 'death')

    assert.equal(code(await raise(other.encounterId, 'death')), 'records.notArchived')
    assert.equal((await raise(encounterId, 'death', 'ngắn')).status, 400)
    assert.equal(code(await raise(encounterId, 'ordinary')), 'records.notLonger')
    assert.deepEqual((await raise(encounterId, 'accident')).body, { keptUntil: '2046-12-31' })
    assert.deepEqual((await raise(encounterId, 'death')).body, { keptUntil: '2056-12-31' })
    assert.equal(code(await raise(encounterId, 'accident')), 'records.notLonger')

    const after = await status()
    assert.deepEqual([after.retention?.code, after.retention?.until, after.raise], ['death', '2056-12-31', []])
    assert.equal(after.retention?.raised?.by, officer.name)
    const { rows } = await done<RecordPage>(client, 'GET', '/records?state=archived')
    assert.equal(rows.find((one) => one.id === encounterId)?.keptUntil, '2056-12-31')
    const lower = sql`update record_index set kept_until = '2030-12-31' where encounter_id = ${encounterId}`
    await lower.execute(ctx.db)
    const kept = await sql<{ day: string }>`
      select kept_until::text as day from record_index where encounter_id = ${encounterId}`.execute(ctx.db)
    assert.equal(kept.rows[0]?.day, '2056-12-31')
    await assert.rejects(sql`delete from record_retention`.execute(ctx.db), { code: '42501' })
    const { rows: told } = await done<AuditPage>(client, 'GET', `/audit?patient=${patientId}&action=retain`)
    assert.deepEqual(
      told.map((one) => [one.detail['before'], one.detail['until']]),
      [
        ['2046-12-31', '2056-12-31'],
        ['2036-12-31', '2046-12-31'],
      ],
    )
  }))
