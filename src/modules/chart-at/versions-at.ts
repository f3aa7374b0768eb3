import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures } from '#store/definitions.ts'
import { versionLine } from '#store/ledger/leaf-line.ts'

interface Row {
  readonly type: number
  readonly id: string
  readonly version: number
  readonly recorded_at: Date
  readonly content: Buffer
  readonly hash: Buffer
  readonly leaf_hash: Buffer | null
}

export interface VersionAt {
  readonly type: string
  readonly id: string
  readonly version: number
  readonly recordedAt: Date
  readonly content: Buffer
  readonly hash: Buffer
  /** The bytes have the recorded hash, and the ledger has the leaf of it. */
  readonly agrees: boolean
}

/** The version of each resource of a record that was current at a time. */
export async function versionsAt(
  ctx: Context,
  of: { readonly recordId: string; readonly patientId: string; readonly at: Date },
): Promise<readonly VersionAt[]> {
  const { rows } = await sql<Row>`
    with member as (
      select r.type, r.id from resource r where r.facility = ${ctx.facility} and r.record = ${of.recordId}
      union
      select v.type, v.id from resource_version v
        where v.facility = ${ctx.facility} and v.patient = ${of.patientId} and v.record = ${of.recordId})
    select m.type, m.id, v.version, v.recorded_at, v.content, v.hash, coalesce(l.leaf_hash, v.leaf_hash) as leaf_hash
    from member m cross join lateral (
      select x.* from resource_version x
      where x.facility = ${ctx.facility} and x.type = m.type and x.id = m.id and x.recorded_at <= ${of.at}
      order by x.version desc limit 1) v
    left join ledger_position l on l.facility = v.facility and l.seq = v.seq
    where v.kind <> 'd' and v.record = ${of.recordId}
    order by m.type, m.id`.execute(ctx.db)
  return rows.map((row) => {
    const type = structures.resourceTypeName(row.type)
    const line = versionLine({ facility: ctx.facility, type, id: row.id, version: row.version, hash: row.hash })
    const { id, version, recorded_at: recordedAt, content, hash, leaf_hash: leaf } = row
    const agrees = sha256(content).equals(hash) && leaf !== null && sha256(`\0${line}`).equals(leaf)
    return { type, id, version, recordedAt, content, hash, agrees }
  })
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()

/** One hash of a whole chart: SHA-256 over a line for each version, `Type/id/_history/version sha256`, in order of name. */
export function chartHash(
  versions: readonly {
    readonly type: string
    readonly id: string
    readonly version: number
    readonly hash: Buffer
  }[],
): string {
  const lines = versions.map(
    (one) => `${one.type}/${one.id}/_history/${one.version} ${one.hash.toString('hex')}\n`,
  )
  return createHash('sha256').update(lines.sort().join('')).digest('hex')
}
