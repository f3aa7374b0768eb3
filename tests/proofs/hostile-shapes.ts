import type { Attack } from './hostile-fhir.ts'

const list = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at))
const put = (what: string, resource: { resourceType: string; id: string }): Attack => ({
  what,
  method: 'PUT',
  url: `/${resource.resourceType}/${resource.id}`,
  body: Buffer.from(JSON.stringify(resource)),
  harmless: true,
})
const uuid = (at: number) => `urn:uuid:0b7cfd4c-55d5-4bd7-b3de-${String(at).padStart(12, '0')}`
const codings = (count: number, letter: string) => ({
  coding: list(count, (at) => ({ system: 'urn:x', code: `${letter}${at}` })),
})
const id = 'huge'

/** Valid resources just below the limit of values, of the shapes that cost most to check and to index. */
export function hugeResources(): readonly Attack[] {
  const unknown = {
    resourceType: 'Patient',
    id,
    extension: list(30_000, (at) => ({ url: `urn:x:${at}`, valueCode: 'c' })),
  }
  return [
    { ...put('30,000 extensions that nobody knows', unknown), harmless: false },
    put('30,000 extensions of one kind', {
      resourceType: 'Patient',
      id,
      extension: list(30_000, () => ({ url: 'urn:x', valueCode: 'c' })),
    } as never),
    {
      ...put('45,000 names', {
        resourceType: 'Patient',
        id,
        name: list(45_000, (at) => ({ text: `Đặng Thị ${at}` })),
      } as never),
      harmless: false,
    },
    put('15,000 names', {
      resourceType: 'Patient',
      id,
      name: list(15_000, (at) => ({ text: `Đặng Thị ${at}` })),
    } as never),
    put('codes times values', {
      resourceType: 'Observation',
      id,
      status: 'final',
      code: codings(15_000, 'c'),
      valueCodeableConcept: codings(15_000, 'v'),
    } as never),
    put('15,000 components', {
      resourceType: 'Observation',
      id,
      status: 'final',
      meta: { profile: ['http://hl7.org/fhir/StructureDefinition/vitalsigns'] },
      category: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }],
        },
      ],
      code: { coding: [{ system: 'http://loinc.org', code: '85353-1' }] },
      subject: { reference: 'Patient/p' },
      effectiveDateTime: '2026-11-23',
      component: list(15_000, (at) => ({ code: { text: `c${at}` }, valueQuantity: { value: at } })),
    } as never),
    put('a Bundle of 9,000', {
      resourceType: 'Bundle',
      id,
      type: 'collection',
      entry: list(9_000, (at) => ({
        fullUrl: uuid(at),
        resource: {
          resourceType: 'Observation',
          status: 'final',
          code: { text: 'x' },
          subject: { reference: uuid((at * 7) % 9_000) },
        },
      })),
    } as never),
    put('a page of 7,000 with 7,000 links', {
      resourceType: 'Bundle',
      id: 'page',
      type: 'searchset',
      link: list(7_000, (at) => ({ relation: `r${at}`, url: 'urn:x' })),
      entry: list(7_000, (at) => ({
        fullUrl: uuid(at),
        resource: { resourceType: 'Basic', id: `b${at}`, code: { text: 'x' } },
        search: { mode: 'match' },
      })),
    } as never),
    put('a Questionnaire of 11,000', {
      resourceType: 'Questionnaire',
      id,
      status: 'draft',
      item: list(11_000, (at) => ({
        linkId: `l${at}`,
        type: 'boolean',
        text: 't',
        ...(at === 0 ? {} : { enableWhen: [{ question: `l${at - 1}`, operator: '=', answerBoolean: true }] }),
      })),
    } as never),
    put('a ValueSet of 30,000', {
      resourceType: 'ValueSet',
      id,
      status: 'draft',
      url: 'urn:x:huge',
      compose: {
        include: [{ system: 'urn:y', concept: list(30_000, (at) => ({ code: `c${at}`, display: `${at}` })) }],
      },
    } as never),
    put('12,000 contained', {
      resourceType: 'List',
      id,
      status: 'current',
      mode: 'working',
      contained: list(12_000, (at) => ({ resourceType: 'Basic', id: `c${at}`, code: { text: 'x' } })),
      entry: list(12_000, (at) => ({ item: { reference: `#c${at}` } })),
    } as never),
    {
      what: 'a transaction of 5,000',
      method: 'POST',
      url: '/',
      harmless: true,
      body: Buffer.from(
        JSON.stringify({
          resourceType: 'Bundle',
          type: 'transaction',
          entry: list(5000, (at) => ({
            resource: {
              resourceType: 'Observation',
              id: `t${at}`,
              status: 'final',
              code: { text: 'x' },
              subject: { reference: 'Patient/p' },
            },
            request: { method: 'PUT', url: `Observation/t${at}` },
          })),
        }),
      ),
    },
  ]
}

