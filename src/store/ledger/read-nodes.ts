import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { NodeAt, Place } from './merkle.ts'

const keyOf = (place: Place) => `${place.level}/${place.index}`

/** Reads the hashes of nodes at once, to be looked up while a proof is made. */
export async function readNodes(ctx: Context, places: readonly Place[]): Promise<NodeAt> {
  const { rows } = await sql<{ level: number; index: number; hash: Buffer | null }>`
    select x.level, x.index, case when x.level = 0
      then (select p.leaf_hash from ledger_position p where p.facility = ${ctx.facility} and p.position = x.index)
      else (select n.hash from ledger_node n
            where n.facility = ${ctx.facility} and n.level = x.level and n.index = x.index) end as hash
    from unnest(${places.map((one) => one.level)}::smallint[], ${places.map((one) => one.index)}::bigint[]) as x(level, index)`.execute(
    ctx.db,
  )
  const known = new Map(rows.map((row) => [keyOf(row), row.hash]))
  return (place) => {
    const found = known.get(keyOf(place))
    if (!found) throw new Error(`The ledger has no node ${keyOf(place)}`)
    return found
  }
}
