import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Alarm, Part } from './contract.ts'

export interface OpenAlarm {
  readonly id: string
  readonly area: string
  readonly part: string
}

/** Opens an alarm for each part that is red and has none, and ends those of parts that are red no more. */
export async function followParts(
  ctx: Context,
  parts: readonly Part[],
): Promise<{ readonly begun: readonly string[]; readonly ended: readonly string[] }> {
  const red = new Map(parts.filter(({ level }) => level === 'red').map((one) => [keyOf(one), one]))
  const { rows: open } = await sql<OpenAlarm>`
    select id, area, part from alarm where facility = ${ctx.facility} and ended_at is null`.execute(ctx.db)
  const known = new Set(open.map(keyOf))
  const begun: string[] = []
  for (const [key, part] of red) if (!known.has(key)) begun.push(...(await begin(ctx, part)))
  const over = open.filter((one) => !red.has(keyOf(one))).map(({ id }) => id)
  if (over.length > 0)
    await sql`update alarm set ended_at = ${ctx.now()}
      where facility = ${ctx.facility} and id = any(${over}::uuid[]) and ended_at is null`.execute(ctx.db)
  return { begun, ended: over }
}

const keyOf = ({ area, part }: Pick<Part, 'area' | 'part'>) => `${area} ${part}`

async function begin(ctx: Context, { area, part, code, details }: Part): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into alarm (facility, id, area, part, code, details, began_at)
    values (${ctx.facility}, ${ctx.newId()}, ${area}, ${part}, ${code}, ${JSON.stringify(details)}::jsonb, ${ctx.now()})
    on conflict (facility, area, part) where ended_at is null do nothing returning id`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

const shown = 50

interface Row extends OpenAlarm {
  readonly code: string
  readonly details: Alarm['details']
  readonly began_at: Date
  readonly ended_at: Date | null
  readonly notices: Alarm['notices']
}

/** The newest alarms with whom they were told to. */
export async function listAlarms(ctx: Context): Promise<readonly Alarm[]> {
  const { rows } = await sql<Row>`
    select a.id, a.area, a.part, a.code, a.details, a.began_at, a.ended_at, coalesce((
      select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('channel', n.channel, 'kind', n.kind, 'state', n.state,
        'at', n.sent_at, 'fault', n.fault)) order by n.kind, n.channel)
      from alarm_notice n where n.facility = a.facility and n.alarm_id = a.id), '[]') as notices
    from alarm a where a.facility = ${ctx.facility} order by a.began_at desc limit ${shown}`.execute(ctx.db)
  return rows.map(({ began_at: begun, ended_at: ended, ...alarm }) => ({
    ...alarm,
    beganAt: begun.toISOString(),
    ...(ended ? { endedAt: ended.toISOString() } : {}),
  }))
}
