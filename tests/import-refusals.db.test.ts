import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { OperationOutcome } from '@medplum/fhirtypes'
import { modules } from '#app/module-list.ts'
import { AppError } from '#kernel/app-error.ts'
import { bulkData } from '#modules/bulk-data/index.ts'
import { runBulkJobs } from '#modules/bulk-data/run-jobs.ts'
import type { Guard } from '#platform/guard.ts'
import type { Services } from '#platform/services.ts'
import { context, finished, getter, later, linesOf, observation } from './support/bulk-data.ts'
import { type SendFhir, withFhir } from './support/fhir.ts'
import { givenProgram, program } from './support/programs.ts'

const program64 = Buffer.from('MZ\x90\0program').toString('base64')
/** A program that says it is a document. */
const photo = [{ contentType: 'application/pdf', data: program64 }]
const patient = (id: string, more: object = {}) => ({ resourceType: 'Patient', id, ...more })

const run = (guards: readonly Guard[], work: Parameters<typeof withFhir>[0]) =>
  withFhir(
    async (send, services, server) => {
      await givenProgram(services)
      await work(send, services, server)
    },
    { who: program, operations: bulkData.fhirOperations ?? [], modules: [bulkData], guards },
  )

async function start(send: SendFhir, services: Services, type: string, lines: readonly object[]) {
  const folder = join(services.config.dataDir, 'import')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'in.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'))
  const part = [
    { name: 'type', valueCode: type },
    { name: 'url', valueUri: 'file:in.ndjson' },
  ]
  const answer = await send(
    'POST',
    '/$import',
    { resourceType: 'Parameters', parameter: [{ name: 'input', part }] },
    later,
  )
  assert.equal(answer.status, 202, answer.text)
  return answer
}

const jobOf = (answer: { headers: Readonly<Record<string, unknown>> }) =>
  String(answer.headers['content-location']).split('/').at(-1) ?? ''

describe('the lines of an import', () => {
  it('are asked about by every guard, singly and together; what is refused is named in a file whose hash holds', () =>
    run(
      modules.flatMap((module) => module.guards ?? []),
      async (send, services, server) => {
        const lines = Array.from({ length: 130 }, (_, n) => patient(`p${n}`, n % 40 === 7 ? { photo } : {}))
        const answer = await start(send, services, 'Patient', lines)
        const folder = join(services.config.dataDir, 'bulk', jobOf(answer))
        mkdirSync(folder, { recursive: true })
        // As after a server was killed: more than what was counted.
        writeFileSync(join(folder, 'errors.ndjson'), `${'{"half":'.repeat(400)}`)
        const get = getter(server as never)
        const { error, extension } = await finished(answer, services, get)
        assert.deepEqual([extension.expected, extension.processed, extension.failed], [130, 126, 4])
        const [file] = error
        const told = (await linesOf(file?.url ?? '', get)) as readonly OperationOutcome[]
        assert.deepEqual(
          told.map(({ issue: [one] }) => [one?.details?.coding?.[0]?.code, one?.diagnostics]),
          [8, 48, 88, 128].map((line) => ['upload.kind', `input-0.ndjson, line ${line}`]),
        )
        const sha256 = createHash('sha256')
          .update(readFileSync(join(folder, 'errors.ndjson')))
          .digest('hex')
        assert.equal((file as { extension?: { sha256: string } }).extension?.sha256, sha256)
        assert.equal((await send('GET', '/Patient?_summary=count')).body.total, 126)
        for (const n of [7, 47, 87, 127]) assert.equal((await send('GET', `/Patient/p${n}`)).status, 404)
      },
    ))

  it('are not refused because something is away for a while: the job goes on with them', () => {
    let away = ''
    const guard: Guard = {
      name: 'scanner',
      types: '*',
      check(_ctx, { id }) {
        if (id === away) throw new AppError('test.away', { category: 'unavailable', text: 'away' })
      },
    }
    return run([guard], async (send, services, server) => {
      const answer = await start(
        send,
        services,
        'Observation',
        [{ ...observation('late', 'p'), hasMember: [{ reference: 'Observation/o9' }] }].concat(
          Array.from({ length: 10 }, (_, n) => observation(`o${n}`, 'p')) as never[],
        ),
      )
      await send('PUT', '/Patient/p', patient('p'))
      // The third is met on the way, `late` only after all others.
      for (const [id, stored] of [
        ['o2', 2],
        ['late', 10],
      ] as const) {
        away = id
        await assert.rejects(async () => runBulkJobs.run(context(services)), { code: 'test.away' })
        assert.equal((await send('GET', '/Observation?_summary=count')).body.total, stored, id)
      }
      away = ''
      const { error, extension } = await finished(answer, services, getter(server as never))
      assert.deepEqual([extension.expected, extension.processed, extension.failed, error.length], [11, 11, 0, 0])
    })
  })
})
