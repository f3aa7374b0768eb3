import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { AuditEvent } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { validateResource } from '#fhir/validate.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { structures } from '#store/definitions.ts'
import { actor } from '#tests/support/database.ts'
import type { TestClient } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'

const inspector = actor({ id: 'thanh-tra', userName: 'thanh-tra', permissions: new Set(['audit.read']) })

interface Bundle {
  readonly link: readonly { readonly relation: string; readonly url: string }[]
  readonly entry?: readonly { readonly resource: AuditEvent }[]
}

const asked = async (client: TestClient, url: string) => {
  const { status, body, text } = await client.send('GET', `/fhir/R4${url}`, { as: inspector })
  assert.equal(status, 200, `${url}: ${text}`)
  return body as Bundle
}
const events = ({ entry = [] }: Bundle) => entry.map(({ resource }) => resource)
const actionsOf = (bundle: Bundle) => events(bundle).map(({ subtype }) => subtype?.[0]?.code)

const rare = [
  'print',
  'export',
  'login',
  'break-glass',
  'import',
  'account-create',
  'configuration',
  'sign',
  'destroy',
]

async function given(client: TestClient) {
  const ctx = { ...systemContext(client.services), actor: actor(), cameFrom: '[fd00::5]:51034' }
  await commit(ctx, [{ kind: 'create', resource: { resourceType: 'Practitioner', id: 'practitioner-test' } }])
  await commit(ctx, [{ kind: 'create', resource: { resourceType: 'Patient', id: 'p1' } }])
  for (const action of rare)
    await writeAudit(ctx, {
      action,
      outcome: 'success',
      patientId: 'p1',
      purpose: 'TREAT',
      detail: { n: 1, empty: '' },
    })
  const many = { ...ctx, actor: actor({ id: 'client/lis', kind: 'system', userName: 'lis' }) }
  await Promise.all(
    Array.from({ length: 12 }, () => writeAudit(many, { action: 'view', outcome: 'success', patientId: 'p2' })),
  )
  await writeAudit(ctx, {
    action: 'denied',
    outcome: 'refused',
    patientId: 'p1',
    entities: ['Patient/p1', 'odd/../name'],
  })
  await client.send('GET', '/fhir/R4/Patient?name=nobody')
  await client.send('GET', '/fhir/R4/Patient/p1')
  return ctx
}

it('every event is an AuditEvent that our own validator finds nothing in, and is in the ledger', () =>
  withWholeApp(async (client) => {
    const ctx = await given(client)
    const all = events(await asked(client, '/AuditEvent?_count=200'))
    assert.ok(all.length > 24)
    for (const one of all) {
      const { issues } = validateResource(structures, one as never, { full: true })
      assert.deepEqual(
        issues.filter(({ severity, kind }) => severity !== 'information' && kind !== 'narrativeMissing'),
        [],
        JSON.stringify(one),
      )
    }
    const { rows } = await sql<{ lost: number; told: number }>`
      select count(*)::int as told, count(*) filter (where l.seq is null)::int as lost
      from audit_told t left join (
        select facility, seq from ledger_position union select facility, seq from ledger_waiting) l using (facility, seq)`.execute(
      ctx.db,
    )
    assert.equal(rows[0]?.lost, 0)
    assert.ok((rows[0]?.told ?? 0) >= all.length)
  }))

