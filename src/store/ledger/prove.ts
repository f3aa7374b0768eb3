import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { typeNumber } from '../definitions.ts'
import { consistencyProof, consistencyRanges, inclusionProof, inclusionRanges, placesOf } from './merkle.ts'
import { readNodes } from './read-nodes.ts'

/** That a leaf is in the ledger: checked by `verifyInclusion` with nothing else. */
export interface Inclusion {
  readonly seq: number
  readonly position: number
  readonly size: number
  readonly leafHash: Buffer
  readonly proof: readonly Buffer[]
}

/** Which leaf is asked for. */
export type LeafOf =
  | { readonly seq: number }
  | { readonly type: string; readonly id: string; readonly version: number }
  | { readonly auditId: string }
  /** Of a leaf that is neither a version nor an event. */
  | { readonly line: string }

interface Row {
  readonly seq: number
  readonly position: number
  readonly leaf_hash: Buffer
}

/**
 * Proof of a leaf in a tree of `size` leaves (a tree head's); undefined while the leaf has no position in it
 * yet: run `sequenceLedger` first.
 */
export async function proveInclusion(ctx: Context, of: LeafOf, size: number): Promise<Inclusion | undefined> {
  const { rows } = await sql<Row>`
    select p.seq, p.position, p.leaf_hash from ledger_position p
    where p.facility = ${ctx.facility} and p.seq = (${seqOf(ctx, of)})`.execute(ctx.db)
  const row = rows[0]
  if (!row || row.position >= size) return undefined
  const nodeAt = await readNodes(ctx, placesOf(inclusionRanges(row.position, size)))
  return {
    seq: row.seq,
    position: row.position,
    size,
    leafHash: row.leaf_hash,
    proof: inclusionProof(nodeAt, row.position, size),
  }
}

function seqOf(ctx: Context, of: LeafOf) {
  if ('seq' in of) return sql`select ${of.seq}::bigint`
  if ('line' in of)
    return sql`select min(l.seq) from ledger_line l where l.facility = ${ctx.facility} and l.line = ${of.line}`
  if ('auditId' in of)
    return sql`select coalesce(
      (select a.seq from audit_event a where a.facility = ${ctx.facility} and a.id = ${of.auditId}::uuid),
      (${packOf(ctx, of.auditId)}),
      (select min(g.seq) from audit_removed g where g.facility = ${ctx.facility} and g.id = ${of.auditId}::uuid))`
  return sql`select v.seq from resource_version v where v.facility = ${ctx.facility}
    and v.type = ${typeNumber(of.type)} and v.id = ${of.id} and v.version = ${of.version}`
}

/** The pack that tells an event: its id holds the time at which it was made, and a pack is stored soon after. */
function packOf(ctx: Context, eventId: string) {
  const madeAt = Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16) / 1000
  return sql`select min(p.seq) from event_pack p where p.facility = ${ctx.facility}
    and p.at >= to_timestamp(${madeAt}) and p.at < to_timestamp(${madeAt}) + interval '1 minute'
    and strpos(p.told, ${`"id":"${eventId}"`}) > 0`
}

/** Proof that the tree of `size` leaves begins with the tree of `first` leaves. */
export async function proveConsistency(ctx: Context, first: number, size: number): Promise<readonly Buffer[]> {
  if (first === 0) return []
  return consistencyProof(await readNodes(ctx, placesOf(consistencyRanges(first, size))), first, size)
}
