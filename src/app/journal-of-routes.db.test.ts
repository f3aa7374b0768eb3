import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import Type, { type TSchema } from 'typebox'
import { commonErrors } from '#kernel/common-errors.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { keepJournal } from '#modules/audit/index.ts'
import { journalRoute, journalRoutes } from '#modules/audit/keep-journal.ts'
import { auditDenial } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import type { Api, RouteSpec } from '#platform/http/api.ts'
import { buildServer } from '#platform/http/server.ts'
import type { HospitalModule } from '#platform/module.ts'
import { commit } from '#store/commit.ts'
import { actor, asOwner, withServices } from '#tests/support/database.ts'
import { requestOf, resourcesOf, scanId } from '#tests/support/route-requests.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { systemContext } from '#tests/support/visit.ts'
import { modules } from './module-list.ts'

type Spec = RouteSpec<TSchema, TSchema, TSchema, TSchema>

const anything = Type.Object({}, { additionalProperties: true })
const loose = { params: anything, query: anything, body: Type.Any() }

/** The routes of all modules, with handlers that tell the journal nothing. */
function silentModules(answer: () => unknown): {
  readonly specs: readonly Spec[]
  readonly all: HospitalModule[]
} {
  const specs: Spec[] = []
  const all = modules.map((module) => ({
    ...module,
    routes: (api: Api) => {
      const silent = (given: unknown) => {
        const spec = given as Spec
        const { upload: _upload, maxBodyBytes: _most, ...rest } = spec
        specs.push(spec)
        api({ ...rest, ...loose }, answer)
      }
      module.routes?.(silent as unknown as Api)
    },
  }))
  return { specs, all }
}

interface Told {
  readonly action: string
  readonly outcome: string
  readonly patient: string | null
  readonly entities: readonly string[] | null
  readonly permission: string | null
}

async function eventsOf(ctx: Context, requestId: string): Promise<readonly Told[]> {
  const { rows } = await sql<Told>`
    select action, outcome, patient, content::jsonb -> 'entities' as entities, content::jsonb #>> '{detail,permission}' as permission
    from audit_told where content::jsonb ->> 'requestId' = ${requestId}`.execute(ctx.db)
  return rows
}

interface Answered {
  readonly status: number
  readonly told: readonly Told[]
}

interface Hospital {
  readonly ctx: Context
  readonly stay: Stay
  readonly specs: readonly Spec[]
  ask(spec: Spec, mayAll?: boolean): Promise<Answered>
}

function withRoutes(answer: () => unknown, work: (hospital: Hospital) => Promise<void>): Promise<void> {
  return withServices(async (services) => {
    const ctx = systemContext(services)
    await commit(ctx, [{ kind: 'create', resource: { resourceType: 'Practitioner', id: 'practitioner-test' } }])
    const stay = await givenStay(ctx)
    for (const resource of resourcesOf(stay)) await commit(ctx, [{ kind: 'create', resource }])
    await asOwner(ctx.db, (owner) =>
      sql`insert into scan (facility, id, encounter_id, patient_id, name, medium, original, clean, pages, state, uploaded_by,
        uploaded_name, uploaded_at) values (1, ${scanId}, ${stay.encounterId}, ${stay.patientId}, 'a.pdf', 'pdf', 'x', 'x', 1,
        'uploaded', 'a', 'A', now())`.execute(owner),
    )
    const { specs, all } = silentModules(answer)
    let mayAll = true
    let requestId = ''
    const server = await buildServer({
      services,
      modules: all,
      webRoot: '/nonexistent',
      keepJournal,
      onDenied: auditDenial,
      authenticate: async (request) => {
        requestId = request.id
        return { facility: 1, actor: actor(mayAll ? {} : { permissions: new Set() }) }
      },
    })
    try {
      await work({
        ctx,
        stay,
        specs,
        async ask(spec, all = true) {
          mayAll = all
          const { url, body } = requestOf(spec, stay)
          const headers = { 'x-command-id': uuidv7() }
          const got = await server.inject({
            method: spec.method,
            url,
            headers,
            ...(body ? { payload: body } : {}),
          })
          return { status: got.statusCode, told: await eventsOf(ctx, requestId) }
        },
      })
    } finally {
      await server.close()
    }
  })
}

