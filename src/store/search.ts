import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { parseStored } from './read.ts'
import { readConditions } from './search/chains.ts'
import { commonTokens } from './search/common-tokens.ts'
import { scopeOf } from './search/conditions.ts'
import { includedIn } from './search/include.ts'
import { afterSql, orderOf, orderSql, ordersByStoring, readCursor, writeCursor } from './search/order.ts'
import { mostPerPage, readRequest } from './search/request.ts'
import { whereSql } from './search/where.ts'
import type { SearchPage, SearchQuery, StoredVersion } from './types.ts'

interface Row {
  readonly id: string
  readonly version: number
  readonly recorded_at: Date
  readonly content: Buffer
  readonly hash: Buffer
  readonly patient: string | null
  readonly keys: readonly (string | number)[]
}

const usualPage = 50

/**
 * Finds resources of a type by a FHIR search. An unknown parameter is refused; the HTTP layer removes it
 * before when the client is lenient.
 */
export async function search(ctx: Context, type: string, query: SearchQuery): Promise<SearchPage> {
  const request = readRequest(query)
  const scope = scopeOf(ctx, type)
  const conditions = await readConditions(scope, request.clauses)
  const where = whereSql(scope, conditions, await commonTokens(ctx), ordersByStoring(request))
  const total = request.total ? await countOf(ctx, where) : undefined
  const counted = total === undefined ? {} : { total }
  if (request.countOnly) return { matches: [], included: [], ...counted }
  const keys = orderOf(scope, request)
  const count = request.count ?? usualPage
  const after = request.cursor === undefined ? sql`` : sql`and ${afterSql(keys, readCursor(request.cursor, keys))}`
  const { rows } = await sql<Row>`
    select r.id, r.version, r.recorded_at, r.content, r.hash, r.patient,
           jsonb_build_array(${sql.join(keys.map((key) => key.expression))}) as keys
    from ${where} ${after} order by ${orderSql(keys)} limit ${count + 1}`.execute(ctx.db)
  const page = rows.slice(0, count)
  const matches = page.map((row) => storedOf(type, row))
  const lastRow = page.at(-1)
  return {
    matches,
    included: await includedIn(ctx, matches, request),
    ...(rows.length > count && lastRow ? { next: writeCursor(lastRow.keys) } : {}),
    ...counted,
  }
}

/** The resources themselves, up to 1,000 unless `_count` says less. */
export async function searchResources<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  query: SearchQuery,
): Promise<T[]> {
  const given = typeof query === 'string' ? new URLSearchParams(query).has('_count') : '_count' in query
  const whole: SearchQuery = given
    ? query
    : typeof query === 'string'
      ? `${query}${query ? '&' : ''}_count=${mostPerPage}`
      : { ...query, _count: String(mostPerPage) }
  const page = await search(ctx, type, whole)
  return page.matches.map((one) => parseStored<T>(one))
}

async function countOf(ctx: Context, where: ReturnType<typeof whereSql>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${where}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

function storedOf(type: string, row: Row): StoredVersion {
  return {
    type,
    id: row.id,
    version: row.version,
    recordedAt: row.recorded_at,
    deleted: false,
    content: row.content,
    hash: row.hash,
    patientId: row.patient ?? undefined,
  }
}
