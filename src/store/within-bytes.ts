import { type RawBuilder, sql } from 'kysely'
import { storeErrors } from './errors.ts'

/**
 * Most bytes of resources in one answer; a larger one stands alone. A scan in a DocumentReference has 20 MB, so a page
 * of a hundred of them would not fit into the memory of the database or of this process.
 */
export const mostBytes = 32 * 1024 * 1024

interface Counted {
  /** How many there are without the limit. */
  readonly found: number
}

/** The first rows of a question, in its order, whose contents are not too long together. Lengths are known unread. */
export function withinBytes<R>(query: RawBuilder<R>): RawBuilder<R & Counted> {
  return sql<R & Counted>`
    select * from (
      select q.*, count(*) over ()::int as found, row_number() over w as place,
        sum(octet_length(q.content)) over w - octet_length(q.content) as ahead
      from (${query}) q window w as (rows unbounded preceding)) x
    where ahead < ${sql.lit(mostBytes)} order by place`
}

/** Whether a question that asked for so many rows may have more behind those that it gave. */
export function mayHaveMore(rows: readonly Counted[], limit: number): boolean {
  return rows.length === limit || rows.length < (rows[0]?.found ?? 0)
}

/** Where an answer cannot go on with a next page. */
export function refuseCut(rows: readonly Counted[]): void {
  if (rows.length < (rows[0]?.found ?? 0))
    throw storeErrors.tooCostly({ reason: `the resources have more than ${mostBytes / 1024 / 1024} MB together` })
}
