import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'
import { auditLine, type LeafKind, packLine, versionLine } from './leaf-line.ts'

/** A leaf with its line, and the text that it is of where that is no file. */
export interface Entry {
  readonly position: number
  readonly kind: LeafKind
  readonly hash: Buffer
  readonly line: string
  /** Bytes of a version or text of an event; undefined for a deletion, leaves of files, and events that were removed. */
  readonly content: Buffer | undefined
}

interface Row {
  readonly position: number
  readonly kind: LeafKind
  readonly leaf_hash: Buffer
  readonly type: number | null
  readonly id: string | null
  readonly version: number | null
  readonly deleted: boolean | null
  readonly content: Buffer | null
  readonly hash: Buffer | null
  readonly line: string | null
}

/** Entries of the ledger in order, with what each is of. */
export async function listEntries(ctx: Context, from: number, to: number): Promise<readonly Entry[]> {
  const { rows } = await sql<Row>`
    select p.position, p.leaf_hash, v.type,
      case when v.id is not null then 'version' when a.id is not null then 'audit' when e.id is not null then 'events'
        else coalesce(g.kind, k.kind) end as kind,
      coalesce(v.id, a.id::text, e.id::text, g.id::text) as id, v.version, v.kind = 'd' as deleted,
      coalesce(v.content, convert_to(coalesce(a.content, e.told), 'UTF8')) as content,
      coalesce(v.hash, a.hash, e.hash, g.hash) as hash, k.line
    from ledger_position p
    left join resource_version v on v.facility = p.facility and v.seq = p.seq
    left join audit_event a on a.facility = p.facility and a.seq = p.seq
    left join event_pack e on e.facility = p.facility and e.seq = p.seq
    left join audit_removed g on g.facility = p.facility and g.seq = p.seq
    left join ledger_line k on k.facility = p.facility and k.seq = p.seq
    where p.facility = ${ctx.facility} and p.position >= ${from} and p.position < ${to}
    order by p.position`.execute(ctx.db)
  return rows.map((row) => entryOf(ctx.facility, row))
}

function entryOf(facility: number, row: Row): Entry {
  const { position, kind, leaf_hash: hash, content, deleted } = row
  return {
    position,
    kind,
    hash,
    line: lineOf(facility, row),
    content: deleted ? undefined : (content ?? undefined),
  }
}

/** Throws when the ledger has a leaf whose row is gone: no export hides that. */
function lineOf(facility: number, { position, kind, line, type, id, version, hash }: Row): string {
  if (line !== null) return line
  if (id === null || hash === null) throw new Error(`The entry ${position} of the ledger has lost what it is of`)
  if (kind === 'events') return packLine({ facility, id, hash })
  if (type === null || version === null) return auditLine({ facility, id, hash })
  return versionLine({ facility, type: structures.resourceTypeName(type), id, version, hash })
}