it('is searched by what FHIR says: patient, agent, date, type, subtype, action, outcome, entity, _id, page by page', () =>
  withWholeApp(async (client) => {
    await given(client)
    const count = async (query: string) => actionsOf(await asked(client, `/AuditEvent?${query}`))
    assert.deepEqual([...new Set(await count('patient=Patient/p2'))], ['view'])
    assert.deepEqual(await count('patient=p2&subtype=search'), ['search'])
    assert.equal((await count('patient=p2&subtype=view')).length, 12)
    assert.equal((await count('agent=client/lis')).length, 12)
    assert.deepEqual(await count('subtype=urn:lanong:cs:audit-action|break-glass'), ['break-glass'])
    assert.deepEqual(await count('type=http://dicom.nema.org/resources/ontology/DCM|110106'), ['export', 'print'])
    assert.deepEqual(await count('type=110113&outcome=4'), ['denied'])
    assert.deepEqual(await count('type=other|110106'), [])
    assert.deepEqual(await count('action=D'), ['destroy'])
    assert.deepEqual(await count('action=E&patient=p1'), [
      'denied',
      'sign',
      'configuration',
      'import',
      'break-glass',
      'login',
    ])
    assert.deepEqual(await count('action=R,D&patient=p1&type=110106'), ['export', 'print'])
    assert.deepEqual(await count('entity=Patient/p1&subtype=read'), ['read'])
    assert.equal((await count('date=2026-11-23&patient=p2&subtype=view')).length, 12)
    assert.deepEqual(await count('date=gt2026-11-23'), [])
    assert.deepEqual(await count('date=lt2026-11-23'), [])
    assert.equal(
      (await count('date=ge2026-11-23T00:00:00%2B07:00&date=le2026-11-23&patient=p2&subtype=view')).length,
      12,
    )
    const seen = new Set<string | undefined>()
    for (let url: string | undefined = '/AuditEvent?patient=p2&subtype=view&_count=5'; url !== undefined; ) {
      const page: Bundle = await asked(client, url)
      for (const { id } of events(page)) {
        assert.equal(seen.has(id), false)
        seen.add(id)
      }
      url = page.link.find(({ relation }) => relation === 'next')?.url.replace(/^.*\/fhir\/R4/, '')
    }
    assert.equal(seen.size, 12)
    for (const id of seen) {
      const one = await client.send('GET', `/fhir/R4/AuditEvent/${id}`, { as: inspector })
      assert.equal((one.body as AuditEvent).id, id)
    }
    const [first, second] = [...seen]
    assert.equal((await count(`_id=${first},${second}`)).length, 2)
    assert.deepEqual(actionsOf(await asked(client, '/Patient/p2/AuditEvent?_count=1&subtype=view')), ['view'])
    assert.deepEqual(await count('_id=00000000-0000-7000-8000-000000000000'), [])
    for (const bad of ['date=now', 'entity=Patient', '_count=x', '_cursor=1', 'entity=Organization/o1'])
      assert.equal((await client.send('GET', `/fhir/R4/AuditEvent?${bad}`, { as: inspector })).status, 400, bad)
  }))

it('is read by those who may read the journal only, leaves an event of its own, and is written by nobody', () =>
  withWholeApp(async (client) => {
    const ctx = await given(client)
    const as = actor({ id: 'bac-si', permissions: new Set(['fhir.read', 'fhir.write']) })
    const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, who = as) =>
      client.send(method, `/fhir/R4${url}`, {
        as: who,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/fhir+json' } }),
      })
    for (const url of ['/AuditEvent', '/AuditEvent/x', '/Patient/p1/AuditEvent'])
      assert.equal((await send('GET', url)).status, 403, url)
    const scoped = (type: string, context: 'user' | 'patient') =>
      actor({
        id: 'app',
        permissions: new Set(['audit.read']),
        scopes: { granted: [{ context, type, rights: 'rs', query: '' }] },
      })
    assert.equal((await send('GET', '/AuditEvent', undefined, scoped('Patient', 'user'))).status, 403)
    assert.equal((await send('GET', '/AuditEvent', undefined, scoped('*', 'patient'))).status, 403)
    assert.equal((await send('GET', '/AuditEvent', undefined, scoped('AuditEvent', 'user'))).status, 200)

    const [own] = events(await asked(client, '/AuditEvent?agent=thanh-tra&subtype=search'))
    assert.equal(own, undefined)
    const [now] = events(await asked(client, '/AuditEvent?agent=thanh-tra&subtype=search'))
    assert.match(
      Buffer.from(now?.entity?.at(-1)?.query ?? '', 'base64').toString(),
      /^AuditEvent\?agent=thanh-tra/,
    )

    const [event] = events(await asked(client, '/AuditEvent?_count=1'))
    const { entity: _entity, ...rest } = event ?? { resourceType: 'AuditEvent' }
    const forged = { ...rest, id: 'forged' }
    const all = actor()
    assert.equal((await send('POST', '/AuditEvent', forged, all)).status, 405)
    assert.equal((await send('PUT', '/AuditEvent/forged', forged, all)).status, 405)
    assert.equal((await send('DELETE', `/AuditEvent/${event?.id}`, undefined, all)).status, 405)
    for (const type of ['batch', 'transaction']) {
      const entry = [{ request: { method: 'PUT', url: 'AuditEvent/forged' }, resource: forged }]
      const { text } = await send('POST', '/', { resourceType: 'Bundle', type, entry }, all)
      assert.match(text, /methodNotAllowed|audit\.written/)
    }
    await assert.rejects(commit(ctx, [{ kind: 'update', resource: forged as AuditEvent }]), {
      code: 'audit.written',
    })
    const told = (await client.send('GET', '/fhir/R4/metadata')).body as {
      rest: { resource: { type: string; interaction: { code: string }[] }[] }[]
    }
    const entry = told.rest[0]?.resource.find(({ type }) => type === 'AuditEvent')
    assert.deepEqual(
      entry?.interaction.map(({ code }) => code),
      ['read', 'search-type'],
    )
  }))
