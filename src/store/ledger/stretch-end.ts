import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/**
 * Where leaves from `first` on, before `last`, have so many bytes of contents: before the one with which they have more, but
 * never before the second. Lengths are known unread.
 */
export async function stretchEnd(ctx: Context, first: number, last: number, bytes: number): Promise<number> {
  const { rows } = await sql<{ over: number | null }>`
    select min(x.position)::float8 as over from (
      select p.position, sum(coalesce(octet_length(v.content), octet_length(a.content), octet_length(e.told), 0))
        over (order by p.position) as upto
      from ledger_position p
      left join resource_version v on v.facility = p.facility and v.seq = p.seq
      left join audit_event a on a.facility = p.facility and a.seq = p.seq
      left join event_pack e on e.facility = p.facility and e.seq = p.seq
      where p.facility = ${ctx.facility} and p.position >= ${first} and p.position < ${last}) x
    where x.upto > ${bytes} and x.position > ${first}`.execute(ctx.db)
  return rows[0]?.over ?? last
}
