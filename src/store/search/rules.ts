import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Config } from '#platform/config.ts'
import type { Context } from '#platform/context.ts'
import { parametersOf, typeNumber } from '../definitions.ts'
import type { Commit } from '../write.ts'

/** Raised when the forms of the index change, so that every type is indexed anew. */
const indexVersion = 1

/** What the index of a type is made by: its parameters and the forms this version of the program gives them. */
export function fingerprintOf(facility: number, type: string): string {
  const rules = [...parametersOf(facility, type).values()].map(
    ({ code, kind, paths, find, components, targets }) => [
      code,
      kind,
      paths,
      find === undefined,
      components.map((one) => [one.parameter.code, one.paths]),
      targets,
    ],
  )
  return createHash('sha256')
    .update(JSON.stringify([indexVersion, rules]))
    .digest('hex')
}

/** Types of which this process has written before, by the settings of the program and the facility. */
const written = new WeakMap<Config, Set<string>>()

/**
 * A step of commit: the first resource of a type says by which rules the type is indexed, so that it is not indexed
 * anew (an import of 15,000 resources into an empty store was, at 5 ms of PostgreSQL a resource).
 */
export async function noteRules(ctx: Context, commit: Commit): Promise<void> {
  const before = written.get(ctx.config) ?? new Set<string>()
  written.set(ctx.config, before)
  const fresh = new Set(
    commit.writes.map(({ type }) => type).filter((type) => !before.has(`${ctx.facility} ${type}`)),
  )
  if (fresh.size === 0) return
  const types = [...fresh]
  await sql`
    insert into search_rules (facility, type, fingerprint, after_id, done, contained)
    select ${ctx.facility}, x.type, x.fingerprint, '', true, true
    from unnest(${types.map(typeNumber)}::smallint[], ${types.map((type) => fingerprintOf(ctx.facility, type))}::text[])
      as x(type, fingerprint)
    where not exists (select 1 from resource r where r.facility = ${ctx.facility} and r.type = x.type)
    order by x.type
    on conflict (facility, type) do nothing`.execute(ctx.db)
  for (const type of types) before.add(`${ctx.facility} ${type}`)
}
