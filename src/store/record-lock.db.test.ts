import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, Observation, Resource } from '@medplum/fhirtypes'
import { ext, sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { withContext } from '#tests/support/database.ts'
import { writeTransaction } from './bundle/transaction.ts'
import { commit } from './commit.ts'
import { findCurrent } from './read.ts'
import { searchResources } from './search.ts'

const locked = { code: 'records.locked' }
const server = 'http://127.0.0.1:8080/fhir/R4'

const visit = (id: string, state: string, number: string): Encounter => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: 'Patient/p1' },
  identifier: [{ system: sid.record, value: number }],
  extension: [{ url: ext.recordState, valueCode: state }],
})
const found = (id: string, more: Partial<Observation>): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'Cân nặng' },
  subject: { reference: 'Patient/p1' },
  ...more,
})
const create = (resource: Resource) => ({ kind: 'create', resource }) as const

/** An archived record e1 with its order s1, and an open one e2. */
async function withRecords(work: (ctx: Context) => Promise<void>): Promise<void> {
  await withContext(async (given) => {
    const ctx = { ...given, reachedAt: { host: 'ehr.example', port: 8080 } }
    await commit(ctx, [
      create({ resourceType: 'Patient', id: 'p1' }),
      create(visit('e1', 'finished', '26/000001')),
      create(visit('e2', 'open', '26/000002')),
      create({
        resourceType: 'ServiceRequest',
        id: 's1',
        status: 'active',
        intent: 'order',
        subject: { reference: 'Patient/p1' },
        encounter: { reference: 'Encounter/e1' },
      }),
    ])
    await commit(ctx, [{ kind: 'update', resource: visit('e1', 'archived', '26/000001') }])
    await work(ctx)
  })
}

describe('the lock of an archived record', () => {
  it('holds however its visit is addressed', () =>
    withRecords(async (ctx) => {
      for (const base of [server, 'http://localhost:8080/fhir/R4', 'https://ehr.example/fhir/R4'])
        for (const version of ['', '/_history/1'])
          await assert.rejects(
            commit(ctx, [create(found('o1', { encounter: { reference: `${base}/Encounter/e1${version}` } }))]),
            locked,
            base,
          )
      for (const odd of [`${server}/Encounter/e1?`, `${server}/%45ncounter/e1`, `${server}//Encounter/e1`])
        await assert.rejects(commit(ctx, [create(found('o1', { encounter: { reference: odd } }))]), {
          code: 'store.referenceMissing',
        })
      await commit(ctx, [
        create(found('o1', { encounter: { reference: 'https://khac.example/fhir/R4/Encounter/e1' } })),
      ])
    }))

  it('holds for a visit named by its number, with or without another address', () =>
    withRecords(async (ctx) => {
      const identifier = { system: sid.record, value: '26/000001' }
      for (const encounter of [
        { identifier },
        { type: 'Encounter' as const, identifier },
        { identifier: { value: '26/000001' } },
        { identifier, reference: 'https://khac.example/fhir/R4/Encounter/9' },
      ])
        await assert.rejects(commit(ctx, [create(found('o1', { encounter }))]), locked)
      await commit(ctx, [
        create(found('o1', { encounter: { identifier: { system: sid.record, value: '26/000002' } } })),
      ])
      const open = await findCurrent(ctx, 'Observation', 'o1')
      assert.ok(open)
      await commit(ctx, [{ kind: 'update', resource: visit('e2', 'completed', '26/000002') }])
      await assert.rejects(commit(ctx, [{ kind: 'delete', type: 'Observation', id: 'o1' }]), locked)
    }))

  it('holds for contained visits, other types, orders without a visit and lists of visits', () =>
    withRecords(async (ctx) => {
      const inside = { reference: '#visit' }
      const bare = { resourceType: 'Encounter', id: 'visit', status: 'finished', class: { code: 'AMB' } } as const
      const part = { ...bare, partOf: { reference: `${server}/Encounter/e1` } }
      const numbered = { ...bare, identifier: [{ system: sid.record, value: '26/000001' }] }
      for (const resource of [
        found('o1', { contained: [part], encounter: inside }),
        found('o1', { contained: [numbered], encounter: inside }),
        found('o1', { basedOn: [{ reference: 'ServiceRequest/s1' }] }),
        { resourceType: 'Basic', id: 'b1', code: { text: 'x' }, subject: { reference: `${server}/Encounter/e1` } },
        {
          resourceType: 'DocumentReference',
          id: 'd1',
          status: 'current',
          content: [{ attachment: { title: 'x' } }],
          context: { encounter: [{ reference: 'Encounter/e2' }, { reference: `${server}/Encounter/e1` }] },
        },
        { ...visit('e3', 'open', '26/000003'), partOf: { identifier: numbered.identifier[0] } },
      ] as Resource[])
        await assert.rejects(commit(ctx, [create(resource)]), locked, JSON.stringify(resource))
    }))

  it('holds for conditional references of a transaction', () =>
    withRecords(async (ctx) => {
      const bundle = (reference: string) => ({
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          {
            request: { method: 'POST', url: 'Observation' },
            resource: found('o1', { encounter: { reference } }),
          },
        ],
      })
      const number = `identifier=${sid.record}|26/000001`
      await assert.rejects(writeTransaction(ctx, bundle(`Encounter?${number}`)), locked)
      await assert.rejects(writeTransaction(ctx, bundle(`${server}/Encounter/e1`)), locked)
      await assert.rejects(writeTransaction(ctx, bundle(`${server}/Encounter?${number}`)), {
        code: 'store.referenceMissing',
      })
    }))
})

describe('an absolute address of this server', () => {
  it('is kept as written, and means the same as a relative one to compartments and searches', () =>
    withRecords(async (ctx) => {
      const subject = { reference: `${server}/Patient/p1` }
      await commit(ctx, [create(found('o1', { subject, encounter: { reference: `${server}/Encounter/e2` } }))])
      const stored = await findCurrent(ctx, 'Observation', 'o1')
      assert.equal(stored?.patientId, 'p1')
      assert.match(
        stored?.content.toString() ?? '',
        /"reference":"http:\/\/127\.0\.0\.1:8080\/fhir\/R4\/Patient\/p1"/,
      )
      for (const query of [
        'subject=Patient/p1',
        'patient=p1',
        'encounter=Encounter/e2',
        `encounter=${server}/Encounter/e2`,
        'encounter=http://localhost:8080/fhir/R4/Encounter/e2',
      ])
        assert.equal((await searchResources(ctx, 'Observation', query)).length, 1, query)
      await assert.rejects(
        commit(ctx, [create(found('o2', { subject: { reference: `${server}/Patient/none` } }))]),
        { code: 'store.referenceMissing' },
      )
    }))
})
