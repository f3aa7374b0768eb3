import { describe, it } from 'node:test'
import { withContext } from '#tests/support/database.ts'
import { askAll, type Question, store } from '#tests/support/search.ts'

const loinc = 'http://loinc.org'
const sct = 'http://snomed.info/sct'
const condition = (id: string, code: object, more: object = {}) => ({
  resourceType: 'Condition',
  id,
  subject: { reference: 'Patient/an' },
  code,
  ...more,
})

const patients = [
  {
    resourceType: 'Patient',
    id: 'an',
    meta: {
      tag: [{ system: 'urn:t', code: 'VIP' }],
      profile: ['http://example.org/p|2.1'],
      source: 'http://his.example/a/b',
    },
    active: true,
    gender: 'male',
    identifier: [
      {
        type: { coding: [{ system: 'urn:type', code: 'MR' }], text: 'Số bệnh án' },
        system: 'urn:mrn',
        value: 'A-1',
      },
      { value: 'bare' },
    ],
    name: [{ text: 'Nguyễn Văn An', family: 'Nguyễn', given: ['Văn', 'An'] }],
    telecom: [{ system: 'phone', value: '0901 234 567' }],
    address: [{ text: '12 Tràng Tiền, Hà Nội', line: ['12 Tràng Tiền'], city: 'Hà Nội' }],
    managingOrganization: { identifier: { system: 'urn:org', value: 'O-9' } },
  },
  { resourceType: 'Patient', id: 'binh', active: false, gender: 'female', name: [{ family: "O'Brien, Jr$ |x" }] },
  {
    resourceType: 'Patient',
    id: 'chi',
    name: [{ family: 'Đỗ' }],
    generalPractitioner: [{ reference: 'Organization/o1' }],
  },
]

const patientQuestions: readonly Question[] = [
  ['family=nguyen', ['an']],
  ['family=NGUYỄN', ['an']],
  ['family=do', ['chi']],
  ['name=van', ['an']],
  ['name=ăn', ['an']],
  ['name:contains=guye', ['an']],
  ['name:exact=Nguyễn', ['an']],
  ['name:exact=nguyễn', []],
  ["family=O'Brien\\, Jr\\$ \\|x", ['binh']],
  ["family:exact=O'Brien\\, Jr\\$ \\|x", ['binh']],
  ['address-city=ha noi', ['an']],
  ['address:contains=tien', ['an']],
  ['gender=male', ['an']],
  ['gender=MALE', ['an']],
  ['gender=http://hl7.org/fhir/administrative-gender|male', ['an']],
  ['gender=urn:other|male', []],
  ['gender:not=male', ['binh', 'chi']],
  ['gender:not=male,female', ['chi']],
  ['gender:missing=true', ['chi']],
  ['gender:missing=false', ['an', 'binh']],
  ['active=true', ['an']],
  ['active=http://terminology.hl7.org/CodeSystem/special-values|false', ['binh']],
  ['identifier=urn:mrn|A-1', ['an']],
  ['identifier=urn:mrn|a-1', ['an']],
  ['identifier=A-1', ['an']],
  ['identifier=urn:mrn|', ['an']],
  ['identifier=|A-1', []],
  ['identifier=|bare', ['an']],
  ['identifier:of-type=urn:type|MR|A-1', ['an']],
  ['identifier:of-type=urn:type|MR|A-2', []],
  ['identifier:text=số bệnh', ['an']],
  ['phone=0901 234 567', ['an']],
  ['telecom=phone|0901 234 567', ['an']],
  ['organization:identifier=urn:org|O-9', ['an']],
  ['general-practitioner=Organization/o1', ['chi']],
  ['general-practitioner=o1', ['chi']],
  ['general-practitioner:Organization=o1', ['chi']],
  ['general-practitioner:Practitioner=o1', []],
  ['general-practitioner=http://127.0.0.1:8080/fhir/R4/Organization/o1', []],
  ['_tag=urn:t|vip', ['an']],
  ['_tag:not=VIP', ['binh', 'chi']],
  ['_profile=http://example.org/p', ['an']],
  ['_profile=http://example.org/p|2.1', ['an']],
  ['_profile:below=http://example.org/', ['an']],
  ['_source=http://his.example/a/b', ['an']],
  ['_source:below=http://his.example/a', ['an']],
  ['_source:above=http://his.example/a/b/c', ['an']],
  ['_source:above=http://his.example/a', []],
  ['_id=an,chi', ['an', 'chi']],
  ['_id:not=an', ['binh', 'chi']],
  ['_lastUpdated=ge2026-11-23', ['an', 'binh', 'chi']],
  ['_lastUpdated=lt2026-11-23', []],
  ['_lastUpdated=2026-11-23T10:42:00%2B07:00', ['an', 'binh', 'chi']],
  ['_has:Condition:subject:code=dm', ['an']],
  ['_has:Condition:patient:_id=c9', []],
]