const nameOf = ({ method, path }: Spec) => `${method} ${path}`

const takesOut = /^GET .*(\/(print|labels|wristband|ticket)$|export|\/files\/)/

function expected(spec: Spec): RegExp {
  if (takesOut.test(nameOf(spec))) return /print|export/
  if (spec.method === 'GET') return /view|search|export/
  if (spec.method === 'POST') return /update|view|search/
  return spec.method === 'PUT' ? /update/ : /delete/
}

function faultOf(spec: Spec, stay: Stay, { status, told }: Answered): string | undefined {
  if (status >= 300) return String(status)
  const quiet = journalRoute(spec)?.quiet !== undefined
  if (told.length !== (quiet ? 0 : 1)) return `${told.length} events`
  if (quiet || !requestOf(spec, stay).isAbout) return undefined
  return told[0]?.patient === stay.patientId ? undefined : 'without the patient'
}

describe('every route of the screens', () => {
  it('leaves its event with the patient it is about, whatever its use case tells', () =>
    withRoutes(
      () => ({}),
      async ({ specs, stay, ask }) => {
        assert.ok(specs.length > 350, `${specs.length} routes`)
        const faults: string[] = []
        for (const spec of specs) {
          const fault = faultOf(spec, stay, await ask(spec))
          if (fault !== undefined) faults.push(`${nameOf(spec)}: ${fault}`)
        }
        assert.deepEqual(faults, [])
      },
    ))

  it('that changes something or takes something out says so, and only looking is a look', () =>
    withRoutes(
      () => ({}),
      async ({ specs, ask }) => {
        const kinds = new Map<Spec, string>()
        for (const spec of specs) {
          const [told] = (await ask(spec)).told
          if (told) kinds.set(spec, told.action)
        }
        assert.deepEqual([...new Set(kinds.values())].sort(), [
          'delete',
          'export',
          'print',
          'search',
          'update',
          'view',
        ])
        const odd = [...kinds].filter(([spec, kind]) => !expected(spec).test(kind))
        assert.deepEqual(
          odd.map(([spec, kind]) => `${nameOf(spec)}: ${kind}`),
          [],
        )
      },
    ))

  it('notes whom it showed: the ids that it answered', () =>
    withRoutes(
      () => ({
        rows: [{ id: 'j1', patientId: 'p-7', inner: [{ encounterId: 'e-8' }, { patientId: 'no id at all' }] }],
      }),
      async ({ specs, ask }) => {
        for (const path of ['/patients', '/signing/mine', '/consultations', '/queue', '/ward/board']) {
          const spec = specs.find((one) => one.path === path && one.method === 'GET')
          assert.ok(spec, path)
          const [told] = (await ask(spec)).told
          assert.ok(told?.entities?.includes('Patient/p-7') && told.entities.includes('Encounter/e-8'), path)
          assert.equal(told?.entities?.includes('Patient/j1'), path === '/patients')
        }
      },
    ))

  it('leaves one event of a refusal, at the door and from deep inside a command that is undone', () =>
    withRoutes(
      () => {
        throw commonErrors.forbidden({ permission: 'deep.inside' })
      },
      async ({ specs, ask }) => {
        for (const spec of specs) {
          const atDoor = await ask(spec, false)
          const inside = await ask(spec)
          const closed = spec.permission !== 'public' && spec.permission !== 'login'
          const refused = (permission: string) => [[{ action: 'denial', outcome: 'refused', permission }]]
          const seen = (told: readonly Told[]) => [
            told.map(({ action, outcome, permission }) => ({ action, outcome, permission })),
          ]
          assert.deepEqual(seen(atDoor.told), refused(closed ? spec.permission : 'deep.inside'), nameOf(spec))
          assert.deepEqual(seen(inside.told), refused('deep.inside'), nameOf(spec))
        }
      },
    ))
})

it('every line of data/audit/routes.json is of a route, and of no second one before it', () => {
  const { specs, all } = silentModules(() => undefined)
  for (const module of all) module.routes?.((() => undefined) as unknown as Api)
  const used = new Set(specs.map(journalRoute))
  assert.deepEqual(
    journalRoutes.filter((line) => !used.has(line)),
    [],
  )
})
