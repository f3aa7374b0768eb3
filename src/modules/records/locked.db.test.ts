import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { TSchema } from 'typebox'
import { modules } from '#app/module-list.ts'
import { parseJsonBytes } from '#fhir/json.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { RouteSpec } from '#platform/http/api.ts'
import { listRecordMembers } from '#store/record-members.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import type { TestClient } from '#tests/support/server.ts'
import { pin, withWholeApp } from '#tests/support/whole-app.ts'

type Visit = Awaited<ReturnType<typeof givenArchivedRecord>>
type Spec = RouteSpec<TSchema, TSchema, TSchema, TSchema>
interface Shape {
  readonly type?: string
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly minLength?: number
  readonly pattern?: string
}

/** Reopening by two persons, and the visible supplement: the ways in, each with its own tests. */
const allowed = new Set(['POST /record-reopenings/:id/decide', 'POST /records/:id/supplements'])

function writeRoutes(): readonly Spec[] {
  const specs: Spec[] = []
  for (const module of modules) module.routes?.((spec) => specs.push(spec as unknown as Spec))
  return specs.filter((spec) => spec.method !== 'GET' && !allowed.has(`${spec.method} ${spec.path}`))
}

/** A body that fits a schema, with the ids of the record wherever a name asks for one. */
function fill(shape: Shape | undefined, name: string, visit: Visit): unknown {
  if (!shape) return undefined
  if ('const' in shape) return shape.const
  if (shape.anyOf) return fill(shape.anyOf[0], name, visit)
  if (shape.type === 'array') return [fill(shape.items, name, visit)]
  if (shape.type === 'integer' || shape.type === 'number') return Math.max(shape.minimum ?? 0, 1)
  if (shape.type === 'boolean') return true
  if (shape.type === 'object')
    return Object.fromEntries(
      Object.entries(shape.properties ?? {}).map(([key, one]) => [key, fill(one, key, visit)]),
    )
  return textFor(name, shape, visit)
}

function textFor(name: string, shape: Shape, visit: Visit): string {
  const known: Record<string, string> = {
    encounterId: visit.encounterId,
    encounter: visit.encounterId,
    visit: visit.encounterId,
    patientId: visit.patientId,
    patient: visit.patientId,
    requisition: visit.requisition,
    requestId: visit.requestId,
    accession: visit.accession,
    test: 'GLU',
    tests: 'GLU',
    codes: 'GLU',
    pin,
    form: '15/BV1',
    sha256: visit.papers[0]?.sha256 ?? '',
    reason: 'Thử ghi vào hồ sơ đã lưu',
    icd10: 'I10',
    code: 'I10',
    value: '5',
    about: `DiagnosticReport/x`,
  }
  if (known[name] !== undefined) return known[name]
  if (shape.pattern?.includes('T\\d')) return '2026-11-23T09:00:00+07:00'
  if (shape.pattern?.includes('\\d{4}-')) return '2026-11-23'
  return 'a'.repeat(Math.max(shape.minLength ?? 1, 3))
}

/** Ids that `:id` may stand for in a path. */
function idsFor(visit: Visit): readonly string[] {
  return [
    visit.encounterId,
    visit.requestId,
    visit.specimenId,
    visit.patientId,
    ...visit.papers.map((paper) => paper.id),
  ]
}

/** Requests that a route could be misused for, one per id that may stand in its path. */
function attacks(spec: Spec, visit: Visit) {
  const body = spec.body ? { body: fill(spec.body as Shape, '', visit) } : {}
  const ids = spec.path.includes(':id') ? idsFor(visit) : [visit.encounterId]
  return ids.map((id) => ({
    method: spec.method,
    path: `/api${spec.path.replace(':requisition', visit.requisition).replace(/:\w+/g, id)}`,
    body,
  }))
}

/** Every version of every member, and how many members there are. */
async function fingerprint(client: TestClient, encounterId: string): Promise<string> {
  const { rows } = await sql<{ n: number; last: number }>`
    select count(*)::int as n, max(seq) as last from resource_version where facility = 1 and record = ${encounterId}`.execute(
    client.services.db,
  )
  return JSON.stringify(rows[0])
}

