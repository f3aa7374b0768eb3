import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { storeErrors } from '../errors.ts'
import { inclusionProof, inclusionRanges, placesOf } from './merkle.ts'
import { readNodes } from './read-nodes.ts'
import { orderLeaves } from './sequence.ts'

/** A leaf with its place in a tree. */
export interface Placed {
  readonly seq: number
  readonly position: number
}

export interface ProvenLeaf extends Placed {
  readonly proof: readonly Buffer[]
}

const pollMs = 50

/** Places of leaves, in order; waits for those whose transaction ended just now. Throws `store.ledgerWaits`. */
export async function placesOfLeaves(
  ctx: Context,
  seqs: readonly number[],
  mostMs = 10_000,
): Promise<readonly Placed[]> {
  for (let waited = 0; ; waited += pollMs) {
    const size = await orderLeaves(ctx)
    const { rows } = await sql<Placed>`
      select p.seq, p.position from unnest(${seqs}::bigint[]) as x(seq)
      join ledger_position p on p.facility = ${ctx.facility} and p.seq = x.seq order by p.position`.execute(ctx.db)
    if (rows.length >= new Set(seqs).size) return rows
    if (waited >= mostMs) throw storeErrors.ledgerWaits({ size })
    await setTimeout(pollMs)
  }
}

/** Proofs of many leaves in one tree, asked for at once. */
export async function proveLeaves(
  ctx: Context,
  places: readonly Placed[],
  size: number,
): Promise<readonly ProvenLeaf[]> {
  const nodeAt = await readNodes(ctx, placesOf(places.flatMap(({ position }) => inclusionRanges(position, size))))
  return places.map((place) => ({ ...place, proof: inclusionProof(nodeAt, place.position, size) }))
}
