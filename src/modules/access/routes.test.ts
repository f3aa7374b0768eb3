import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { TSchema } from 'typebox'
import { modules } from '#app/module-list.ts'
import type { Api, RouteSpec } from '#platform/http/api.ts'
import { aboutRoute } from './gate.ts'

type Spec = RouteSpec<TSchema, TSchema, TSchema, TSchema>

function allRoutes(): readonly Spec[] {
  const specs: Spec[] = []
  const api: Api = (spec) => void specs.push(spec as unknown as Spec)
  for (const module of modules) module.routes?.(api)
  return specs
}

const membersOf = (schema: TSchema | undefined): readonly string[] =>
  Object.keys((schema as { properties?: object } | undefined)?.properties ?? {})

/** Members of requests that name a record or a patient. */
const naming = /^(patient(Id)?|encounter(Id)?|stays|source|target)$/

describe('data/access/routes.json', () => {
  it('says of every route what it is about, or why it is about nothing', () => {
    const silent = allRoutes().filter((spec) => spec.permission !== 'public' && !aboutRoute(spec))
    assert.deepEqual(
      silent.map(({ method, path }) => `${method} ${path}`),
      [],
    )
    for (const spec of allRoutes()) {
      const line = aboutRoute(spec)
      if (line) assert.ok((line.type !== undefined && line.at !== undefined) || line.none, spec.path)
    }
  })

  it('looks at every member that names a record or a patient', () => {
    const overlooked = allRoutes().flatMap((spec) => {
      const line = aboutRoute(spec)
      if (!line || spec.permission === 'public') return []
      const at = [line, ...(line.and ?? [])].flatMap((one) => one.at ?? [])
      return (['query', 'body'] as const).flatMap((part) =>
        membersOf(spec[part])
          .filter((name) => naming.test(name) && !at.includes(`${part}.${name}`))
          .map((name) => `${spec.method} ${spec.path} ${part}.${name}`),
      )
    })
    assert.deepEqual(
      overlooked.filter((one) => !knownToBeElsewhere.has(one)),
      [],
    )
  })

  it('asks at places that the routes have', () => {
    for (const spec of allRoutes()) {
      const line = aboutRoute(spec)
      if (!line?.at) continue
      const places = [line.at].flat()
      const known = places.some((place) => {
        const [part = '', name = ''] = place.split('.')
        return part === 'params'
          ? spec.path.includes(`:${name}`)
          : membersOf(spec[part as 'query' | 'body']).includes(name)
      })
      assert.ok(known, `${spec.method} ${spec.path} has none of ${places.join(', ')}`)
    }
  })
})

/** Members that carry what is written, are no id, or only narrow a list whose rows are decided. */
const knownToBeElsewhere: ReadonlySet<string> = new Set([
  'POST /patients/duplicates body.patient',
  'POST /patients body.patient',
  'PUT /patients/:id body.patient',
  'POST /ward/admissions body.source',
  'POST /stays/:id/tasks body.source',
  'POST /audit/unusual/reviews body.patient',
  'POST /audit/holds body.patient',
  'GET /audit query.patient',
  'GET /records query.patient',
])
