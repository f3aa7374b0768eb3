import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from './definitions.ts'
import { storeErrors } from './errors.ts'
import type { StoredVersion } from './types.ts'

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
  readonly since?: Date
  /** Only entries stored before this one: `seq` of the last entry of the page before. */
  readonly before?: number
  readonly count?: number
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

const usualPage = 50
const mostPerPage = 1000
const kinds = { c: 'create', u: 'update', d: 'delete' } as const

/** Versions of one resource, a type, a patient or everything, newest first. */
export async function listHistory(ctx: Context, query: HistoryQuery): Promise<readonly HistoryEntry[]> {
  const { type, id, patientId, since, before } = query
  if (type !== undefined && !structures.isResource(type))
    throw storeErrors.unknownType({ type: type.slice(0, 60) })
  const count = Math.min(query.count ?? usualPage, mostPerPage)
  const { rows } = await sql<Row>`
    select type, id, version, seq, kind, recorded_at, actor, content, hash, patient from resource_version
    where facility = ${ctx.facility} and version > 0
      ${type === undefined ? sql`` : sql`and type = ${typeNumber(type)}`}
      ${id === undefined ? sql`` : sql`and id = ${id}`}
      ${patientId === undefined ? sql`` : sql`and patient = ${patientId}`}
      ${since === undefined ? sql`` : sql`and recorded_at >= ${since}`}
      ${before === undefined ? sql`` : sql`and seq < ${before}`}
    order by seq desc limit ${count}`.execute(ctx.db)
  if (rows.length === 0 && type !== undefined && id !== undefined && since === undefined && before === undefined)
    throw commonErrors.notFound({ type, id })
  return rows.map((row) => ({
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
  }))
}
