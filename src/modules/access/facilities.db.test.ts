import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { TSchema } from 'typebox'
import { buildApp } from '#app/build-app.ts'
import { modules } from '#app/module-list.ts'
import type { Api, RouteSpec } from '#platform/http/api.ts'
import { commit } from '#store/commit.ts'
import { actor, asOwner, withContext } from '#tests/support/database.ts'
import { givenResult } from '#tests/support/result.ts'
import { givenStay } from '#tests/support/stay.ts'

/** Tables whose rows belong to no facility: numbers of FHIR types, settings of the program itself. */
const ofNobody: ReadonlySet<string> = new Set(['resource_type', 'facility', 'migration', 'schema_migration'])

/** Stands in the data of one facility only. */
const mark = 'Đặng Thị Huyền'

function routesWithoutWrites(): readonly RouteSpec<TSchema, TSchema, TSchema, TSchema>[] {
  const specs: RouteSpec<TSchema, TSchema, TSchema, TSchema>[] = []
  const api: Api = (spec) => void specs.push(spec as unknown as (typeof specs)[number])
  for (const module of modules) module.routes?.(api)
  return specs.filter(({ method, permission }) => method === 'GET' && permission !== 'public')
}

interface Ids {
  readonly patientId: string
  readonly encounterId: string
  readonly resultId: string
}

/** Every route that reads, with the ids of the other facility and its number wherever one could stand. */
function addresses({ patientId, encounterId, resultId }: Ids): readonly string[] {
  const swapped = `facility=1&tenant=1&patient=${patientId}&encounter=${encounterId}&department=dept-noi&q=Huyền`
  const ids: Readonly<Record<string, string>> = { patientId, encounterId }
  const screens = routesWithoutWrites().flatMap(({ path }) => {
    const other = path.startsWith('/patients/') ? patientId : encounterId
    const named = `/api${path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? other)}`
    return [named, `${named}?${swapped}`]
  })
  const fhir = [
    `Patient/${patientId}`,
    `Observation/${resultId}`,
    'Patient',
    'Patient?name=dang',
    'Observation?_include=Observation:subject',
    `Patient/${patientId}/$everything`,
    '_history',
    `Patient/${patientId}/_history/1`,
    `Patient/${patientId}/*`,
  ].map((path) => `/fhir/R4/${path}${path.includes('?') ? '&' : '?'}facility=1`)
  return [...screens, ...fhir]
}

describe('several facilities in one installation', () => {
  it('have every table keyed by the facility first', () =>
    withContext(async (ctx) => {
      const { rows } = await sql<{ name: string; first: string | null }>`
        select c.relname as name, (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid
            and a.attnum = i.indkey[0] where i.indrelid = c.oid and i.indisprimary) as first
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`.execute(ctx.db)
      const wrong = rows.filter(({ name, first }) => first !== 'facility' && !ofNobody.has(name))
      assert.ok(rows.length > 50)
      assert.deepEqual(wrong, [])
    }))

  it('gain nothing from each other by any route, whatever a request says the facility is', () =>
    withContext(async (ctx, services) => {
      const doctor = { resourceType: 'Practitioner' as const, name: [{ text: 'Người Thử Nghiệm' }] }
      await commit(ctx, [{ kind: 'create', resource: doctor, id: 'practitioner-test' }])
      const { patientId, encounterId } = await givenStay(ctx)
      const resultId = await givenResult(ctx, { patientId, encounterId, bedId: '' })
      await asOwner(ctx.db, (owner) =>
        sql`insert into facility (id, code, name) values (2, '02ZZ2', 'Bệnh viện khác') on conflict do nothing`.execute(
          owner,
        ),
      )
      const whole = {
        ...services,
        address: { connectionString: '' },
        embedded: undefined,
        logToFile: false,
        migrated: [],
        close: async () => {},
      }
      let facility = 2
      const who = actor({ roles: ['director'] })
      const server = await buildApp(whole, '/nonexistent', async () => ({ facility, actor: who }))
      const leaks: string[] = []
      const ask = async (url: string) => {
        for (const swapped of [
          {},
          { 'x-facility': '1', 'x-tenant': '1', 'x-lanong-facility': '1', cookie: 'facility=1; tenant=1' },
        ]) {
          const answer = await server.inject({ method: 'GET', url, headers: swapped })
          if (answer.body.includes(mark)) leaks.push(`${url} told of another facility`)
          if (answer.statusCode >= 500) leaks.push(`${url} answered ${answer.statusCode}`)
        }
      }
      try {
        for (const url of addresses({ patientId, encounterId, resultId })) await ask(url)
        const own = await server.inject({ method: 'GET', url: `/fhir/R4/Patient?_total=accurate` })
        assert.equal((JSON.parse(own.body) as { total?: number }).total, 0)
        assert.deepEqual(leaks, [])
        facility = 1
        for (const url of [`/api/patients/${patientId}/banner`, `/fhir/R4/Patient/${patientId}`]) await ask(url)
        assert.equal(leaks.length, 4, 'the mark is found by those of its facility')
      } finally {
        await server.close()
      }
    }))
})
