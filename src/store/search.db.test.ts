import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, Patient } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { withContext } from '#tests/support/database.ts'
import { commit } from './commit.ts'
import { search } from './search.ts'

const ids = async (ctx: Context, type: string, query: string) =>
  (await search(ctx, type, query)).matches.map((one) => one.id)

const patients: Patient[] = [
  {
    resourceType: 'Patient',
    id: 'huyen',
    identifier: [{ system: 'urn:lanong:sid:mrn', value: '0000000001' }],
    name: [{ text: 'Đặng Thị Huyền', family: 'Đặng', given: ['Thị Huyền'] }],
    gender: 'female',
    birthDate: '1985-03-02',
  },
  {
    resourceType: 'Patient',
    id: 'an',
    name: [{ family: 'Nguyễn', given: ['An'] }],
    gender: 'male',
    birthDate: '2001',
    generalPractitioner: [{ reference: 'Practitioner/bs1' }],
  },
]

const pressure = (id: string, patient: string, at: string, systolic: number): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: at,
  code: {
    coding: [
      { system: 'urn:lanong:cs:lab', code: 'HA' },
      { system: 'http://loinc.org', code: '85354-9' },
    ],
  },
  component: [
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
      valueQuantity: { value: systolic, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
    },
    {
      code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] },
      valueQuantity: { value: 80, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' },
    },
  ],
})
const weight = (id: string, patient: string, at: string, value: number): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'preliminary',
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: at,
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  valueQuantity: { value, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
})

function givenData(ctx: Context) {
  const observations = [
    pressure('bp1', 'huyen', '2026-11-20T08:00:00+07:00', 150),
    pressure('bp2', 'huyen', '2026-11-23T08:00:00+07:00', 120),
    weight('w1', 'huyen', '2026-11-23T08:05:00+07:00', 61.5),
    weight('w2', 'an', '2026-11-22', 70),
  ]
  return commit(ctx, [
    { kind: 'create', resource: { resourceType: 'Practitioner', id: 'bs1', name: [{ family: 'Lê' }] } },
    ...[...patients, ...observations].map((resource) => ({ kind: 'create' as const, resource })),
  ])
}

/** Query and the ids it finds, in order. */
const questions: readonly (readonly [type: string, query: string, found: readonly string[]])[] = [
  ['Patient', 'name=dang', ['huyen']],
  ['Patient', 'name=ĐẶNG thị', ['huyen']],
  ['Patient', 'given:contains=huyen', ['huyen']],
  ['Patient', 'family:exact=Đặng', ['huyen']],
  ['Patient', 'family:exact=dang', []],
  ['Patient', 'identifier=urn:lanong:sid:mrn|0000000001', ['huyen']],
  ['Patient', 'identifier=0000000001', ['huyen']],
  ['Patient', 'identifier:missing=true', ['an']],
  ['Patient', 'gender:not=female', ['an']],
  ['Patient', 'gender=male,female&_sort=_id', ['an', 'huyen']],
  ['Patient', 'birthdate=2001', ['an']],
  ['Patient', 'birthdate=lt1990', ['huyen']],
  ['Patient', 'birthdate=ge1985-03-02&birthdate=le1985-03-02', ['huyen']],
  ['Patient', 'general-practitioner=Practitioner/bs1', ['an']],
  ['Patient', 'general-practitioner:Practitioner.family=le', ['an']],
  ['Patient', '_has:Observation:patient:code=http://loinc.org|85354-9', ['huyen']],
  ['Practitioner', '_has:Patient:general-practitioner:gender=male', ['bs1']],
  ['Patient', '_id=an,huyen&_sort=birthdate', ['huyen', 'an']],
  ['Patient', '_id=an&_id=huyen', []],
  ['Patient', '_sort=-_lastUpdated', ['an', 'huyen']],
  ['Observation', 'patient=huyen&_sort=-date', ['w1', 'bp2', 'bp1']],
  ['Observation', 'subject=Patient/huyen&code=85354-9', ['bp2', 'bp1']],
  ['Observation', 'code=http://loinc.org|85354-9', ['bp2', 'bp1']],
  ['Observation', 'code=urn:lanong:cs:lab|', ['bp2', 'bp1']],
  ['Observation', 'date=2026-11-23', ['w1', 'bp2']],
  ['Observation', 'date=gt2026-11-20&date=lt2026-11-23&_sort=date', ['w2']],
  ['Observation', 'value-quantity=61.5', ['w1']],
  ['Observation', 'value-quantity=gt60|http://unitsofmeasure.org|kg&_sort=date', ['w2', 'w1']],
  ['Observation', 'value-quantity=gt60||g', []],
  ['Observation', 'component-code-value-quantity=http://loinc.org|8480-6$gt140', ['bp1']],
  ['Observation', 'component-code-value-quantity=http://loinc.org|8462-4$gt140', []],
  ['Observation', 'combo-value-quantity=gt100&_sort=date', ['bp1', 'bp2']],
  ['Observation', 'combo-code=29463-7,8480-6&patient=huyen&_sort=date', ['bp1', 'bp2', 'w1']],
  ['Observation', 'combo-code-value-quantity=29463-7$gt65', ['w2']],
  ['Observation', 'code-value-quantity=http://loinc.org|29463-7$lt65', ['w1']],
  ['Observation', 'status=preliminary&patient.gender=male', ['w2']],
  ['Observation', 'patient.identifier=0000000001&status=preliminary', ['w1']],
]