describe('an archived record', () => {
  it('stays as it is whatever the screens send', () =>
    withWholeApp(async (client) => {
      const visit = await givenArchivedRecord(client)
      const before = await fingerprint(client, visit.encounterId)
      const routes = writeRoutes()
      const faults: string[] = []
      let locked = 0
      for (const { method, path, body } of routes.flatMap((spec) => attacks(spec, visit))) {
        const answer = await client.send(method, path, { as: { roles: ['doctor', 'laboratory'] }, ...body })
        if (answer.status === 423) locked++
        if (answer.status >= 500) faults.push(`${method} ${path} ${answer.status} ${answer.text.slice(0, 200)}`)
        const after = await fingerprint(client, visit.encounterId)
        assert.equal(
          after,
          before,
          `${method} ${path} changed the archived record: ${answer.status} ${answer.text.slice(0, 200)}`,
        )
      }
      assert.deepEqual(faults, [])
      assert.ok(routes.length > 20, `only ${routes.length} write routes found`)
      assert.ok(locked > 0, 'no route met the lock')
    }))

  it('refuses every resource over FHIR with the reason', () =>
    withWholeApp(async (client) => {
      const visit = await givenArchivedRecord(client)
      const before = await fingerprint(client, visit.encounterId)
      const members = await listRecordMembers(contextOf(client.services), visit.encounterId)
      const json = { 'content-type': 'application/fhir+json' }
      const refused: string[] = []
      for (const member of members) {
        const resource = parseJsonBytes(member.content) as Resource & { id: string }
        const at = `/fhir/R4/${member.type}/${member.id}`
        const sent = [
          await client.send('PUT', at, { body: { ...resource, language: 'vi' }, headers: json }),
          await client.send('DELETE', at, {}),
          await client.send('POST', `/fhir/R4/${member.type}`, {
            body: { ...resource, id: uuidv7() },
            headers: json,
          }),
          await client.send('POST', '/fhir/R4', {
            body: {
              resourceType: 'Bundle',
              type: 'transaction',
              entry: [
                {
                  resource: { ...resource, language: 'vi' },
                  request: { method: 'PUT', url: `${member.type}/${member.id}` },
                },
              ],
            },
            headers: json,
          }),
        ]
        const created = member.type === 'Encounter' ? sent.filter((_, index) => index !== 2) : sent
        refused.push(...created.map((answer) => `${answer.status}`))
        assert.ok(
          created.every((answer) => answer.status >= 400 && answer.status < 500),
          `${member.type} ${sent.map((one) => `${one.status} ${one.text.slice(0, 120)}`).join(' | ')}`,
        )
      }
      assert.ok(new Set(members.map((member) => member.type)).size >= 7)
      assert.ok(refused.filter((status) => status === '423').length > refused.length / 2, refused.join(' '))
      assert.equal(await fingerprint(client, visit.encounterId), before)
    }))

  it('refuses a new fact of any kind that names its visit', () =>
    withWholeApp(async (client) => {
      const visit = await givenArchivedRecord(client)
      const of = {
        subject: { reference: `Patient/${visit.patientId}` },
        encounter: { reference: `Encounter/${visit.encounterId}` },
      }
      const facts: readonly object[] = [
        { resourceType: 'Observation', status: 'final', code: { text: 'x' }, ...of },
        { resourceType: 'Condition', code: { text: 'x' }, ...of },
        { resourceType: 'Procedure', status: 'completed', ...of },
        {
          resourceType: 'MedicationRequest',
          status: 'active',
          intent: 'order',
          medicationCodeableConcept: { text: 'x' },
          ...of,
        },
        { resourceType: 'ServiceRequest', status: 'active', intent: 'order', ...of },
        { resourceType: 'DiagnosticReport', status: 'final', code: { text: 'x' }, ...of },
        { resourceType: 'Communication', status: 'completed', ...of },
        { resourceType: 'QuestionnaireResponse', status: 'completed', ...of },
        {
          resourceType: 'DocumentReference',
          status: 'current',
          content: [{ attachment: { title: 'x' } }],
          context: { encounter: [of.encounter] },
        },
        { resourceType: 'Specimen', request: [{ reference: `ServiceRequest/${visit.requestId}` }] },
        {
          resourceType: 'Encounter',
          status: 'in-progress',
          class: { code: 'AMB' },
          subject: of.subject,
          partOf: of.encounter,
        },
        {
          resourceType: 'Provenance',
          target: [{ reference: `DocumentReference/${visit.papers[0]?.id}` }],
          recorded: '2026-11-23T10:42:00+07:00',
          agent: [{ who: { display: 'x' } }],
        },
      ]
      for (const fact of facts) {
        const type = (fact as Resource).resourceType
        const answer = await client.send('POST', `/fhir/R4/${type}`, {
          body: fact,
          headers: { 'content-type': 'application/fhir+json' },
        })
        assert.equal(answer.status, 423, `${type}: ${answer.text.slice(0, 200)}`)
      }
    }))
})
