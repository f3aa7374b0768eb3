import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from './definitions.ts'
import { storeErrors } from './errors.ts'
import { onlyPermitted, requirePermitted } from './permitted.ts'
import { versionsOfLists } from './search/lists.ts'
import { scopeOf } from './search/read-conditions.ts'
import type { StoredVersion } from './types.ts'
import { withinBytes } from './within-bytes.ts'

export interface HistoryEntry extends StoredVersion {
  readonly kind: 'create' | 'update' | 'delete'
  /** Order of storing; the cursor of the next page. */
  readonly seq: number
  /** Id of the actor who wrote it. */
  readonly actor: string
}

export interface HistoryQuery {
  readonly type?: string
  readonly id?: string
  readonly patientId?: string
  /** Only members of these lists: ids or names, as the parameter `_list` has them. */
  readonly lists?: string
  readonly since?: Date
  /** Only versions that were current at some moment of this period. */
  readonly at?: { readonly from: Date; readonly to: Date }
  /** Only entries after this one in the order asked for: `seq` of the last entry of the page before. */
  readonly cursor?: number
  readonly count?: number
  /** Oldest first; newest first otherwise. */
  readonly ascending?: boolean
}

interface Row {
  readonly type: number
  readonly id: string
  readonly version: number
  readonly seq: number
  readonly kind: 'c' | 'u' | 'd'
  readonly recorded_at: Date
  readonly actor: string
  readonly content: Buffer
  readonly hash: Buffer
  readonly patient: string | null
}

export interface History {
  readonly entries: readonly HistoryEntry[]
  /** Whether there may be a next page. */
  readonly more: boolean
  /** Where the next page goes on, after entries that the actor may not see too. */
  readonly last?: number
}

const usualPage = 50
const mostPerPage = 1000
const kinds = { c: 'create', u: 'update', d: 'delete' } as const

/** Versions of one resource, a type, a patient or everything, newest first unless asked otherwise. */
export async function listHistory(ctx: Context, query: HistoryQuery): Promise<History> {
  const { type, id, cursor } = query
  if (type !== undefined && id !== undefined) await requirePermitted(ctx, { type, id })
  const count = Math.min(query.count ?? usualPage, mostPerPage)
  const versions = sql<Row>`
    select type, id, version, seq, kind, recorded_at, actor, content, hash, patient from resource_version v
    where ${await asked(ctx, query)}
      ${cursor === undefined ? sql`` : sql`and seq ${query.ascending ? sql`>` : sql`<`} ${cursor}`}
    order by seq ${query.ascending ? sql`asc` : sql`desc`} limit ${count}`
  const { rows } = await withinBytes(versions).execute(ctx.db)
  const last = rows.at(-1)?.seq
  if (rows.length === 0 && type !== undefined && id !== undefined && !(await hasVersions(ctx, type, id)))
    throw commonErrors.notFound({ type, id })
  const more = rows.length === count || rows.length < (rows[0]?.found ?? 0)
  return { entries: await onlyPermitted(ctx, rows.map(entryOf)), more, ...(last ? { last } : {}) }
}

function entryOf(row: Row): HistoryEntry {
  return {
    type: structures.resourceTypeName(row.type),
    id: row.id,
    version: row.version,
    recordedAt: row.recorded_at,
    deleted: row.kind === 'd',
    content: row.content,
    hash: row.hash,
    patientId: row.patient ?? undefined,
    kind: kinds[row.kind],
    seq: row.seq,
    actor: row.actor,
  }
}

/** Most versions that are counted. */
const mostCounted = 10_000

/** How many versions a history holds on all its pages; undefined when they are too many, or some may be hidden. */
export async function countHistory(ctx: Context, query: HistoryQuery): Promise<number | undefined> {
  if (ctx.access) return undefined
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select 1 from resource_version v where ${await asked(ctx, query)} limit ${mostCounted + 1}) x`.execute(
    ctx.db,
  )
  const n = rows[0]?.n ?? 0
  return n > mostCounted ? undefined : n
}

async function asked(ctx: Context, { type, id, patientId, lists, since, at }: HistoryQuery) {
  if (type !== undefined && !structures.isResource(type))
    throw storeErrors.unknownType({ type: type.slice(0, 60) })
  const members = lists === undefined ? undefined : await versionsOfLists(ctx, lists, (one) => scopeOf(ctx, one))
  return sql`facility = ${ctx.facility} and version > 0
    ${type === undefined ? sql`` : sql`and type = ${typeNumber(type)}`}
    ${id === undefined ? sql`` : sql`and id = ${id}`}
    ${patientId === undefined ? sql`` : sql`and patient = ${patientId}`}
    ${members === undefined ? sql`` : sql`and ${members}`}
    ${since === undefined ? sql`` : sql`and recorded_at >= ${since}`}
    ${at === undefined ? sql`` : sql`and ${currentWithin(ctx, at)}`}`
}

/** A version is current from its storing until the next one of the same resource is stored. */
function currentWithin(ctx: Context, at: { readonly from: Date; readonly to: Date }) {
  return sql`recorded_at <= ${at.to} and not exists (
    select 1 from resource_version later
    where later.facility = ${ctx.facility} and later.type = v.type and later.id = v.id
      and later.version > v.version and later.recorded_at <= ${at.from})`
}

async function hasVersions(ctx: Context, type: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from resource_version
    where facility = ${ctx.facility} and type = ${typeNumber(type)} and id = ${id} limit 1`.execute(ctx.db)
  return rows.length > 0
}