/** Ids of all pages, while a new row appears before the first one after every page. */
async function walkWhileWriting(ctx: Context, sort: string): Promise<readonly string[]> {
  const seen: string[] = []
  const early = sort === '_sort=date' ? '2020-01-01' : '2026-12-31'
  let cursor = ''
  for (let turn = 0; turn < 20; turn++) {
    const page = await search(ctx, 'Observation', `patient=huyen&_count=6&${sort}${cursor}`)
    seen.push(...page.matches.map((one) => one.id))
    if (page.next === undefined) return seen
    cursor = `&_cursor=${page.next}`
    await commit(ctx, [{ kind: 'create', resource: weight(`a${turn}`, 'huyen', early, 60) }])
  }
  throw new Error('the pages do not end')
}

describe('search', () => {
  it('finds by every kind of parameter', () =>
    withContext(async (ctx) => {
      await givenData(ctx)
      for (const [type, query, found] of questions)
        assert.deepEqual(await ids(ctx, type, query), found, `${type}?${query}`)
    }))

  it('includes what the page refers to and what refers to it', () =>
    withContext(async (ctx) => {
      await givenData(ctx)
      const names = async (type: string, query: string) =>
        (await search(ctx, type, query)).included.map((one) => one.id).sort()
      assert.deepEqual(await names('Observation', 'code=29463-7&_include=Observation:subject'), ['an', 'huyen'])
      assert.deepEqual(
        await names('Patient', '_id=an&_revinclude=Observation:subject&_include=Patient:general-practitioner'),
        ['bs1', 'w2'],
      )
    }))

  it('refuses what it cannot answer', () =>
    withContext(async (ctx) => {
      for (const query of [
        'nonsense=1',
        'birthdate=x',
        'name:above=x',
        '_sort=_text',
        '_include=Patient:name',
        '_cursor=x',
        'subject:Nothing=1',
      ])
        await assert.rejects(search(ctx, 'Patient', query), { category: 'invalid' }, query)
    }))

  for (const sort of [
    '',
    '_sort=date',
    '_sort=-date',
    '_sort=_id',
    '_sort=-_lastUpdated',
    '_sort=value-quantity,-date',
  ])
    it(`pages by keyset: rows that come meanwhile neither repeat nor hide others (${sort || 'no order given'})`, () =>
      withContext(async (ctx) => {
        const day = (n: number) => `2026-10-${String(n).padStart(2, '0')}`
        const given = Array.from({ length: 20 }, (_, n) => weight(`w${n}`, 'huyen', day(n + 1), 60))
        const all = [patients[0] as Patient, ...given]
        await commit(
          ctx,
          all.map((resource) => ({ kind: 'create', resource })),
        )
        const seen = await walkWhileWriting(ctx, sort)
        assert.equal(new Set(seen).size, seen.length, 'no row twice')
        assert.equal(seen.filter((id) => id.startsWith('w')).length, 20, 'none hidden')
      }))

  it('follows updates and forgets deleted resources', () =>
    withContext(async (ctx) => {
      await givenData(ctx)
      await commit(ctx, [
        { kind: 'update', resource: { ...(patients[0] as Patient), name: [{ family: 'Trần' }], gender: 'other' } },
      ])
      assert.deepEqual(await ids(ctx, 'Patient', 'name=dang'), [])
      assert.deepEqual(await ids(ctx, 'Patient', 'name=tran&gender=other'), ['huyen'])
      await commit(ctx, [{ kind: 'delete', type: 'Observation', id: 'w2' }])
      assert.deepEqual(await ids(ctx, 'Observation', 'patient=an'), [])
    }))
})
