import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '../definitions.ts'

/** A stored version with the number of its leaf. */
export interface VersionLeaf {
  readonly seq: number
  readonly type: string
  readonly id: string
  readonly version: number
  readonly deleted: boolean
  /** Empty when deleted. */
  readonly content: Buffer
  readonly hash: Buffer
}

interface Row {
  readonly seq: number
  readonly type: number
  readonly id: string
  readonly version: number
  readonly kind: string
  readonly content: Buffer
  readonly hash: Buffer
}

const leafOf = (row: Row): VersionLeaf => ({
  seq: row.seq,
  type: structures.resourceTypeName(row.type),
  id: row.id,
  version: row.version,
  deleted: row.kind === 'd',
  content: row.content,
  hash: row.hash,
})

/** Every version of every resource that belongs to a record or once did, in order of storing. */
export async function listRecordVersions(
  ctx: Context,
  recordId: string,
  patientId: string,
): Promise<readonly VersionLeaf[]> {
  const { rows } = await sql<Row>`
    with member as (
      select r.type, r.id from resource r where r.facility = ${ctx.facility} and r.record = ${recordId}
      union
      select v.type, v.id from resource_version v
      where v.facility = ${ctx.facility} and v.patient = ${patientId} and v.record = ${recordId})
    select v.seq, v.type, v.id, v.version, v.kind, v.content, v.hash
    from member m cross join lateral (
      select * from resource_version x
      where x.facility = ${ctx.facility} and x.type = m.type and x.id = m.id and x.version > 0 offset 0) v
    order by v.seq`.execute(ctx.db)
  return rows.map(leafOf)
}

/** The versions named. */
export async function listVersions(
  ctx: Context,
  keys: readonly { readonly type: string; readonly id: string; readonly version: number }[],
): Promise<readonly VersionLeaf[]> {
  const { rows } = await sql<Row>`
    select v.seq, v.type, v.id, v.version, v.kind, v.content, v.hash
    from unnest(${keys.map((one) => typeNumber(one.type))}::smallint[], ${keys.map((one) => one.id)}::text[],
                ${keys.map((one) => one.version)}::integer[]) as x(type, id, version)
    join resource_version v on v.facility = ${ctx.facility} and v.type = x.type and v.id = x.id
      and v.version = x.version order by v.seq`.execute(ctx.db)
  return rows.map(leafOf)
}

/** Leaves that keep their line, by how it begins. */
export async function listLines(
  ctx: Context,
  beginnings: readonly string[],
): Promise<readonly { readonly seq: number; readonly line: string }[]> {
  const { rows } = await sql<{ seq: number; line: string }>`
    select l.seq, l.line from unnest(${beginnings}::text[]) as x(beginning)
    cross join lateral (
      select k.seq, k.line from ledger_line k
      where k.facility = ${ctx.facility} and k.line ~>=~ x.beginning and k.line ~<~ (x.beginning || 'g') offset 0) l
    order by l.seq`.execute(ctx.db)
  return rows
}
