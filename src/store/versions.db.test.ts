import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseJson } from '#fhir/json.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { runCommand } from '#platform/http/command.ts'
import { withContext } from '#tests/support/database.ts'
import { commit } from './commit.ts'
import { listHistory } from './history.ts'
import { listKnowledge, recordKnowledge } from './knowledge.ts'
import { type LiveChange, listenOutbox } from './live.ts'
import { findCurrent, readResource, readVersion } from './read.ts'

const patient: Patient = { resourceType: 'Patient', id: 'p1' }

describe('versions', () => {
  for (const digits of ['1.00', '1e2', '0.10', '123456789012345678901234567890.123', '-0.0'])
    it(`keeps ${digits} as written, through an update as well`, () =>
      withContext(async (ctx) => {
        const text = `{"resourceType":"Observation","id":"o1","status":"final","code":{"text":"x"},"valueQuantity":{"value":${digits}}}`
        await commit(ctx, [{ kind: 'create', resource: parseJson(text) as Observation }])
        const read = await readResource<Observation>(ctx, 'Observation', 'o1')
        await commit(ctx, [{ kind: 'update', resource: { ...read, status: 'amended' } }])
        const stored = (await findCurrent(ctx, 'Observation', 'o1'))?.content.toString() ?? ''
        assert.ok(stored.includes(`"value":${digits}}`), stored)
      }))

  it('lets only one of ten simultaneous updates of a version through', () =>
    withContext(async (ctx) => {
      await commit(ctx, [{ kind: 'create', resource: patient }])
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, () => commit(ctx, [{ kind: 'update', resource: patient, ifVersion: 1 }])),
      )
      assert.equal(outcomes.filter((one) => one.status === 'fulfilled').length, 1)
      for (const one of outcomes)
        if (one.status === 'rejected') assert.equal(one.reason.code, 'store.versionConflict')
      assert.equal((await findCurrent(ctx, 'Patient', 'p1'))?.version, 2)
    }))

  it('numbers simultaneous updates one after the other, without a gap', () =>
    withContext(async (ctx) => {
      await commit(ctx, [{ kind: 'create', resource: patient }])
      await Promise.all(Array.from({ length: 10 }, () => commit(ctx, [{ kind: 'update', resource: patient }])))
      const versions = (await listHistory(ctx, { type: 'Patient', id: 'p1' })).entries.map((one) => one.version)
      assert.deepEqual(versions, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
    }))

  it('refuses a second creation, a reference to nothing and the same resource twice', () =>
    withContext(async (ctx) => {
      await commit(ctx, [{ kind: 'create', resource: patient }])
      await assert.rejects(commit(ctx, [{ kind: 'create', resource: patient }]), { code: 'store.exists' })
      await assert.rejects(
        commit(ctx, [
          { kind: 'create', resource: { resourceType: 'Condition', subject: { reference: 'Patient/no' } } },
        ]),
        { code: 'store.referenceMissing' },
      )
      await assert.rejects(
        commit(ctx, [
          { kind: 'update', resource: patient },
          { kind: 'update', resource: patient },
        ]),
        { code: 'store.twice' },
      )
      await assert.rejects(commit(ctx, [{ kind: 'create', resource: { resourceType: 'Patient', id: 'a b' } }]), {
        code: 'store.invalidId',
      })
      assert.equal((await findCurrent(ctx, 'Patient', 'p1'))?.version, 1)
    }))

  it('keeps deleted resources in history, and counts on when one comes back', () =>
    withContext(async (ctx) => {
      await commit(ctx, [{ kind: 'create', resource: patient }])
      await commit(ctx, [{ kind: 'delete', type: 'Patient', id: 'p1' }])
      await assert.rejects(readResource(ctx, 'Patient', 'p1'), { code: 'store.deleted' })
      const [back] = await commit(ctx, [{ kind: 'update', resource: patient }])
      assert.deepEqual([back?.version, back?.created], [3, true])
      assert.equal((await readVersion(ctx, 'Patient', 'p1', 2)).deleted, true)
    }))

  it('writes a command once, and all of it or nothing', () =>
    withContext(async (ctx) => {
      const id = uuidv7()
      const work = () =>
        runCommand(ctx, id, { a: 1 }, async (tx) =>
          (await commit(tx, [{ kind: 'create', resource: { resourceType: 'Patient' } }])).map((one) => one.id),
        )
      const [one, two, three] = await Promise.all([work(), work(), work()])
      assert.deepEqual(one, two)
      assert.deepEqual(two, three)
      await assert.rejects(
        runCommand(ctx, uuidv7(), {}, async (tx) => {
          await commit(tx, [{ kind: 'create', resource: patient }])
          throw new Error('later fault')
        }),
      )
      const { rows } =
        await sql`select (select count(*)::int from resource) as r, (select count(*)::int from resource_version) as v,
        (select count(*)::int from ledger_waiting) as l, (select count(*)::int from outbox) as o`.execute(ctx.db)
      assert.deepEqual(rows, [{ r: 1, v: 1, l: 2, o: 1 }])
    }))

  it('asks the guards with the state before and after', () => {
    const seen: unknown[] = []
    const guard = {
      name: 'test',
      types: ['Patient'],
      check: (_: unknown, change: { kind: string; before?: unknown; after?: unknown }) =>
        void seen.push([change.kind, change.before !== undefined, change.after !== undefined]),
    }
    return withContext(
      async (ctx) => {
        await commit(ctx, [{ kind: 'create', resource: patient }])
        await commit(ctx, [{ kind: 'update', resource: patient }])
        await commit(ctx, [{ kind: 'delete', type: 'Patient', id: 'p1' }])
        assert.deepEqual(seen, [
          ['create', false, true],
          ['update', true, true],
          ['delete', true, false],
        ])
      },
      { guards: [guard] },
    )
  })

  it('knows when a result was released and who saw it', () =>
    withContext(async (ctx) => {
      const result: Observation = {
        resourceType: 'Observation',
        id: 'o1',
        status: 'preliminary',
        code: { text: 'Kali' },
        category: [
          {
            coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
          },
        ],
      }
      await commit(ctx, [{ kind: 'create', resource: result }])
      await commit(ctx, [{ kind: 'update', resource: { ...result, status: 'final' } }])
      await recordKnowledge(ctx, 'viewed', [{ type: 'Observation', id: 'o1', version: 2 }])
      const events = await listKnowledge(ctx, 'Observation', 'o1')
      assert.deepEqual(
        events.map((one) => [one.version, one.event, one.who]),
        [
          [2, 'released', 'test-person'],
          [2, 'viewed', 'test-person'],
        ],
      )
    }))

  it('tells listeners of every committed change and of no other', () =>
    withContext(async (ctx, { pool }) => {
      const told: LiveChange[] = []
      let settled = () => {}
      const done = new Promise<void>((resolve) => {
        settled = resolve
      })
      const listener = await listenOutbox(pool, (change) => {
        told.push(change)
        if (change.id === 'p2') settled()
      })
      await assert.rejects(
        commit(ctx, [{ kind: 'create', resource: { resourceType: 'Patient', id: 'p0', name: [] } }]),
      )
      await commit(ctx, [{ kind: 'create', resource: patient }])
      await commit(ctx, [{ kind: 'create', resource: { resourceType: 'Patient', id: 'p2' } }])
      await done
      await listener.stop()
      assert.deepEqual(told, [
        { facility: 1, type: 'Patient', id: 'p1', version: 1, patientId: 'p1' },
        { facility: 1, type: 'Patient', id: 'p2', version: 1, patientId: 'p2' },
      ])
    }))
})
