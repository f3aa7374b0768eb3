import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import {
  context,
  finished,
  type Get,
  getter,
  later,
  linesOf,
  observation,
  run,
  seed,
} from '#tests/support/bulk-data.ts'
import type { SendFhir } from '#tests/support/fhir.ts'
import { runBulkJobs } from './run-jobs.ts'

async function withProvenance(send: SendFhir): Promise<void> {
  await seed(send)
  const told = async (id: string, day: string, ...targets: readonly string[]) => {
    const answer = await send('PUT', `/Provenance/${id}`, {
      resourceType: 'Provenance',
      id,
      target: targets.map((reference) => ({ reference })),
      recorded: `2026-11-${day}T08:00:00+07:00`,
      agent: [{ who: { reference: 'Organization/o' } }],
    })
    assert.equal(answer.status, 201, answer.text)
  }
  await told('first', '01', 'Observation/1')
  await told('second', '02', 'Observation/1/_history/1', 'Observation/2')
  await told('third', '03', 'Observation/3')
  await told('patient', '01', 'Patient/p')
  await told('house', '01', 'Organization/o')
}

const namesOf = async (output: readonly { readonly url: string }[], get: Get) => {
  const lists = await Promise.all(output.map(({ url }) => linesOf(url, get)))
  return lists.map((list) => list.map((one) => `${one.resourceType}/${one.id ?? headOf(one)}`))
}
const headOf = (one: unknown) =>
  (one as { parameter?: { valueReference?: { reference?: string } }[] }).parameter?.[0]?.valueReference?.reference

describe('$export with includeAssociatedData', () => {
  for (const [which, url, wanted] of [
    ['Latest', '/$export?_type=Observation', ['second', 'third']],
    ['Relevant', '/$export?_type=Observation', ['first', 'second', 'third']],
    ['Relevant', '/Patient/$export?_type=Patient', ['patient']],
    ['Latest', '/Group/g/$export?_type=Observation,Provenance', ['third']],
    ['Relevant', '/Patient/$export?_type=Observation&_typeFilter=Observation%3F_id%3D2', ['second']],
  ] as const)
    it(`${which}ProvenanceResources brings ${wanted.join(', ')} to ${url}`, () =>
      run(async (send, services, server) => {
        await withProvenance(send)
        const get = getter(server as never)
        const start = await send(
          'GET',
          `${url}&includeAssociatedData=${which}ProvenanceResources`,
          undefined,
          later,
        )
        const manifest = await finished(start, services, get)
        const file = manifest.output.find(({ type }) => type === 'Provenance')
        assert.deepEqual(
          (await linesOf(file?.url ?? '', get)).map(({ id }) => id),
          wanted,
        )
        assert.equal(file?.count, wanted.length)
        assert.equal(manifest.extension.expected, manifest.extension.processed)
      }))
})

describe('$export with organizeOutputBy', () => {
  it('gives one patient after the other behind a header, and the rest apart', () =>
    run(async (send, services, server) => {
      await seed(send)
      const get = getter(server as never)
      const start = await send('GET', '/$export?organizeOutputBy=Patient', undefined, later)
      const manifest = await finished(start, services, get)
      assert.equal((manifest as unknown as { outputOrganizedBy: string }).outputOrganizedBy, 'Patient')
      assert.deepEqual(
        manifest.output.map((file) => [Object.hasOwn(file, 'type'), file.count]),
        [
          [false, 8],
          [false, 1],
        ],
      )
      assert.deepEqual(await namesOf(manifest.output, get), [
        [
          'Parameters/Patient/p',
          'Patient/p',
          'Observation/1',
          'Observation/2',
          'Parameters/Patient/q',
          'Patient/q',
          'Group/g',
          'Observation/3',
        ],
        ['Organization/o'],
      ])
    }))

  it('goes on after a stop between two resources of a patient', () =>
    run(async (send, services, server) => {
      await seed(send)
      const get = getter(server as never)
      const start = await send('GET', '/Patient/$export?organizeOutputBy=Patient', undefined, later)
      await runBulkJobs.run(context(services))
      const at = String(start.headers['content-location'])
      const { output } = JSON.parse((await get(at.slice(at.indexOf('/api')))).text) as {
        output: { url: string }[]
      }
      const [whole = ''] = await Promise.all(
        output.map(({ url }) => get(url.slice(url.indexOf('/api'))).then((one) => one.text)),
      )
      const safe = whole.split('\n').slice(0, 3).join('\n')
      const place = JSON.stringify({ patient: 'p', type: 96, id: '1' })
      await sql`update bulk_file set done = false, lines = 3, bytes = ${Buffer.byteLength(safe) + 1}, after_id = ${place}`.execute(
        services.db,
      )
      await sql`update bulk_job set state = 'running', ended_at = null`.execute(services.db)
      await finished(start, services, get)
      assert.equal((await get((output[0]?.url ?? '').replace(/^.*(?=\/api)/, ''))).text, whole)
    }))
})

it('what became another patient’s is exported with that one only, not as it was before', () =>
  run(async (send, services, server) => {
    await seed(send)
    const get = getter(server as never)
    assert.equal((await send('PUT', '/Observation/3', observation('3', 'p'))).status, 200)
    const start = await send('GET', '/Patient/$export?_type=Observation&patient=Patient/q', undefined, later)
    assert.deepEqual((await finished(start, services, get)).output, [])
  }))
