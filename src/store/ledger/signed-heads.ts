import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** A tree head under the seal of the facility. */
export interface SignedHead {
  readonly size: number
  readonly at: Date
  readonly reason: HeadReason
  /** What is signed: `headText`. */
  readonly text: string
  /** Detached CMS with a time stamp, DER; read back, it has the proofs that came since. */
  readonly signature: Buffer
}

export type HeadReason = 'interval' | 'archiving' | 'export'

export async function storeSignedHead(ctx: Context, head: SignedHead): Promise<void> {
  await sql`select ledger_store_signed_head(
    ${ctx.facility}, ${head.size}, ${head.at}, ${head.reason}, ${head.text}, ${head.signature})`.execute(ctx.db)
}

const heads = (ctx: Context) => sql`
  select h.size, h.at, h.reason, h.text, coalesce(p.signature, h.signature) as signature from signed_head h
  left join head_proof p on p.facility = h.facility and p.size = h.size
  where h.facility = ${ctx.facility}`

/** Newest first; those smaller than `before` when it is given. */
export async function listSignedHeads(
  ctx: Context,
  { count, before }: { readonly count: number; readonly before?: number | undefined },
): Promise<readonly SignedHead[]> {
  const { rows } = await sql<SignedHead>`
    ${heads(ctx)} ${before === undefined ? sql`` : sql`and h.size < ${before}`}
    order by h.size desc limit ${count}`.execute(ctx.db)
  return rows
}

export async function findSignedHead(ctx: Context, size: number): Promise<SignedHead | undefined> {
  const { rows } = await sql<SignedHead>`
    ${heads(ctx)} and h.size = ${size}`.execute(ctx.db)
  return rows[0]
}

/** Why a head is due: a record was archived since the last signed one, or anything was written. */
export interface HeadsDue {
  readonly last: { readonly size: number; readonly at: Date } | undefined
  readonly leaves: boolean
  readonly archivings: boolean
}

/** Archivings may come into order later than their number says: so many of the newest are looked at. */
const looked = 200

export async function readHeadsDue(ctx: Context): Promise<HeadsDue> {
  const [last] = await listSignedHeads(ctx, { count: 1 })
  const size = last?.size ?? 0
  const { rows } = await sql<{ leaves: boolean; archivings: boolean }>`
    select
      exists (select 1 from ledger_state s where s.facility = ${ctx.facility} and s.size > ${size}) as leaves,
      exists (
        select 1 from (
          select l.seq from ledger_line l where l.facility = ${ctx.facility} and l.kind = 'archived'
          order by l.seq desc limit ${looked}) a
        left join ledger_position p on p.facility = ${ctx.facility} and p.seq = a.seq
        where p.position is null or p.position >= ${size}) as archivings`.execute(ctx.db)
  return { last, leaves: rows[0]?.leaves ?? false, archivings: rows[0]?.archivings ?? false }
}
