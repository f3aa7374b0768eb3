import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** Contents up to here are counted as if all had it. */
const shortBytes = 4096

/**
 * Where leaves from `first` on, before `last`, have so many bytes of contents: before the one with which they have more, but
 * never before the second. Lengths are known unread.
 */
export async function stretchEnd(ctx: Context, first: number, last: number, bytes: number): Promise<number> {
  if ((await longBytes(ctx, first, last)) <= bytes - (last - first) * shortBytes) return last
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

/** Bytes of long contents around some leaves: read in the order they were written in, a tenth of the work of the exact sum. */
async function longBytes(ctx: Context, first: number, last: number): Promise<number> {
  const long = (table: string, column: string) => sql`coalesce((
    select sum(octet_length(${sql.ref(`t.${column}`)})) from ${sql.table(table)} t
    where t.facility = ${ctx.facility} and t.seq between s.lo and s.hi
      and octet_length(${sql.ref(`t.${column}`)}) > ${shortBytes}), 0)`
  const { rows } = await sql<{ bytes: number }>`
    select (${long('resource_version', 'content')} + ${long('audit_event', 'content')}
      + ${long('event_pack', 'told')})::float8 as bytes
    from (select min(seq) as lo, max(seq) as hi from (
      select seq from ledger_position
      where facility = ${ctx.facility} and position >= ${first} and position < ${last} offset 0) p) s`.execute(
    ctx.db,
  )
  return rows[0]?.bytes ?? 0
}
