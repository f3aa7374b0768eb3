import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { writeAudit } from '#store/audit.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { withServer } from '#tests/support/server.ts'
import type { AuditPage } from './contract.ts'
import { audit } from './index.ts'

describe('the journal', () => {
  it('is paged without gaps or doubles while new events come', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      for (let n = 0; n < 7; n++)
        await writeAudit(ctx, {
          action: 'print',
          outcome: 'success',
          patientId: `patient-${n % 2}`,
          detail: { n },
        })
      const read = async (query: string) =>
        (await client.send('GET', `/api/audit?action=print&${query}`)).body as AuditPage
      const first = await read('count=3')
      await writeAudit(ctx, { action: 'print', outcome: 'success', detail: { n: 99 } })
      const second = await read(`count=3&cursor=${first.next}`)
      const third = await read(`count=3&cursor=${second.next}`)
      const seen = [first, second, third].flatMap((page) => page.rows.map((row) => row.detail['n']))
      assert.deepEqual(seen, ['6', '5', '4', '3', '2', '1', '0'])
      assert.equal(third.next, undefined)
      assert.deepEqual(
        (await read('patient=patient-1')).rows.map((row) => row.detail['n']),
        ['5', '3', '1'],
      )
    }))

  it('writes down who read it, and opens only for its permission', () =>
    withServer([audit], async (client) => {
      await client.send('GET', '/api/audit?patient=patient-1')
      const seen = (await client.send('GET', '/api/audit?action=view')).body as AuditPage
      assert.deepEqual(
        seen.rows.map((row) => [row.action, row.patientId, row.detail['kind']]),
        [['view', 'patient-1', 'audit']],
      )
      const denied = await client.send('GET', '/api/audit', { as: { permissions: new Set(['records.read']) } })
      assert.equal(denied.status, 403)
      const hostile = [
        'from=2026-02-30',
        'cursor=0',
        'count=9999',
        `actor=${'x'.repeat(200)}`,
        "action='; drop table audit_event",
      ]
      for (const query of hostile)
        assert.ok((await client.send('GET', `/api/audit?${encodeURI(query)}`)).status < 500, query)
    }))
})
