import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** How far the signature of a head is proven for later years. */
export interface HeadProof {
  readonly size: number
  /** The signature with its proofs: detached CMS, DER. */
  readonly signature: Buffer
  readonly level: 'B-B' | 'B-T' | 'B-LT' | 'B-LTA'
  readonly state: 'accepted' | 'waiting' | 'refused'
  /** Code of an error, or what is wrong. */
  readonly reason: string | undefined
  readonly tries: number
  readonly nextTry: Date | null
  readonly renewBy: Date | undefined
}

/** Heads whose proofs are owed or grow old, the longest waiting first. */
export async function listDueHeads(ctx: Context, most: number): Promise<readonly HeadProof[]> {
  const { rows } = await sql<HeadProof>`
    select size, signature, level, state, reason, tries, next_try as "nextTry", renew_by as "renewBy" from head_proof
    where facility = ${ctx.facility} and next_try <= ${ctx.now()} order by next_try limit ${most}`.execute(ctx.db)
  return rows
}

export async function storeHeadProof(ctx: Context, proof: HeadProof): Promise<void> {
  const { size, signature, level, state, reason = null, tries, nextTry, renewBy = null } = proof
  await sql`
    insert into head_proof (facility, size, signature, level, state, reason, tries, next_try, renew_by)
    values (${ctx.facility}, ${size}, ${signature}, ${level}, ${state}, ${reason}, ${tries}, ${nextTry}, ${renewBy})
    on conflict (facility, size) do update set signature = excluded.signature, level = excluded.level,
      state = excluded.state, reason = excluded.reason, tries = excluded.tries, next_try = excluded.next_try,
      renew_by = excluded.renew_by
    where head_proof.tries < excluded.tries`.execute(ctx.db)
}
