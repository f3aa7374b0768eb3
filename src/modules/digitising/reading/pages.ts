import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { PageReading } from './read-page.ts'

export interface ReadPage extends PageReading {
  readonly page: number
}

interface ToRead {
  readonly id: string
  readonly clean: string
  readonly pages: number
}

export const putInLine = (ctx: Context, id: string) =>
  sql`insert into scan_to_read (facility, scan_id, since) values (${ctx.facility}, ${id}::uuid, ${ctx.now()})
    on conflict do nothing`.execute(ctx.db)

/** The scan whose turn it is: it has waited longest since it was last read. */
export async function nextInLine(ctx: Context): Promise<ToRead | undefined> {
  const { rows } = await sql<ToRead>`
    select s.id, s.clean, s.pages from scan_to_read r
    join scan s on s.facility = r.facility and s.id = r.scan_id
    where r.facility = ${ctx.facility} order by r.since, r.scan_id limit 1`.execute(ctx.db)
  return rows[0]
}

export const toTheEnd = (ctx: Context, id: string) =>
  sql`update scan_to_read set since = ${ctx.now()} where facility = ${ctx.facility} and scan_id = ${id}::uuid`.execute(
    ctx.db,
  )

export const leaveLine = (ctx: Context, id: string) =>
  sql`delete from scan_to_read where facility = ${ctx.facility} and scan_id = ${id}::uuid`.execute(ctx.db)

/** Keeps what was read; a scan that was destroyed meanwhile takes nothing. */
export async function keepPage(ctx: Context, id: string, page: number, reading: PageReading): Promise<void> {
  const { state, text, confidence, turned } = reading
  await sql`
    insert into scan_page (facility, scan_id, page, state, text, confidence, turned, read_at)
    select ${ctx.facility}, ${id}::uuid, ${page}, ${state}, ${text.replaceAll('\0', '')}, ${Math.round(confidence)},
      ${turned}, ${ctx.now()}
    where exists (select 1 from scan where facility = ${ctx.facility} and id = ${id}::uuid)
    on conflict do nothing`.execute(ctx.db)
}

/** Pages of a scan that were read, in order. */
export async function listPages(ctx: Context, id: string): Promise<readonly ReadPage[]> {
  const { rows } = await sql<ReadPage>`
    select page, state, text, confidence, turned from scan_page
    where facility = ${ctx.facility} and scan_id = ${id}::uuid order by page`.execute(ctx.db)
  return rows
}

/** What was read in a scan that turned out not to be faithful is of no use. */
export async function forgetPages(ctx: Context, id: string): Promise<void> {
  await leaveLine(ctx, id)
  await sql`delete from scan_page where facility = ${ctx.facility} and scan_id = ${id}::uuid`.execute(ctx.db)
}
