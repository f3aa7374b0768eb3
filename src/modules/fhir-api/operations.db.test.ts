import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import { uuidv7 } from '#kernel/ids.ts'
import { codeOf, withFhir } from '#tests/support/fhir.ts'
import { fhirOperation } from './index.ts'

let changes = 0
const published = 'http://hl7.org/fhir/OperationDefinition/'
const operations = [
  fhirOperation(
    {
      name: 'everything',
      levels: ['type', 'instance'],
      types: ['Patient'],
      affectsState: false,
      permission: 'fhir.read',
      definition: `${published}Patient-everything`,
    },
    async ({ parameters, type, id, level }) =>
      ({
        resourceType: 'Parameters',
        parameter: [...(parameters.parameter ?? []), { name: 'at', valueString: `${level} ${type} ${id}` }],
      }) as Resource,
  ),
  fhirOperation(
    {
      name: 'closure',
      levels: ['system'],
      affectsState: true,
      permission: 'terminology.manage',
      definition: `${published}ConceptMap-closure`,
    },
    async () => ({ status: 201, headers: { 'x-changes': String(++changes) } }),
  ),
  fhirOperation(
    {
      name: 'lastn',
      levels: ['type'],
      types: ['Observation'],
      affectsState: false,
      permission: 'fhir.read',
      definition: `${published}Observation-lastn`,
      takesSearch: true,
    },
    async () => Buffer.from('{"resourceType":"Bundle","type":"searchset"}'),
  ),
  fhirOperation(
    {
      name: 'validate',
      levels: ['type', 'instance'],
      affectsState: false,
      permission: 'public',
      definition: `${published}Resource-validate`,
    },
    async ({ parameters }) => parameters,
  ),
]

/** Method, address, body, and the code of the refusal. */
const refusals: readonly (readonly ['GET' | 'POST', string, unknown, number, string])[] = [
  ['GET', '/$everything', undefined, 404, 'fhirApi.operationUnknown'],
  ['GET', '/Encounter/1/$everything', undefined, 404, 'fhirApi.operationUnknown'],
  ['GET', '/Foo/$everything', undefined, 404, 'fhirApi.unknownType'],
  ['GET', '/Patient/1/$nothing', undefined, 404, 'fhirApi.operationUnknown'],
  ['GET', '/Patient/1/$everything?_count=x', undefined, 400, 'fhirApi.inputInvalid'],
  ['GET', '/Patient/1/$everything?start=2026-02-30', undefined, 400, 'fhirApi.inputInvalid'],
  ['GET', '/Patient/1/$everything?start=2026&start=2025', undefined, 400, 'fhirApi.inputInvalid'],
  ['GET', '/Patient/1/$everything?nonsense=1', undefined, 400, 'fhirApi.inputInvalid'],
  ['GET', '/Observation/$lastn?nonsense=1', undefined, 400, 'fhirApi.inputInvalid'],
  ['GET', '/$closure?name=x', undefined, 405, 'fhirApi.methodNotAllowed'],
  ['POST', '/$closure', { resourceType: 'Parameters' }, 400, 'fhirApi.inputInvalid'],
  ['POST', '/$closure', { resourceType: 'Patient' }, 400, 'fhirApi.wrongType'],
  ['POST', '/$closure', { resourceType: 'Parameters', parameter: {} }, 400, 'fhirApi.inputInvalid'],
  ['POST', '/$closure', { resourceType: 'Parameters', parameter: [null] }, 400, 'fhirApi.inputInvalid'],
  [
    'POST',
    '/$closure',
    {
      resourceType: 'Parameters',
      parameter: [
        { name: 'name', valueString: 'x' },
        { name: 'concept', valueString: 'y' },
      ],
    },
    400,
    'fhirApi.inputInvalid',
  ],
]

describe('operations over HTTP', () => {
  it('are called at their levels by GET and POST, their inputs typed as defined', () =>
    withFhir(
      async (send) => {
        const got = await send('GET', '/Patient/p1/$everything?_count=5&_type=Observation&_format=json')
        assert.deepEqual(got.body.parameter, [
          { name: '_count', valueInteger: 5 },
          { name: '_type', valueCode: 'Observation' },
          { name: 'at', valueString: 'instance Patient p1' },
        ])
        const posted = await send('POST', '/Patient/$everything', {
          resourceType: 'Parameters',
          parameter: [{ name: 'start', valueDate: '2026-01-01' }],
        })
        assert.equal(posted.body.parameter.at(-1).valueString, 'type Patient undefined')
        assert.equal((await send('POST', '/Patient/$everything')).status, 200)
        assert.equal((await send('GET', '/Observation/$lastn?max=3&patient=Patient/1&code:text=x')).status, 200)
        const wrapped = await send('POST', '/Patient/$validate?mode=create', { resourceType: 'Patient' })
        assert.deepEqual(wrapped.body.parameter, [
          { name: 'resource', resource: { resourceType: 'Patient' } },
          { name: 'mode', valueCode: 'create' },
        ])
      },
      { operations },
    ))

  it('refuse what their definition does not allow, with its name', () =>
    withFhir(
      async (send) => {
        for (const [method, url, body, status, code] of refusals) {
          const answer = await send(method, url, body)
          assert.deepEqual([answer.status, codeOf(answer)], [status, code], `${method} ${url} ${answer.text}`)
        }
        const get = await send('GET', '/$closure?name=x')
        assert.equal(get.headers['allow'], 'POST')
      },
      { operations },
    ))

  it('change something once per command id', () =>
    withFhir(
      async (send) => {
        const body = { resourceType: 'Parameters', parameter: [{ name: 'name', valueString: 'x' }] }
        const headers = { 'x-command-id': uuidv7() }
        const first = await send('POST', '/$closure', body, headers)
        const again = await send('POST', '/$closure', body, headers)
        assert.deepEqual([first.status, again.status], [201, 201])
        assert.equal(first.headers['x-changes'], again.headers['x-changes'])
      },
      { operations },
    ))

  it('ask for their own permission and stand in the capability statement', () =>
    withFhir(
      async (send) => {
        assert.equal((await send('POST', '/$closure', { resourceType: 'Parameters' })).status, 403)
        assert.equal((await send('GET', '/Observation/$lastn')).status, 200)
        const [rest] = (await send('GET', '/metadata')).body.rest
        assert.deepEqual(rest.operation, [{ name: 'closure', definition: `${published}ConceptMap-closure` }])
        const patient = rest.resource.find((one: { type: string }) => one.type === 'Patient')
        assert.deepEqual(
          patient.operation.map((one: { name: string }) => one.name),
          ['everything', 'validate'],
        )
      },
      { operations, who: { permissions: new Set(['fhir.read']) } },
    ))
})
