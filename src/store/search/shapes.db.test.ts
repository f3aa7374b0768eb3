import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Context } from '#platform/context.ts'
import { search, searchCompartment, searchSystem } from '#store/search.ts'
import { withContext } from '#tests/support/database.ts'
import { askAll, idsOf, store } from '#tests/support/search.ts'

const sys = 'http://loinc.org'
const patient = (id: string, more: object = {}) => ({ resourceType: 'Patient', id, ...more })
const observation = (id: string, patientId: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  subject: { reference: `Patient/${patientId}` },
  code: { coding: [{ system: sys, code: 'a' }] },
  ...more,
})

const household = [
  { resourceType: 'Organization', id: 'ministry', name: 'Bộ' },
  { resourceType: 'Organization', id: 'hospital', name: 'Viện', partOf: { reference: 'Organization/ministry' } },
  { resourceType: 'Organization', id: 'ward', name: 'Khoa', partOf: { reference: 'Organization/hospital' } },
  { resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Lê' }] },
  patient('an', {
    managingOrganization: { reference: 'Organization/ward' },
    generalPractitioner: [{ reference: 'Practitioner/dr' }],
    gender: 'male',
    birthDate: '1990-01-02',
    name: [{ family: 'C' }],
  }),
  patient('binh', { gender: 'female', birthDate: '1980-01-02', name: [{ family: 'A' }, { family: 'Z' }] }),
  patient('chi', {
    birthDate: '1985-01-02',
    name: [{ family: 'B' }],
    link: [{ other: { reference: 'Patient/an' }, type: 'seealso' }],
  }),
  observation('o1', 'an', { performer: [{ reference: 'Practitioner/dr' }], effectiveDateTime: '2026-01-01' }),
  observation('o2', 'an', { hasMember: [{ reference: 'Observation/o1' }], effectiveDateTime: '2026-01-02' }),
  observation('o3', 'binh', { hasMember: [{ reference: 'Observation/o2' }], effectiveDateTime: '2026-01-03' }),
  { resourceType: 'Questionnaire', id: 'q1', url: 'http://example.org/q', version: '1', status: 'active' },
  { resourceType: 'Questionnaire', id: 'q2', url: 'http://example.org/q', version: '2', status: 'active' },
  {
    resourceType: 'QuestionnaireResponse',
    id: 'qr',
    status: 'completed',
    questionnaire: 'http://example.org/q|2',
    subject: { reference: 'Patient/an' },
  },
  {
    resourceType: 'List',
    id: 'l',
    status: 'current',
    mode: 'changes',
    entry: [
      { item: { reference: 'Patient/chi' } },
      { item: { reference: 'Observation/o1' } },
      { deleted: true, item: { reference: 'Patient/an' } },
    ],
  },
]

const included = async (ctx: Context, type: string, query: string) =>
  (await search(ctx, type, query)).included.map((one) => one.id).sort()

const inclusions: readonly (readonly [type: string, query: string, found: readonly string[]])[] = [
  ['Patient', '_id=an&_include=Patient:organization', ['ward']],
  [
    'Patient',
    '_id=an&_include=Patient:organization&_include:iterate=Organization:partof',
    ['hospital', 'ministry', 'ward'],
  ],
  ['Patient', '_id=an&_include=Patient:organization&_include=Organization:partof', ['ward']],
  ['Patient', '_id=an&_include=Patient:*', ['dr', 'ward']],
  ['Patient', '_id=an&_include=*', ['dr', 'ward']],
  ['Patient', '_id=an&_include=Patient:general-practitioner:Organization', []],
  ['Patient', '_id=an&_revinclude=Observation:subject', ['o1', 'o2']],
  [
    'Patient',
    '_id=an&_revinclude=Observation:subject&_revinclude:iterate=Observation:has-member',
    ['o1', 'o2', 'o3'],
  ],
  ['Patient', '_id=an&_revinclude=Observation:subject&_include:iterate=Observation:performer', ['dr', 'o1', 'o2']],
  ['Patient', '_id=an&_revinclude=Observation:*', ['o1', 'o2']],
  ['Patient', '_id=an&_revinclude=*', ['chi', 'l', 'o1', 'o2', 'qr']],
  ['Observation', '_id=o3&_include:iterate=Observation:has-member', ['o1', 'o2']],
  [
    'Observation',
    '_id=o3&_include:recurse=Observation:has-member&_include:iterate=Observation:subject:Patient',
    ['an', 'binh', 'o1', 'o2'],
  ],
  ['QuestionnaireResponse', '_include=QuestionnaireResponse:questionnaire', ['q2']],
  ['Questionnaire', '_id=q2&_revinclude=QuestionnaireResponse:questionnaire', ['qr']],
]

describe('inclusions', () => {
  it('follow references to the end, forwards and backwards, each once', () =>
    withContext(async (ctx) => {
      await store(ctx, household)
      for (const [type, query, found] of inclusions)
        assert.deepEqual(await included(ctx, type, query), found, `${type}?${query}`)
    }))
  it('end in a circle', () =>
    withContext(async (ctx) => {
      const ring = (id: string, next: string) => ({
        resourceType: 'Organization',
        id,
        name: id,
        partOf: { reference: `Organization/${next}` },
      })
      await store(ctx, [ring('a', 'b'), ring('b', 'c'), ring('c', 'a')])
      assert.deepEqual(await included(ctx, 'Organization', '_id=a&_include:iterate=Organization:partof'), [
        'b',
        'c',
      ])
      assert.deepEqual(await included(ctx, 'Organization', '_id=a&_revinclude:iterate=Organization:partof'), [
        'b',
        'c',
      ])
      assert.deepEqual(await idsOf(ctx, 'Organization', 'partof:below=a&_sort=_id'), ['a', 'b', 'c'])
    }))
})

describe('chains', () => {
  it('of any depth, with and without types, over canonical addresses too', () =>
    withContext(async (ctx) => {
      await store(ctx, household)
      await askAll(ctx, 'Observation', [
        ['subject:Patient.organization.partof.partof.name=bo', ['o1', 'o2']],
        ['patient.organization.name=khoa&performer:Practitioner.family=le', ['o1']],
        ['subject.gender=male', ['o1', 'o2']],
        ['has-member.has-member.performer=Practitioner/dr', ['o3']],
        ['performer.name=le', ['o1']],
      ])
      await askAll(ctx, 'Organization', [
        ['_has:Patient:organization:_has:Observation:subject:code=a', ['ward']],
        ['_has:Organization:partof:_has:Patient:organization:gender=male', ['hospital']],
      ])
      await askAll(ctx, 'Practitioner', [['_has:Observation:performer:subject:Patient.gender=male', ['dr']]])
      await askAll(ctx, 'QuestionnaireResponse', [
        ['questionnaire.version=2', ['qr']],
        ['questionnaire.version=1', []],
        ['questionnaire=http://example.org/q', ['qr']],
        ['questionnaire:below=http://example.org/q|2', ['qr']],
      ])
      await askAll(ctx, 'Patient', [
        ['_list=l', ['chi']],
        ['_list=List/l&gender=male', []],
        ['link.gender=male', ['chi']],
      ])
    }))
})

describe('order', () => {
  it('by any number of parameters of any kind', () =>
    withContext(async (ctx) => {
      await store(ctx, household)
      const orders: readonly (readonly [sort: string, ids: string])[] = [
        ['_id', 'an binh chi'],
        ['-_id', 'chi binh an'],
        ['birthdate', 'binh chi an'],
        ['-birthdate', 'an chi binh'],
        ['family', 'binh chi an'],
        ['-family', 'binh an chi'],
        ['gender,-birthdate', 'chi binh an'],
        ['-gender', 'an binh chi'],
        ['organization,birthdate', 'binh chi an'],
        ['-_lastUpdated', 'chi binh an'],
        ['_lastUpdated,gender', 'an binh chi'],
      ]
      for (const [sort, ids] of orders)
        assert.equal((await idsOf(ctx, 'Patient', `_sort=${sort}`)).join(' '), ids, sort)
    }))
  it('tells totals as asked', () =>
    withContext(async (ctx) => {
      await store(ctx, household)
      const total = async (query: string) => (await search(ctx, 'Patient', query)).total
      assert.equal(await total('_total=accurate&_count=1'), 3)
      assert.equal(await total('_total=estimate&_count=1'), 3)
      assert.equal(await total('_total=none'), undefined)
      assert.equal(await total('_summary=count&gender:missing=true'), 1)
      assert.equal(await total('_count=0'), 3)
    }))
})

describe('compartments and the whole system', () => {
  it('hold what the published definitions say', () =>
    withContext(async (ctx) => {
      await store(ctx, household)
      const inside = async (compartment: string, id: string, type: string, query = '') =>
        (await searchCompartment(ctx, compartment, id, type, query)).matches.map((one) => one.id).sort()
      assert.deepEqual(await inside('Patient', 'an', 'Observation'), ['o1', 'o2'])
      assert.deepEqual(await inside('Patient', 'an', 'Observation', 'date=2026-01-02'), ['o2'])
      assert.deepEqual(await inside('Patient', 'an', '*'), ['chi', 'o1', 'o2', 'qr'])
      assert.deepEqual(await inside('Patient', 'an', '*', '_type=Observation,QuestionnaireResponse'), [
        'o1',
        'o2',
        'qr',
      ])
      assert.deepEqual(await inside('Practitioner', 'dr', '*'), ['an', 'o1'])
      assert.deepEqual(await inside('Practitioner', 'dr', 'Observation'), ['o1'])
      assert.deepEqual(await inside('Device', 'x', '*'), [])
      assert.deepEqual(await inside('Patient', 'an', 'Organization'), [])
    }))
  it('search every type, page by page without gaps', () =>
    withContext(async (ctx) => {
      await store(ctx, household)
      const all = await searchSystem(ctx, '_count=100&_total=accurate')
      assert.deepEqual([all.matches.length, all.total], [household.length, household.length])
      const seen: string[] = []
      let cursor = ''
      for (let pages = 0; pages < 20; pages++) {
        const page = await searchSystem(
          ctx,
          `_type=Patient,Observation,Organization&_count=2&_sort=-_lastUpdated${cursor}`,
        )
        seen.push(...page.matches.map((one) => one.id))
        if (page.next === undefined) break
        cursor = `&_cursor=${page.next}`
      }
      assert.equal(seen.length, 9)
      assert.equal(new Set(seen).size, 9)
      const found = (await searchSystem(ctx, '_id=an,o1,l')).matches.map((one) => one.id).sort()
      assert.deepEqual(found, ['an', 'l', 'o1'])
      await assert.rejects(searchSystem(ctx, 'nonsense=1'), { code: 'store.unknownParameter' })
      await assert.rejects(searchSystem(ctx, '_type=Nothing'), { code: 'store.unknownType' })
    }))
})
