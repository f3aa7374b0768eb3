import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { decimal } from '#fhir/decimal.ts'
import { ext } from '#fhir/systems.ts'
import { withContext } from '#tests/support/database.ts'
import { commit } from './commit.ts'
import { findCurrent, readResource } from './read.ts'
import { searchResources } from './search.ts'

const patient: Patient = {
  resourceType: 'Patient',
  id: 'p1',
  name: [{ family: 'Đặng', given: ['Thị Huyền'] }],
  gender: 'female',
  birthDate: '1985-03-02',
}
const weight = (id: string, value: number): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-11-23T10:00:00+07:00',
  valueQuantity: { value, system: 'http://unitsofmeasure.org', code: 'kg' },
})

describe('commit', () => {
  it('writes version, index, leaf, audit and outbox together', () =>
    withContext(async (ctx) => {
      const [first, second] = await commit(ctx, [
        { kind: 'create', resource: patient },
        { kind: 'create', resource: weight('o1', decimal('61.50')) },
      ])
      assert.deepEqual([first?.version, second?.version, second?.created], [1, 1, true])
      const stored = await findCurrent(ctx, 'Observation', 'o1')
      assert.match(stored?.content.toString() ?? '', /"value":61\.50/)
      const { rows } =
        await sql`select (select count(*)::int from ledger_waiting) as leaves, (select count(*)::int from audit_event) as audits,
        (select count(*)::int from outbox) as outbox`.execute(ctx.db)
      assert.deepEqual(rows, [{ leaves: 3, audits: 1, outbox: 2 }])
      const found = await searchResources<Observation>(ctx, 'Observation', {
        patient: 'p1',
        code: 'http://loinc.org|29463-7',
      })
      assert.deepEqual(
        found.map((one) => one.id),
        ['o1'],
      )
      const named = await searchResources<Patient>(ctx, 'Patient', 'family=dang&birthdate=1985&gender=female')
      assert.deepEqual(
        named.map((one) => one.id),
        ['p1'],
      )
    }))

  it('refuses writes into a locked record by SQL, also moving out of it', () =>
    withContext(async (ctx) => {
      const encounter = (state: string) => ({
        resourceType: 'Encounter' as const,
        id: 'e1',
        status: 'finished' as const,
        subject: { reference: 'Patient/p1' },
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
        extension: [{ url: ext.recordState, valueCode: state }],
      })
      const inside = { ...weight('o1', 60), encounter: { reference: 'Encounter/e1' } }
      await commit(ctx, [
        { kind: 'create', resource: patient },
        { kind: 'create', resource: encounter('finished') },
        { kind: 'create', resource: inside },
      ])
      await commit(ctx, [{ kind: 'update', resource: encounter('completed') }])
      const refused = { code: 'records.locked' }
      await assert.rejects(commit(ctx, [{ kind: 'update', resource: inside }]), refused)
      await assert.rejects(commit(ctx, [{ kind: 'update', resource: weight('o1', 60) }]), refused)
      await assert.rejects(commit(ctx, [{ kind: 'delete', type: 'Observation', id: 'o1' }]), refused)
      await assert.rejects(commit(ctx, [{ kind: 'create', resource: { ...inside, id: 'o2' } }]), refused)
      await assert.rejects(commit(ctx, [{ kind: 'update', resource: encounter('open') }]), refused)
      await commit(ctx, [{ kind: 'update', resource: encounter('finished') }], {
        authority: { permission: 'records.reopen', reason: 'sai chẩn đoán' },
      })
      await commit(ctx, [{ kind: 'update', resource: inside, ifVersion: 1 }])
      assert.equal((await readResource<Observation>(ctx, 'Observation', 'o1')).meta?.versionId, '2')
    }))
})
