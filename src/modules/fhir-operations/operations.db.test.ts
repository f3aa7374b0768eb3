import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { patients } from '#modules/patients/index.ts'
import { type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { fhirOperations } from './index.ts'

const operations = [...(fhirOperations.fhirOperations ?? []), ...(patients.fhirOperations ?? [])]
const run = (work: Parameters<typeof withFhir>[0]) => withFhir(work, { operations, guards: patients.guards ?? [] })

const loinc = 'http://loinc.org'
const observation = (id: string, patient: string, code: string, at: string): Resource =>
  ({
    resourceType: 'Observation',
    id,
    status: 'final',
    code: { coding: [{ system: loinc, code }] },
    subject: { reference: `Patient/${patient}` },
    encounter: patient === 'p' ? { reference: 'Encounter/e' } : undefined,
    performer: [{ reference: 'Practitioner/d' }],
    effectiveDateTime: at,
  }) as Resource

const hospital: readonly Resource[] = [
  {
    resourceType: 'Patient',
    id: 'p',
    name: [{ text: 'Lê Thị Bưởi' }],
    birthDate: '1990-02-28',
    gender: 'female',
    identifier: [{ system: sid.cccd, value: '079190000001' }],
  } as Resource,
  { resourceType: 'Patient', id: 'q', name: [{ text: 'Trần Văn Cam' }] } as Resource,
  { resourceType: 'Practitioner', id: 'd', name: [{ text: 'BS Mận' }] } as Resource,
  {
    resourceType: 'Encounter',
    id: 'e',
    status: 'in-progress',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
    subject: { reference: 'Patient/p' },
  } as Resource,
  observation('o1', 'p', '8302-2', '2026-01-01'),
  observation('o2', 'p', '8302-2', '2026-02-01'),
  observation('o3', 'p', '29463-7', '2026-02-01'),
  observation('o4', 'q', '8302-2', '2026-02-01'),
]

async function seed(send: SendFhir): Promise<void> {
  for (const resource of hospital) {
    const answer = await send('PUT', `/${resource.resourceType}/${resource.id}`, resource)
    assert.equal(answer.status, 201, answer.text)
  }
}

const addresses = (bundle: Bundle): readonly string[] =>
  (bundle.entry ?? []).map((entry: BundleEntry) => `${entry.resource?.resourceType}/${entry.resource?.id}`).sort()

describe('$everything', () => {
  it('gives the compartment and what it refers to, nothing of another patient, by pages without gaps', () =>
    run(async (send) => {
      await seed(send)
      const whole = await send('GET', '/Patient/p/$everything')
      const all = [
        'Encounter/e',
        'Observation/o1',
        'Observation/o2',
        'Observation/o3',
        'Patient/p',
        'Practitioner/d',
      ]
      assert.deepEqual(addresses(whole.body), all)
      const met = new Set<string>()
      let url = '/Patient/p/$everything?_count=2'
      for (let pages = 0; pages < 9 && url !== ''; pages++) {
        const { body } = await send('GET', url)
        for (const address of addresses(body)) met.add(address)
        const next = (body as Bundle).link?.find((one) => one.relation === 'next')?.url
        url = next === undefined ? '' : next.slice(next.indexOf('/Patient/p'))
      }
      assert.deepEqual([...met].sort(), all)
      assert.deepEqual(addresses((await send('GET', '/Patient/p/$everything?_type=Encounter')).body), [
        'Encounter/e',
      ])
      const later = await send('GET', '/Patient/p/$everything?start=2026-01-15&_type=Observation')
      assert.deepEqual(addresses(later.body), ['Observation/o2', 'Observation/o3'])
      assert.equal((await send('GET', '/Patient/p/$everything?_type=Foo')).status, 400)
      assert.equal((await send('GET', '/Patient/none/$everything')).status, 404)
      const visit = await send('GET', '/Encounter/e/$everything')
      assert.deepEqual(addresses(visit.body), [
        'Encounter/e',
        'Observation/o1',
        'Observation/o2',
        'Observation/o3',
        'Practitioner/d',
      ])
      assert.ok(addresses((await send('GET', '/Patient/$everything')).body).includes('Observation/o4'))
    }))
})

describe('$lastn', () => {
  it('gives the newest of each code, and asks for a patient', () =>
    run(async (send) => {
      await seed(send)
      const newest = await send('GET', '/Observation/$lastn?patient=p')
      assert.deepEqual(addresses(newest.body), ['Observation/o2', 'Observation/o3'])
      const two = await send('GET', '/Observation/$lastn?subject=Patient/p&max=2&code=8302-2')
      assert.deepEqual(addresses(two.body), ['Observation/o1', 'Observation/o2'])
      assert.equal((await send('GET', '/Observation/$lastn?code=8302-2')).status, 400)
    }))
})

describe('$meta', () => {
  it('adds and takes away tags in a new version, and tells what is in use', () =>
    run(async (send) => {
      await seed(send)
      const tag = { system: 'urn:test:tags', code: 'x' }
      const change = (name: string) =>
        send('POST', `/Observation/o1/$${name}`, {
          resourceType: 'Parameters',
          parameter: [{ name: 'meta', valueMeta: { tag: [tag] } }],
        })
      const added = await change('meta-add')
      assert.equal(added.status, 200, added.text)
      assert.deepEqual((await send('GET', '/Observation/o1')).body.meta.tag, [tag])
      assert.deepEqual((await send('GET', '/$meta')).body.parameter[0].valueMeta.tag, [tag])
      await change('meta-add')
      assert.equal(
        (await send('GET', '/Observation/o1')).body.meta.versionId,
        '2',
        'nothing to add, no new version',
      )
      await change('meta-delete')
      assert.equal((await send('GET', '/Observation/o1')).body.meta.tag, undefined)
      assert.equal((await send('GET', '/Patient/$meta')).body.parameter[0].valueMeta.tag, undefined)
    }))
})

describe('$document', () => {
  it('makes a document of the Composition and all it reaches, the same each time', () =>
    run(async (send) => {
      await seed(send)
      const composition = {
        resourceType: 'Composition',
        id: 'c',
        status: 'final',
        type: { text: 'Tóm tắt' },
        subject: { reference: 'Patient/p' },
        date: '2026-02-02',
        author: [{ reference: 'Practitioner/d' }],
        title: 'Tóm tắt hồ sơ bệnh án',
        section: [{ title: 'Sinh hiệu', entry: [{ reference: 'Observation/o1' }] }],
      }
      assert.equal((await send('PUT', '/Composition/c', composition)).status, 201)
      const made = await send('GET', '/Composition/c/$document')
      assert.equal(made.body.type, 'document')
      assert.equal(made.body.entry[0].resource.resourceType, 'Composition')
      assert.deepEqual(addresses(made.body), [
        'Composition/c',
        'Encounter/e',
        'Observation/o1',
        'Patient/p',
        'Practitioner/d',
      ])
      assert.deepEqual((await send('GET', '/Composition/$document?id=c')).body.identifier, made.body.identifier)
    }))
})

describe('$match', () => {
  it('grades the person with the same number and name as certain', () =>
    run(async (send) => {
      await seed(send)
      const match = (resource: unknown, more: object[] = []) =>
        send('POST', '/Patient/$match', {
          resourceType: 'Parameters',
          parameter: [{ name: 'resource', resource }, ...more],
        })
      const [given] = hospital
      const found = await match({ ...given, id: undefined, name: [{ text: 'le thi buoi' }] })
      assert.equal(found.status, 200, found.text)
      assert.equal(found.body.entry[0].resource.id, 'p')
      assert.equal(found.body.entry[0].search.extension[0].valueCode, 'certain')
      const other = await match({ resourceType: 'Patient', name: [{ text: 'Không Ai' }] }, [
        { name: 'onlyCertainMatches', valueBoolean: true },
      ])
      assert.equal(other.body.total, 0)
      assert.equal((await match({ resourceType: 'Patient' })).status, 400)
    }))
})
