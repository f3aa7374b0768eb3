import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Organization, Practitioner, PractitionerRole } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { AppError } from '#kernel/app-error.ts'
import type { Guard } from '#platform/guard.ts'
import { withContext } from '#tests/support/database.ts'
import { writeTransaction } from './bundle/transaction.ts'
import { commit } from './commit.ts'
import { findCurrent } from './read.ts'
import type { Change } from './types.ts'

const department: Organization = { resourceType: 'Organization', id: 'dept', name: 'Khoa Khám bệnh' }
const doctor: Practitioner = { resourceType: 'Practitioner', id: 'doctor', name: [{ text: 'Lê Văn An' }] }
const role = (id: string, organization = 'Organization/dept'): PractitionerRole => ({
  resourceType: 'PractitionerRole',
  id,
  practitioner: { reference: 'Practitioner/doctor' },
  organization: { reference: organization },
})
const all: readonly Change[] = [department, doctor, role('r1'), role('r2')].map((resource) => ({
  kind: 'create',
  resource,
}))
const gone = (type: string, id: string): Change => ({ kind: 'delete', type, id })

/** Lets a test stop the next commit of a type between what it looked at and what it writes. */
function heldBy(...types: readonly string[]) {
  const gates = new Map<string, { enter(): void; readonly open: Promise<void> }>()
  const guard: Guard = {
    name: 'held',
    types,
    async check(_ctx, { type }) {
      const gate = gates.get(type)
      gates.delete(type)
      gate?.enter()
      await gate?.open
    },
  }
  return {
    guard,
    next(type: string) {
      const [entered, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      gates.set(type, { enter: entered.resolve, open: opened.promise })
      return {
        reached: entered.promise,
        /** Opens when the other is done or, as it should, waits. */
        async openAfter(other: Promise<unknown>): Promise<void> {
          await Promise.race([other.catch(() => undefined), setTimeout(300)])
          opened.resolve()
        },
      }
    },
  }
}

describe('deleting what others refer to', () => {
  it('is refused and says how many refer to it', () =>
    withContext(async (ctx) => {
      await commit(ctx, all)
      await assert.rejects(commit(ctx, [gone('Organization', 'dept')]), {
        code: 'store.referredTo',
        details: { type: 'Organization', id: 'dept', count: 2, example: 'PractitionerRole/r1' },
      })
      assert.ok(await findCurrent(ctx, 'Organization', 'dept'))
      await commit(ctx, [gone('PractitionerRole', 'r1'), gone('PractitionerRole', 'r2')])
      await commit(ctx, [gone('Organization', 'dept')])
      assert.equal(await findCurrent(ctx, 'Organization', 'dept'), undefined)
    }))

  it('counts references to a version and by the own absolute address', () =>
    withContext(async (given) => {
      const ctx = { ...given, reachedAt: { host: 'localhost:8080', port: 8080 } }
      await commit(ctx, [
        ...all.slice(0, 2),
        { kind: 'create', resource: role('r1', 'http://127.0.0.1:8080/fhir/R4/Organization/dept') },
        { kind: 'create', resource: role('r2', 'Organization/dept/_history/1') },
      ])
      await assert.rejects(
        commit(ctx, [gone('Organization', 'dept')]),
        (error: AppError) => error.details['count'] === 2,
      )
      await commit(ctx, [
        { kind: 'update', resource: role('r1', 'https://khac.example/Organization/dept') },
        gone('PractitionerRole', 'r2'),
      ])
      await commit(ctx, [gone('Organization', 'dept')])
    }))

  it('counts references in extensions and contained resources', () =>
    withContext(async (ctx) => {
      const extension = [{ url: 'urn:test:place', valueReference: { reference: 'Organization/dept' } }]
      const resource = { resourceType: 'Basic', id: 'b1', code: { text: 'x' }, extension } as const
      await commit(ctx, [...all.slice(0, 1), { kind: 'create', resource }])
      await assert.rejects(commit(ctx, [gone('Organization', 'dept')]), { code: 'store.referredTo' })
    }))

  it('is done when the same transaction deletes or changes all that refer to it', () =>
    withContext(async (ctx) => {
      await commit(ctx, [...all, { kind: 'create', resource: { ...department, id: 'other' } }])
      const entry = (method: string, url: string, resource?: object) => ({ request: { method, url }, resource })
      const bundle = (...more: object[]) => ({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [entry('DELETE', 'Organization/dept'), entry('DELETE', 'PractitionerRole/r1'), ...more],
      })
      await assert.rejects(
        writeTransaction(ctx, bundle()),
        (error: AppError) => error.details['example'] === 'PractitionerRole/r2',
      )
      await assert.rejects(writeTransaction(ctx, bundle(entry('PUT', 'PractitionerRole/r2', role('r2')))), {
        code: 'store.referenceMissing',
      })
      await writeTransaction(ctx, bundle(entry('PUT', 'PractitionerRole/r2', role('r2', 'Organization/other'))))
      assert.equal(await findCurrent(ctx, 'Organization', 'dept'), undefined)
    }))

  it('waits for those who begin to refer to it, and they wait for it', async () => {
    const held = heldBy('PractitionerRole', 'Organization')
    await withContext(
      async (ctx) => {
        await commit(ctx, all.slice(0, 2))
        const refers = held.next('PractitionerRole')
        const writing = commit(ctx, [{ kind: 'create', resource: role('r1') }])
        await refers.reached
        const deleting = commit(ctx, [gone('Organization', 'dept')])
        await refers.openAfter(deleting)
        await writing
        await assert.rejects(deleting, { code: 'store.referredTo' })

        await commit(ctx, [gone('PractitionerRole', 'r1')])
        const deletes = held.next('Organization')
        const deletingAgain = commit(ctx, [gone('Organization', 'dept')])
        await deletes.reached
        const late = commit(ctx, [{ kind: 'create', resource: role('r2') }])
        await deletes.openAfter(late)
        await deletingAgain
        await assert.rejects(late, { code: 'store.referenceMissing' })
      },
      { guards: [held.guard] },
    )
  })

  it('asks the index of hashes only, however many parameters may refer to a type', () =>
    withContext(async (ctx) => {
      await commit(ctx, all)
      const { rows } = await sql<{ config: string[] }>`
        select proconfig as config from pg_proc where proname = 'store_by_tokens'`.execute(ctx.db)
      for (const setting of ['enable_seqscan=off', 'enable_indexscan=off'])
        assert.ok(rows[0]?.config.includes(setting))
    }))
})
