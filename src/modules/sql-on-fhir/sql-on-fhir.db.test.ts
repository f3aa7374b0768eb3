import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Resource } from '@medplum/fhirtypes'
import { makeContext, systemActor } from '#platform/services.ts'
import { type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { sqlOnFhir, writeViewFile } from './index.ts'

const run = (work: Parameters<typeof withFhir>[0]) =>
  withFhir(work, { operations: sqlOnFhir.fhirOperations ?? [] })

const view = {
  resource: 'Patient',
  status: 'active',
  select: [
    {
      column: [
        { name: 'id', path: 'getResourceKey()', type: 'id' },
        { name: 'born', path: 'birthDate', type: 'date' },
        { name: 'alive', path: 'deceased.ofType(boolean).not()', type: 'boolean' },
        { name: 'names', path: 'name.given', collection: true },
      ],
    },
    { forEachOrNull: 'telecom', column: [{ name: 'phone', path: 'value', type: 'string' }] },
  ],
}

async function seed(send: SendFhir): Promise<void> {
  const patients = [
    { id: 'a', birthDate: '1990', deceasedBoolean: false, telecom: [{ system: 'phone', value: '=1+1' }] },
    { id: 'b', name: [{ given: ['Thị', 'Bưởi "Bé"'] }] },
  ]
  for (const one of patients) {
    const answer = await send('PUT', `/Patient/${one.id}`, { resourceType: 'Patient', ...one } as Resource)
    assert.equal(answer.status, 201, answer.text)
  }
}

const ask = (send: SendFhir, format: string, more: object[] = []) =>
  send('POST', '/$viewdefinition-run', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'view', valueString: JSON.stringify(view) },
      { name: '_format', valueCode: format },
      ...more,
    ],
  })

describe('views', () => {
  it('run over the store as JSON, NDJSON and CSV that no spreadsheet executes', () =>
    run(async (send) => {
      await seed(send)
      const json = await ask(send, 'json')
      assert.equal(json.status, 200, json.text)
      assert.deepEqual(JSON.parse(json.text), [
        { id: 'a', born: '1990', alive: true, names: [], phone: '=1+1' },
        { id: 'b', born: null, alive: null, names: ['Thị', 'Bưởi "Bé"'], phone: null },
      ])
      assert.equal((await ask(send, 'ndjson')).text.trim().split('\n').length, 2)
      assert.equal(
        (await ask(send, 'csv')).text,
        'id,born,alive,names,phone\r\na,1990,true,[],\'=1+1\r\nb,,,"[""Thị"",""Bưởi \\""Bé\\""""]",\r\n',
      )
      const limited = await ask(send, 'json', [{ name: '_limit', valueInteger: 1 }])
      assert.equal((JSON.parse(limited.text) as unknown[]).length, 1)
      const one = await ask(send, 'json', [{ name: 'patient', valueReference: { reference: 'Patient/b' } }])
      assert.deepEqual(
        (JSON.parse(one.text) as { id: string }[]).map((row) => row.id),
        ['b'],
      )
    }))

  it('write a Parquet file that another program reads', () =>
    run(async (send, services) => {
      await seed(send)
      const folder = await mkdtemp(join(tmpdir(), 'lanong-view-'))
      const ctx = makeContext(services, { facility: 1, actor: systemActor })
      assert.equal(await writeViewFile(ctx, view, join(folder, 'v.parquet'), 'parquet'), 2)
      const instance = await DuckDBInstance.create(':memory:')
      const connection = await instance.connect()
      const reader = await connection.runAndReadAll(
        `select id, alive, phone from '${folder}/v.parquet' order by id`,
      )
      assert.deepEqual(reader.getRows(), [
        ['a', true, '=1+1'],
        ['b', null, null],
      ])
      connection.closeSync()
      instance.closeSync()
      assert.equal(await writeViewFile(ctx, view, join(folder, 'v.csv'), 'csv'), 2)
      assert.match(readFileSync(join(folder, 'v.csv'), 'utf8'), /^id,born/)
      assert.ok((await ask(send, 'parquet')).bytes.subarray(0, 4).equals(Buffer.from('PAR1')))
    }))

  it('are refused with the place of the fault', () =>
    run(async (send) => {
      const wrong = (given: unknown) =>
        send('POST', '/$viewdefinition-run', {
          resourceType: 'Parameters',
          parameter: [{ name: 'view', valueString: typeof given === 'string' ? given : JSON.stringify(given) }],
        })
      for (const given of [
        'no json',
        '[]',
        { resource: 'Foo', select: [] },
        { resource: 'Patient', select: [{ column: [{ name: 'a b', path: 'id' }] }] },
        {
          resource: 'Patient',
          select: [
            {
              column: [
                { name: 'a', path: 'id' },
                { name: 'a', path: 'id' },
              ],
            },
          ],
        },
        { resource: 'Patient', select: [{ column: [{ name: 'a', path: 'id.(' }] }] },
        {
          resource: 'Patient',
          select: [{ forEach: 'name', repeat: ['name'], column: [{ name: 'a', path: 'id' }] }],
        },
      ])
        assert.equal((await wrong(given)).status, 400, JSON.stringify(given))
      assert.equal((await ask(send, 'xlsx')).status, 400)
    }))
})
