import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import {
  clock,
  context,
  finished,
  getter,
  later,
  linesOf,
  observation,
  run,
  seed,
} from '#tests/support/bulk-data.ts'
import { codeOf } from '#tests/support/fhir.ts'
import { findJob, markRunning, openJobs } from './job-rows.ts'
import { runBulkJobs } from './run-jobs.ts'

describe('$export', () => {
  it('gives every resource once, with counts and hashes that hold, at each level', () =>
    run(async (send, services, server) => {
      await seed(send)
      const get = getter(server as never)
      const whole = await finished(await send('GET', '/$export', undefined, later), services, get)
      const counts = Object.fromEntries(whole.output.map((file) => [file.type, file.count]))
      assert.deepEqual(counts, { Group: 1, Observation: 3, Organization: 1, Patient: 2 })
      for (const file of whole.output) {
        const { text } = await get(file.url.slice(file.url.indexOf('/api')))
        assert.equal(createHash('sha256').update(text).digest('hex'), file.extension.sha256)
      }
      assert.deepEqual([whole.extension.expected, whole.extension.processed], [7, 7])
      const group = await finished(
        await send('GET', '/Group/g/$export?_type=Observation', undefined, later),
        services,
        get,
      )
      const ids = (await linesOf(group.output[0]?.url ?? '', get)).map((one) => one.id)
      assert.deepEqual(ids, ['3'])
      const patients = await finished(await send('GET', '/Patient/$export', undefined, later), services, get)
      assert.ok(!patients.output.some((file) => file.type === 'Organization'))
    }))

  it('shows what was stored when it was asked for, and what was deleted since', () =>
    run(async (send, services, server) => {
      await seed(send)
      const get = getter(server as never)
      clock.at = new Date(clock.at.getTime() + 60_000)
      const before = clock.at.toISOString()
      assert.equal((await send('DELETE', '/Observation/1')).status, 204)
      const since = await finished(await send('GET', `/$export?_since=${before}`, undefined, later), services, get)
      assert.deepEqual([since.output.length, since.deleted[0]?.count], [0, 1])
      const start = await send('GET', '/$export?_type=Observation', undefined, later)
      const [job] = await openJobs(context(services))
      await markRunning(context(services), job?.id ?? '')
      const { rows } = await sql<{ seq: string }>`select seq from store_point()`.execute(services.db)
      await sql`update bulk_job set as_of_seq = ${rows[0]?.seq}, as_of = now() where id = ${job?.id}`.execute(
        services.db,
      )
      await send('PUT', '/Observation/9', observation('9', 'p'))
      await send('PUT', '/Observation/2', { ...observation('2', 'p'), status: 'amended' })
      const frozen = await finished(start, services, get)
      const found = await linesOf(frozen.output[0]?.url ?? '', get)
      assert.deepEqual(
        found.map((one) => [one.id, (one as { status?: string }).status]),
        [
          ['2', 'final'],
          ['3', 'final'],
        ],
      )
    }))

  it('goes on after a stop without gap or double', () =>
    run(async (send, services, server) => {
      await seed(send)
      const get = getter(server as never)
      const start = await send('GET', '/$export?_type=Observation', undefined, later)
      await runBulkJobs.run(context(services))
      const [file] = (await sql<{ job_id: string }>`select job_id from bulk_file`.execute(services.db)).rows
      // As after a crash: the file is longer than what was safe, the row tells of one line.
      const done = await findJob(context(services), file?.job_id ?? '')
      const path = join(services.config.dataDir, 'bulk', done?.id ?? '', 'Observation.ndjson')
      const first = (await linesOf(`/api/bulk-data/jobs/${done?.id}/files/Observation.ndjson`, get))[0]
      const bytes = Buffer.byteLength(`${JSON.stringify(first)}\n`)
      writeFileSync(path, `${JSON.stringify(first)}\n{"half":`)
      await sql`update bulk_file set done = false, lines = 1, bytes = ${bytes}, after_id = '1'`.execute(
        services.db,
      )
      await sql`update bulk_job set state = 'running', ended_at = null`.execute(services.db)
      const manifest = await finished(start, services, get)
      const ids = (await linesOf(manifest.output[0]?.url ?? '', get)).map((one) => one.id)
      assert.deepEqual(ids, ['1', '2', '3'])
    }))

  it('holds only what filters find and the elements that are named', () =>
    run(async (send, services, server) => {
      await seed(send)
      const get = getter(server as never)
      await send('PUT', '/Observation/2', { ...observation('2', 'p'), status: 'amended' })
      const filter = (text: string) => `_typeFilter=${encodeURIComponent(text)}`
      const asked = [
        filter('Observation?status=amended,Observation?subject=Patient/q'),
        filter('Patient?_id=p'),
        '_elements=id,Observation.valueQuantity',
      ]
      const start = await send('GET', `/$export?${asked.join('&')}`, undefined, later)
      const manifest = await finished(start, services, get)
      const counts = Object.fromEntries(manifest.output.map((file) => [file.type, file.count]))
      assert.deepEqual(counts, { Group: 1, Observation: 2, Organization: 1, Patient: 1 })
      const lines = async (type: string) =>
        linesOf(manifest.output.find((file) => file.type === type)?.url ?? '', get)
      const observations = (await lines('Observation')) as readonly (Resource & Record<string, unknown>)[]
      assert.deepEqual(
        observations.map((one) => [one.id, Object.keys(one).sort().join(' ')]),
        ['2', '3'].map((id) => [id, 'code id meta resourceType status valueQuantity']),
      )
      assert.equal(observations[0]?.meta?.tag?.[0]?.code, 'SUBSETTED')
      assert.deepEqual(Object.keys((await lines('Organization'))[0] ?? {}).sort(), ['id', 'meta', 'resourceType'])
      const { rows } = await sql`select 1 from bulk_chosen`.execute(services.db)
      assert.equal(rows.length, 0)
      // What is deleted of a filtered type is told: nobody knows any more whether it was asked for.
      clock.at = new Date(clock.at.getTime() + 60_000)
      const since = clock.at.toISOString()
      await send('DELETE', '/Observation/1')
      const changed = await send('GET', `/$export?_since=${since}&${asked[0]}`, undefined, later)
      const after = await finished(changed, services, get)
      assert.deepEqual([after.output.length, after.deleted[0]?.count], [0, 1])
    }))

  it('is of the patients that are named, in a group too', () =>
    run(async (send, services, server) => {
      await seed(send)
      const get = getter(server as never)
      const idsOf = async (url: string) => {
        const manifest = await finished(await send('GET', url, undefined, later), services, get)
        return (await linesOf(manifest.output[0]?.url ?? '', get)).map((one) => one.id)
      }
      assert.deepEqual(await idsOf('/Patient/$export?_type=Observation&patient=Patient/p'), ['1', '2'])
      assert.deepEqual(await idsOf('/Group/g/$export?_type=Observation&patient=Patient/q'), ['3'])
      for (const url of ['/Group/g/$export?patient=Patient/p', '/Patient/$export?patient=Practitioner/x']) {
        const answer = await send('GET', url, undefined, later)
        assert.deepEqual([answer.status, codeOf(answer)], [422, 'bulkData.noPatient'], url)
      }
    }))

  it('refuses what it does not do, and forgets what was cancelled', () =>
    run(async (send, services, server) => {
      await seed(send)
      for (const [url, headers] of [
        ['/$export', {}],
        ['/$export?_type=Foo', later],
        ['/$export?_outputFormat=text/csv', later],
        ['/$export?_typeFilter=Patient%3Fnothing%3Dtrue', later],
        ['/$export?_typeFilter=Patient%3F_sort%3Dname', later],
        ['/$export?_typeFilter=Patient', later],
        ['/$export?_type=Observation&_typeFilter=Patient%3Factive%3Dtrue', later],
        ['/$export?includeAssociatedData=Everything', later],
        ['/$export?organizeOutputBy=Encounter', later],
        ['/$export?includeAssociatedData=LatestProvenanceResources&_typeFilter=Provenance%3F_id%3Dx', later],
        ['/$export?patient=Patient/p', later],
        ['/Patient/$export?_type=Organization', later],
      ] as const)
        assert.equal((await send('GET', url, undefined, headers)).status, 400, url)
      const start = await send('GET', '/$export', undefined, later)
      const at = String(start.headers['content-location'])
      const address = at.slice(at.indexOf('/api'))
      assert.equal((await server.inject({ method: 'DELETE', url: address })).statusCode, 202)
      await runBulkJobs.run(context(services))
      assert.equal((await server.inject({ method: 'GET', url: address })).statusCode, 410)
    }))
})

