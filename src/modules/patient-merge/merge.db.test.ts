import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bundle, Patient, Resource } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { sql } from 'kysely'
import { ext } from '#fhir/systems.ts'
import { type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { patientMerge } from './index.ts'
import { tablesThatMove, tablesThatStay } from './move-rows.ts'

const operations = patientMerge.fhirOperations ?? []
const run = (work: Parameters<typeof withFhir>[0]) => withFhir(work, { operations })

const person = (id: string, more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  id,
  active: true,
  identifier: [{ system: 'urn:test:mrn', value: id }],
  name: [{ use: 'official', text: `Đặng Thị ${id}` }],
  ...more,
})

async function put(send: SendFhir, resource: Resource): Promise<void> {
  const answer = await send('PUT', `/${resource.resourceType}/${resource.id}`, resource)
  assert.ok(answer.status < 300, `${resource.resourceType} ${answer.text}`)
}

const merge = (send: SendFhir, more: object[] = []) =>
  send('POST', '/Patient/$merge', {
    resourceType: 'Parameters',
    parameter: [
      { name: 'source-patient', valueReference: { reference: 'Patient/a' } },
      { name: 'target-patient', valueReference: { reference: 'Patient/b' } },
      { name: 'reason', valueString: 'cùng số căn cước' },
      ...more,
    ],
  })

const both = ['a', 'b'].map((value) => ({ system: 'urn:test:mrn', value }))

const unmerge = (send: SendFhir) =>
  send('POST', '/Patient/a/$unmerge', {
    resourceType: 'Parameters',
    parameter: [{ name: 'reason', valueString: 'nhầm người' }],
  })

/** Everything stored, by address, without what each version changes. */
async function everything(send: SendFhir, addresses: readonly string[]): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const address of addresses) {
    const { body } = await send('GET', `/${address}`)
    const { meta: _, ...rest } = body as Resource
    found[address] = rest
  }
  return found
}

/** Resources that name a patient in every kind of place: search parameter, note, extension, contained, a member. */
const mentions: readonly ((id: string, patient: string) => Resource)[] = [
  (id, patient) =>
    ({
      resourceType: 'Observation',
      id,
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '8302-2' }] },
      subject: { reference: patient },
      note: [{ authorReference: { reference: patient }, text: 'tự khai' }],
    }) as Resource,
  (id, patient) =>
    ({
      resourceType: 'AllergyIntolerance',
      id,
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
      },
      patient: { reference: patient },
      recorder: { reference: patient },
    }) as Resource,
  (id, patient) =>
    ({
      resourceType: 'Group',
      id,
      type: 'person',
      actual: true,
      member: [{ entity: { reference: patient } }],
    }) as Resource,
  (id, patient) =>
    ({
      resourceType: 'Basic',
      id,
      code: { text: 'x' },
      extension: [{ url: 'urn:test:about', valueReference: { reference: patient } }],
    }) as Resource,
  (id, patient) =>
    ({
      resourceType: 'Condition',
      id,
      subject: { reference: patient },
      contained: [{ resourceType: 'Basic', id: 'in', code: { text: 'y' }, subject: { reference: patient } }],
      evidence: [{ detail: [{ reference: '#in' }] }],
    }) as Resource,
]