const conditions = [
  condition('c1', {
    coding: [{ system: sct, code: '44054006', display: 'Type 2 diabetes' }, { code: 'DM' }],
    text: 'Đái tháo đường',
  }),
  condition('c2', {
    coding: [
      { system: 'urn:icd', code: 'E11' },
      { system: sct, code: '44054006' },
    ],
  }),
  condition(
    'c3',
    { text: 'Headache, migraine' },
    {
      text: {
        status: 'generated',
        div: '<div xmlns="http://www.w3.org/1999/xhtml">Bone pain <b>liver</b> metastases</div>',
      },
    },
  ),
]

const conditionQuestions: readonly Question[] = [
  [`code=${sct}|44054006`, ['c1', 'c2']],
  [`code=${sct}|44054006,urn:icd|E11`, ['c1', 'c2']],
  ['code=urn:icd|E11', ['c2']],
  ['code=44054006', ['c1', 'c2']],
  ['code=|DM', ['c1']],
  ['code=|44054006', []],
  [`code=${loinc}|`, []],
  ['code:text=dai thao', ['c1']],
  ['code:text=type 2', ['c1']],
  ['code:text=headache', ['c3']],
  ['code:text=migraine', []],
  [`code:not=${sct}|44054006`, ['c3']],
  [`code=${sct}|44054006&code=E11`, ['c2']],
  ['code:missing=true', []],
  ['_text=liver', ['c3']],
  ['_text=(bone OR lung) AND metastases', ['c3']],
  ['_text=bone AND NOT liver', []],
  ['_content=migraine', ['c3']],
  ['_content=dai', ['c1']],
  ['_content=subject', []],
  ['patient.gender=male', ['c1', 'c2', 'c3']],
  ['subject:Patient.name:exact=Nguyễn', ['c1', 'c2', 'c3']],
  ['subject:Patient.organization:identifier=urn:org|O-9&code=dm', ['c1']],
  ['patient._id=an', ['c1', 'c2', 'c3']],
  ['patient._has:Condition:subject:code=dm&code=E11', ['c2']],
]

describe('modifiers', () => {
  it('of strings, tokens, references and URIs', () =>
    withContext(async (ctx) => {
      await store(ctx, [{ resourceType: 'Organization', id: 'o1', name: 'Khoa Nội' }, ...patients, ...conditions])
      await askAll(ctx, 'Patient', patientQuestions)
      await askAll(ctx, 'Condition', conditionQuestions)
    }))

  it('of hierarchies: what a place is part of, what lies in it', () =>
    withContext(async (ctx) => {
      const place = (id: string, partOf?: string) => ({
        resourceType: 'Location',
        id,
        name: id,
        position: { latitude: 21.02 + id.length / 10, longitude: 105.85 },
        ...(partOf ? { partOf: { reference: `Location/${partOf}` } } : {}),
      })
      await store(ctx, [place('a'), place('bb', 'a'), place('ccc', 'bb'), place('dddd')])
      await askAll(ctx, 'Location', [
        ['partof=Location/a', ['bb']],
        ['partof:below=Location/a', ['bb', 'ccc']],
        ['partof:above=Location/ccc', ['a', 'bb']],
        ['partof.partof=a', ['ccc']],
        ['partof:Location.partof:Location.name=a', ['ccc']],
        ['_has:Location:partof:_has:Location:partof:name=ccc', ['a']],
        ['near=21.12|105.85|1|km', ['a']],
        ['near=21.12|105.85|11.2|km', ['a', 'bb']],
        ['near=21.12|105.85|100000|m', ['a', 'bb', 'ccc', 'dddd']],
      ])
    }))

  it('of value sets and code hierarchies', () =>
    withContext(async (ctx) => {
      const concept = (code: string, ...inner: readonly object[]) => ({
        code,
        display: code,
        ...(inner.length ? { concept: inner } : {}),
      })
      const system = 'http://example.org/cs'
      await store(ctx, [
        {
          resourceType: 'CodeSystem',
          id: 'cs',
          url: system,
          status: 'active',
          content: 'complete',
          hierarchyMeaning: 'is-a',
          concept: [concept('heart', concept('valve', concept('mitral'))), concept('lung')],
        },
        {
          resourceType: 'ValueSet',
          id: 'vs',
          url: 'http://example.org/vs',
          status: 'active',
          compose: { include: [{ system, concept: [{ code: 'valve' }, { code: 'lung' }] }] },
        },
        { resourceType: 'Patient', id: 'an' },
        ...['heart', 'valve', 'mitral', 'lung'].map((code) => condition(code, { coding: [{ system, code }] })),
        condition('none', { text: 'x' }),
      ])
      await askAll(ctx, 'Condition', [
        ['code:in=http://example.org/vs', ['valve', 'lung']],
        ['code:not-in=http://example.org/vs', ['heart', 'mitral', 'none']],
        [`code:below=${system}|valve`, ['valve', 'mitral']],
        [`code:above=${system}|valve`, ['valve', 'heart']],
        [`_filter=code in "http://example.org/vs"`, ['valve', 'lung']],
        [`_filter=code ss ${system}|valve`, ['valve', 'mitral']],
        [`_filter=code sb ${system}|valve`, ['valve', 'heart']],
      ])
    }))
})
