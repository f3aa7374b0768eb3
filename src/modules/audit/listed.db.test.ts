import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { AuditEvent, Bundle } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { actor } from '#tests/support/database.ts'
import { orderAllLeaves } from '#tests/support/ledger.ts'
import type { TestClient } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { AuditPage, WhoSaw } from './contract.ts'
import { touchedBy } from './touched.ts'
import { sumAccesses } from './unusual/sum-accesses.ts'

const curious = actor({ id: 'to-mo', userName: 'to-mo', permissions: new Set(['*']) })

async function given(client: TestClient): Promise<Context> {
  const ctx = systemContext(client.services)
  for (const id of ['p1', 'p2', 'p3'])
    await commit(ctx, [
      { kind: 'create', resource: { resourceType: 'Patient', id, name: [{ text: `Người ${id}` }] } },
      {
        kind: 'create',
        resource: { resourceType: 'Condition', id: `c-${id}`, subject: { reference: `Patient/${id}` } },
      },
    ])
  return ctx
}

const actsOf = async (client: TestClient, patient: string) => {
  const { people } = (await client.send('GET', `/api/audit/patients/${patient}`)).body as WhoSaw
  return people.find((one) => one.actor === curious.id)?.acts ?? []
}

it('a person who got a patient in a list of several is among those who saw them, before the sums and after', () =>
  withWholeApp(async (client) => {
    const ctx = await given(client)
    const ask = async (url: string) =>
      assert.equal((await client.send('GET', `/fhir/R4${url}`, { as: curious })).status, 200)
    await ask('/Patient?_id=p1,p2')
    await ask('/Condition?_id=c-p1,c-p2')
    await ask('/Condition?_id=c-p1,c-p2&_include=Condition:subject')
    await ask('/Condition?_id=c-p3')
    const listed = [{ action: 'search', outcome: 'success', times: 3, listed: true }]
    assert.deepEqual(await actsOf(client, 'p1'), listed)
    assert.deepEqual(await actsOf(client, 'p2'), listed)
    assert.deepEqual(await actsOf(client, 'p3'), [{ action: 'search', outcome: 'success', times: 1 }])
    await orderAllLeaves(ctx)
    await sumAccesses.run(ctx)
    assert.deepEqual(await actsOf(client, 'p1'), listed)
    await ask('/Patient?_id=p1,p3')
    assert.deepEqual(await actsOf(client, 'p1'), [
      { action: 'search', outcome: 'success', times: 4, listed: true },
    ])
    assert.deepEqual((await actsOf(client, 'p3')).length, 2)
    await orderAllLeaves(ctx)
    await sumAccesses.run(ctx)
    await sumAccesses.run(ctx)
    assert.deepEqual(await actsOf(client, 'p1'), [
      { action: 'search', outcome: 'success', times: 4, listed: true },
    ])
    const period = { from: new Date(0), to: new Date('2100-01-01T00:00:00Z') }
    const { patients } = await touchedBy(ctx, { actor: curious.id, ...period })
    assert.deepEqual(patients.map(({ patient, seen }) => [patient, seen]).sort(), [
      ['p1', 4],
      ['p2', 3],
      ['p3', 2],
    ])
  }))

it('the journal and AuditEvent find a list by each of its patients, page by page, whatever told it', () =>
  withWholeApp(async (client) => {
    const ctx = await given(client)
    const entities = ['Condition/c-p1', 'Patient/p2', 'Organization/nowhere']
    const several = { action: 'print', outcome: 'success', entities } as const
    await writeAudit(ctx, several)
    await inTransaction(ctx, (tx) => writeAudit(tx, several))
    await Promise.all([1, 2, 3].map(() => writeAudit(ctx, several)))
    await writeAudit(ctx, { ...several, entities: ['Condition/c-p1'] })
    const seen = new Set<string | undefined>()
    for (let url: string | undefined = '/AuditEvent?patient=p1&subtype=print&_count=2'; url !== undefined; ) {
      const { status, body } = await client.send('GET', `/fhir/R4${url}`)
      assert.equal(status, 200)
      const page = body as Bundle<AuditEvent>
      for (const { resource } of page.entry ?? []) {
        assert.equal(seen.has(resource?.id), false)
        seen.add(resource?.id)
        assert.equal(resource?.entity?.[0]?.what?.reference, 'Patient/p1')
      }
      url = page.link?.find(({ relation }) => relation === 'next')?.url.replace(/^.*\/fhir\/R4/, '')
    }
    assert.equal(seen.size, 6)
    const { rows } = (await client.send('GET', '/api/audit?patient=p2&action=print')).body as AuditPage
    assert.deepEqual(
      rows.map(({ patientId, patients }) => [patientId, patients]),
      Array.from({ length: 5 }, () => [undefined, 2]),
    )
  }))