describe('merging two entries of one person', () => {
  it('keeps what protects either of them, and gives back what was there before', () =>
    run(async (send) => {
      const labels = async (id: string) =>
        ((await send('GET', `/Patient/${id}`)).body as Patient).meta?.security?.map(({ code }) => code) ?? []
      await put(send, person('a', { meta: { security: [{ code: 'VIP' }] } }))
      await put(send, person('b', { meta: { security: [{ code: 'N' }] } }))
      const bare = { name: 'result-patient', resource: person('b', { identifier: both }) }
      assert.equal((await merge(send, [bare])).status, 400)
      assert.equal((await merge(send)).status, 200)
      assert.deepEqual([await labels('a'), await labels('b')], [['VIP'], ['N', 'VIP']])
      const merged = (await send('GET', '/Patient/b')).body as Patient
      const security = [...(merged.meta?.security ?? []), { code: 'EMP' }]
      await put(send, { ...merged, meta: { security } })
      assert.equal((await unmerge(send)).status, 200)
      assert.deepEqual([await labels('a'), await labels('b')], [['VIP'], ['N', 'EMP']])
    }))

  it('is undone exactly, whatever the charts hold', () =>
    run(async (send) => {
      let round = 0
      const chart = fc.array(fc.record({ kind: fc.nat(mentions.length - 1), owner: fc.constantFrom('a', 'b') }), {
        maxLength: 8,
      })
      const facts = fc.record({
        telecom: fc.array(
          fc.record({ system: fc.constant('phone' as const), value: fc.stringMatching(/^0[0-9]{9}$/) }),
          { minLength: 1, maxLength: 2 },
        ),
        birthDate: fc.constantFrom('1980-02-29', '1980', '2001-12-31'),
        gender: fc.constantFrom('female' as const, 'male' as const),
      })
      await fc.assert(
        fc.asyncProperty(chart, facts, fc.option(facts, { nil: {} }), async (entries, one, two) => {
          round++
          await put(send, person('a', one))
          await put(send, person('b', two))
          const resources = entries.map(({ kind, owner }, at) =>
            mentions[kind]?.(`r${round}-${at}`, `Patient/${owner}`),
          )
          for (const resource of resources) if (resource) await put(send, resource)
          const addresses = ['Patient/a', 'Patient/b', ...resources.map((it) => `${it?.resourceType}/${it?.id}`)]
          const before = await everything(send, addresses)
          assert.equal((await merge(send)).status, 200)
          const merged = await everything(send, addresses)
          for (const address of addresses.slice(2))
            assert.doesNotMatch(JSON.stringify(merged[address]), /Patient\/a"/, address)
          assert.equal((await unmerge(send)).status, 200)
          assert.deepEqual(await everything(send, addresses), before)
        }),
        { numRuns: 12 },
      )
    }))

  it('keeps the bytes of a closed record and finds them under the target', () =>
    run(async (send) => {
      await put(send, person('a'))
      await put(send, person('b'))
      const visit = {
        resourceType: 'Encounter',
        id: 'e',
        status: 'in-progress',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
        subject: { reference: 'Patient/a' },
      }
      await put(send, visit as Resource)
      const note = mentions[0]?.('o', 'Patient/a') as Resource
      await put(send, { ...note, encounter: { reference: 'Encounter/e' } } as Resource)
      await put(send, {
        ...visit,
        status: 'finished',
        extension: [{ url: ext.recordState, valueCode: 'completed' }],
      } as Resource)
      const before = (await send('GET', '/Observation/o')).text
      assert.equal((await merge(send)).status, 200)
      assert.equal((await send('GET', '/Observation/o')).text, before)
      const found = async (patient: string) =>
        ((await send('GET', `/Observation?subject=Patient/${patient}`)).body as Bundle).entry?.length ?? 0
      assert.deepEqual([await found('a'), await found('b')], [0, 1])
      assert.equal((await unmerge(send)).status, 200)
      assert.deepEqual([await found('a'), await found('b')], [1, 0])
    }))

  it('shows the result without changing anything, and refuses what makes no sense', () =>
    run(async (send) => {
      const phone = (value: string) => ({ system: 'phone' as const, value })
      const card = { system: 'urn:test:card', value: '1' }
      const own = person('a') as { identifier: readonly object[] }
      await put(
        send,
        person('a', {
          identifier: [...own.identifier, card],
          telecom: [phone('0900000001')],
          address: [{ text: 'A' }],
        }),
      )
      await put(send, person('b', { telecom: [phone('0900000002')] }))
      const preview = await merge(send, [{ name: 'preview', valueBoolean: true }])
      const result = preview.body.parameter.find((one: { name: string }) => one.name === 'result').resource
      // As on the screen: what only the entry given up has stays current, the rest is former.
      const uses = (list: readonly { value?: string; text?: string; use?: string }[]) =>
        list.map((one) => `${one.value ?? one.text} ${one.use ?? 'current'}`)
      assert.deepEqual(uses(result.telecom), ['0900000002 current', '0900000001 old'])
      assert.deepEqual(uses(result.identifier), ['b current', 'a old', '1 current'])
      assert.deepEqual(uses(result.address), ['A current'])
      assert.equal((await send('GET', '/Patient/b')).body.meta.versionId, '1')
      assert.equal((await unmerge(send)).status, 404)
      assert.equal((await merge(send)).status, 200)
      assert.equal((await merge(send)).status, 409)
      const self = await send('POST', '/Patient/$merge', {
        resourceType: 'Parameters',
        parameter: [
          { name: 'source-patient-identifier', valueIdentifier: { system: 'urn:test:mrn', value: 'b' } },
          { name: 'target-patient', valueReference: { reference: 'Patient/b' } },
          { name: 'reason', valueString: 'x' },
        ],
      })
      assert.equal(self.status, 400)
    }))

  it('has a rule for every table that holds a patient', () =>
    run(async (_send, services) => {
      const { rows } = await sql<{ table_name: string }>`
        select table_name from information_schema.columns
        where table_schema = 'public' and column_name = 'patient_id'`.execute(services.db)
      const ruled = new Set([...tablesThatMove.map((one) => one.table), ...Object.keys(tablesThatStay)])
      assert.deepEqual(
        rows.map((row) => row.table_name).filter((name) => !ruled.has(name)),
        [],
      )
    }))
})
