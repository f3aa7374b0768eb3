import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Actor } from '#platform/context.ts'
import { clock, context, finished, getter, later, run, seed } from '#tests/support/bulk-data.ts'
import { codeOf, withFhir } from '#tests/support/fhir.ts'
import { givenProgram, program } from '#tests/support/programs.ts'
import { bulkData } from './index.ts'
import { runBulkJobs } from './run-jobs.ts'

describe('who may ask for bulk data', () => {
  const as = (who: Partial<Actor>, work: Parameters<typeof withFhir>[0]) =>
    withFhir(
      async (send, services, server) => {
        await givenProgram(services)
        await work(send, services, server)
      },
      { who, operations: bulkData.fhirOperations ?? [], modules: [bulkData], now: () => clock.at },
    )
  const permissions = new Set(['fhir.read', 'fhir.export', 'fhir.import'])

  for (const role of ['doctor', 'nurse', 'record-office', 'director', 'it-admin', 'patient'])
    it(`is not ${role}, whatever permission somebody gave`, () =>
      as({ roles: [role], permissions }, async (send) => {
        for (const [method, path] of [
          ['GET', '/$export'],
          ['GET', '/Patient/$export'],
          ['POST', '/$import'],
        ] as const) {
          const answer = await send(
            method,
            path,
            method === 'POST' ? { resourceType: 'Parameters' } : undefined,
            later,
          )
          assert.deepEqual([answer.status, codeOf(answer)], [403, 'bulkData.wholeOnly'], path)
        }
      }))

  it('is a system, and the manifest and the journal say so', () =>
    as({ ...program, tokenScope: 'system/*.rs' }, async (send, services, server) => {
      const manifest = await finished(
        await send('GET', '/$export?_type=Patient', undefined, later),
        services,
        getter(server as never),
      )
      const { authority } = manifest.extension as unknown as { authority: Record<string, unknown> }
      assert.deepEqual(authority, {
        actor: 'client/reader',
        name: 'Reader',
        kind: 'system',
        roles: ['system'],
        scope: 'system/*.rs',
        reach: 'everything',
      })
      const { rows } = await sql<{
        told: string
      }>`select to_jsonb(t)::text as told from audit_told t where action = 'export'`.execute(services.db)
      assert.match(rows.map(({ told }) => told).join(' '), /system.{1,3}\*\.rs/)
    }))

  it('is none who may not any more when the job runs, or when its files are fetched', () =>
    run(async (send, services, server) => {
      await seed(send)
      const get = getter(server as never)
      const done = await finished(await send('GET', '/$export?_type=Patient', undefined, later), services, get)
      const start = await send('GET', '/$export?_type=Patient', undefined, later)
      await givenProgram(services, ['laboratory'])
      const url = done.output[0]?.url ?? ''
      assert.equal((await get(url.slice(url.indexOf('/api')))).status, 403)
      await runBulkJobs.run(context(services))
      const at = String(start.headers['content-location'])
      const failed = await get(at.slice(at.indexOf('/api')))
      assert.equal(failed.status, 422, failed.text)
    }))
})
