import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { channelsOf, type Told } from './channels.ts'
import type { Notice } from './contract.ts'
import { sayPart } from './say-part.ts'

/** Notes whom an alarm's beginning or end is to be told. */
export async function owe(ctx: Context, alarms: readonly string[], kind: Notice['kind']): Promise<void> {
  const channels = [...channelsOf(ctx.config).keys()]
  if (alarms.length === 0 || channels.length === 0) return
  await sql`
    insert into alarm_notice (facility, alarm_id, channel, kind, next_at)
    select ${ctx.facility}, a, c, ${kind}, ${ctx.now()}
    from unnest(${alarms}::uuid[]) a cross join unnest(${channels}::text[]) c
    on conflict do nothing`.execute(ctx.db)
}

interface Due extends Omit<Told, 'text' | 'at' | 'facility'> {
  readonly channel: Notice['channel']
  readonly tries: number
  readonly details: Readonly<Record<string, string | number>>
  readonly began_at: Date
  readonly ended_at: Date | null
}

/** After eight tries, about an hour, it is given up; the page shows it. */
const mostTries = 8
const pauseSeconds = (tries: number) => 30 * 2 ** tries
/** One that is due later than that was noted before the clock was set back. */
const longestPauseMs = pauseSeconds(mostTries) * 1000
const atOnce = 50

/** Tells what is owed. Counts what was tried. */
export async function tellDue(ctx: Context): Promise<{ expected: number; processed: number; failed: number }> {
  const { rows } = await sql<Due>`
    select n.alarm_id as id, n.channel, n.kind, n.tries, a.area, a.part, a.code, a.details, a.began_at, a.ended_at
    from alarm_notice n join alarm a on a.facility = n.facility and a.id = n.alarm_id
    where n.facility = ${ctx.facility} and n.state = 'waiting'
      and (n.next_at <= ${ctx.now()} or n.next_at > ${new Date(ctx.now().getTime() + longestPauseMs)})
    order by n.next_at limit ${atOnce}`.execute(ctx.db)
  const ways = channelsOf(ctx.config)
  let failed = 0
  for (const due of rows) {
    const fault = await tellOne(ctx, due, ways.get(due.channel))
    if (fault !== undefined) failed++
    await note(ctx, due, fault)
  }
  return { expected: rows.length, processed: rows.length - failed, failed }
}

async function tellOne(
  ctx: Context,
  due: Due,
  way: ((told: Told) => Promise<void>) | undefined,
): Promise<string | undefined> {
  if (!way) return 'no longer set'
  try {
    const { id, kind, area, part, code } = due
    const at = (kind === 'ended' ? (due.ended_at ?? ctx.now()) : due.began_at).toISOString()
    await way({ id, kind, area, part, code, at, facility: await facilityName(ctx), text: sayPart(due) })
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function note(ctx: Context, { id, channel, kind, tries }: Due, fault: string | undefined): Promise<void> {
  const state = fault === undefined ? 'sent' : tries + 1 >= mostTries ? 'given-up' : 'waiting'
  const now = ctx.now()
  await sql`
    update alarm_notice set state = ${state}, tries = tries + 1, fault = ${fault ?? null},
      sent_at = ${fault === undefined ? now : null}, next_at = ${new Date(now.getTime() + pauseSeconds(tries) * 1000)}
    where facility = ${ctx.facility} and alarm_id = ${id} and channel = ${channel} and kind = ${kind}`.execute(
    ctx.db,
  )
}

async function facilityName(ctx: Context): Promise<string> {
  const { rows } = await sql<{ name: string }>`select name from facility where id = ${ctx.facility}`.execute(
    ctx.db,
  )
  return rows[0]?.name ?? ''
}
