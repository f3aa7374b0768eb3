import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import type { StoredVersion } from '../types.ts'
import { referencesIn } from './chains.ts'
import { findParameter, scopeOf } from './conditions.ts'
import type { Inclusion, SearchRequest } from './request.ts'

/** Most resources that _include and _revinclude add to one page. */
const mostIncluded = 1000

interface Row {
  readonly type: number
  readonly id: string
  readonly version: number
  readonly recorded_at: Date
  readonly content: Buffer
  readonly hash: Buffer
}

/** What `_include` and `_revinclude` add to a page, each once and none that is on the page already. */
export async function includedIn(
  ctx: Context,
  matches: readonly StoredVersion[],
  request: SearchRequest,
): Promise<readonly StoredVersion[]> {
  for (const { type, parameter } of [...request.include, ...request.revinclude]) needReference(type, parameter)
  if (matches.length === 0 || (request.include.length === 0 && request.revinclude.length === 0)) return []
  const found = [
    ...(await forward(ctx, matches, request.include)),
    ...(await backward(ctx, matches, request.revinclude)),
  ]
  const seen = new Set(matches.map((one) => `${one.type}/${one.id}`))
  return found.filter((one) => {
    const key = `${one.type}/${one.id}`
    const fresh = !seen.has(key)
    seen.add(key)
    return fresh
  })
}

async function forward(
  ctx: Context,
  matches: readonly StoredVersion[],
  wanted: readonly Inclusion[],
): Promise<readonly StoredVersion[]> {
  const targets = new Map<string, { type: string; id: string }>()
  for (const { type, parameter, target } of wanted) {
    for (const match of matches.filter((one) => one.type === type))
      for (const to of referencesIn(ctx, type, parameter, match.content))
        if (target === undefined || target === to.type) targets.set(`${to.type}/${to.id}`, to)
  }
  if (targets.size === 0) return []
  const list = [...targets.values()].slice(0, mostIncluded)
  const { rows } = await sql<Row>`
    select r.type, r.id, r.version, r.recorded_at, r.content, r.hash
    from unnest(${list.map((one) => typeNumber(one.type))}::smallint[], ${list.map((one) => one.id)}::text[]) as x(type, id)
    join resource r on r.facility = ${ctx.facility} and r.type = x.type and r.id = x.id`.execute(ctx.db)
  return rows.map(storedOf)
}

async function backward(
  ctx: Context,
  matches: readonly StoredVersion[],
  wanted: readonly Inclusion[],
): Promise<readonly StoredVersion[]> {
  const found: StoredVersion[] = []
  for (const { type, parameter } of wanted) {
    const { hash } = scopeOf(ctx, type)
    const hashes = matches.map((one) => hash(`${parameter}=${one.type}/${one.id}`))
    const { rows } = await sql<Row>`
      select r.type, r.id, r.version, r.recorded_at, r.content, r.hash from resource r
      where r.toks && ${hashes}::bigint[] and r.facility = ${ctx.facility} and r.type = ${typeNumber(type)}
      limit ${mostIncluded + 1}`.execute(ctx.db)
    if (rows.length > mostIncluded)
      throw storeErrors.tooCostly({ reason: `_revinclude=${type}:${parameter} finds too many` })
    found.push(...rows.map(storedOf))
  }
  return found
}

function needReference(type: string, code: string): void {
  scopeOfType(type)
  if (findParameter(type, code).kind !== 'reference')
    throw storeErrors.badValue({ parameter: '_include', value: `${type}:${code}`, reason: 'not a reference' })
}

function scopeOfType(type: string): void {
  if (!structures.isResource(type)) throw storeErrors.unknownType({ type: type.slice(0, 60) })
}

function storedOf(row: Row): StoredVersion {
  return {
    type: structures.resourceTypeName(row.type),
    id: row.id,
    version: row.version,
    recordedAt: row.recorded_at,
    deleted: false,
    content: row.content,
    hash: row.hash,
  }
}