describe('$import', () => {
  it('stores every good line once, names every bad one, and takes references in any order', () =>
    run(async (send, services, server) => {
      const folder = join(services.config.dataDir, 'import')
      mkdirSync(folder, { recursive: true })
      const lines = [
        JSON.stringify(observation('1', 'p')),
        '{"resourceType":"Observation","id":"bad"}',
        'no json',
        JSON.stringify({ resourceType: 'Patient', id: 'x' }),
        JSON.stringify(observation('2', 'nobody')),
        '',
      ]
      writeFileSync(join(folder, 'o.ndjson'), lines.join('\n'))
      writeFileSync(join(folder, 'p.ndjson'), `${JSON.stringify({ resourceType: 'Patient', id: 'p' })}\n`)
      const input = (type: string, url: string) => ({
        name: 'input',
        part: [
          { name: 'type', valueCode: type },
          { name: 'url', valueUri: url },
        ],
      })
      const ask = (parameter: unknown[]) =>
        send('POST', '/$import', { resourceType: 'Parameters', parameter }, later)
      const start = await ask([input('Observation', 'file:o.ndjson'), input('Patient', 'file:p.ndjson')])
      assert.equal(start.status, 202, start.text)
      const get = getter(server as never)
      const manifest = await finished(start, services, get)
      assert.deepEqual(manifest.extension.processed, 2)
      assert.deepEqual(manifest.extension.failed, 4)
      assert.equal(manifest.extension.expected, manifest.extension.processed + manifest.extension.failed)
      const errors = await linesOf(manifest.error[0]?.url ?? '', get)
      assert.equal(errors.length, 4)
      assert.match(JSON.stringify(errors), /line 2.*line 3.*line 4.*line 5/s)
      assert.equal((await send('GET', '/Observation/1')).status, 200)
      for (const url of ['file:../x', 'file:none.ndjson', 'http://127.0.0.1:9/x', 'file:/etc/passwd'])
        assert.ok((await ask([input('Patient', url)])).status >= 400, url)
    }))
})