const get = (what: string, url: string, harmless = true): Attack => ({ what, method: 'GET', url, harmless })

/** Questions that grow by what is stored; the transaction above left 5,000 observations of one patient. */
export function hugeQuestions(): readonly Attack[] {
  return [
    {
      what: 'patients in a ring',
      method: 'POST',
      url: '/',
      harmless: true,
      body: Buffer.from(
        JSON.stringify({
          resourceType: 'Bundle',
          type: 'transaction',
          entry: list(500, (at) => ({
            resource: {
              resourceType: 'Patient',
              id: `r${at}`,
              link: [{ other: { reference: `Patient/r${(at + 1) % 500}` }, type: 'seealso' }],
            },
            request: { method: 'PUT', url: `Patient/r${at}` },
          })),
        }),
      ),
    },
    get(
      '_include around the ring',
      '/Patient?_id=r0&_include:iterate=Patient:link&_revinclude:iterate=Patient:link',
    ),
    get('everything included of everything', '/Patient?_count=1000&_include:iterate=*&_revinclude:iterate=*'),
    get('_has in _has', `/Patient?${'_has:Observation:subject:'.repeat(12)}code=x`, false),
    get('chains in chains', `/Patient?${'link:Patient.'.repeat(30)}name=x`, false),
    get('$everything without a limit', '/Patient/p/$everything'),
    { ...get('$everything of 1,000, eight times', '/Patient/p/$everything?_count=1000'), times: 8 },
    { ...get('$everything as XML, eight times', '/Patient/p/$everything?_count=1000&_format=xml'), times: 8 },
    get('$everything of everyone', '/Patient/$everything?_count=1000'),
    get('$everything of no count', '/Patient/p/$everything?_count=99999999999', false),
    get('$everything of a wrong page', '/Patient/p/$everything?_cursor=W10', false),
    get('history of everything', '/_history?_count=1000'),
    get('a page of 1,000 as XML', '/Observation?_count=1000&_format=xml'),
    get('a page of 1,000, indented, in part', '/Observation?_count=1000&_pretty=true&_summary=true'),
    { ...get('eight pages of 1,000 as XML', '/Observation?_count=1000&_format=xml'), times: 8 },
    { ...get('eight pages of 1,000, some elements', '/Observation?_count=1000&_elements=code,subject'), times: 8 },
    { ...get('eight pages of 1,000, indented', '/Observation?_count=1000&_pretty=true'), times: 8 },
    { ...get('eight histories as XML', '/_history?_count=1000&_format=xml'), times: 8 },
    get('the huge Bundle as XML', `/Bundle/${id}?_format=xml`),
    get('the huge Questionnaire in part', `/Questionnaire/${id}?_summary=true`),
    get('a named list of 2,000', `/Observation?_id=${list(2000, (at) => `t${at}`).join(',')}&_count=1000`),
    get('a list of 3,000', `/Observation?_id=${list(3000, (at) => `t${at}`).join(',')}`, false),
  ]
}
