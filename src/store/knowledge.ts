import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { typeNumber } from './definitions.ts'

export interface KnownVersion {
  readonly type: string
  readonly id: string
  readonly version: number
}

/**
 * Records that versions became known: `released` to the ward, or `viewed` by the actor (idea 9, the third time).
 * Results that become final are recorded by commit itself.
 */
export async function recordKnowledge(
  ctx: Context,
  event: 'released' | 'viewed',
  versions: readonly KnownVersion[],
): Promise<void> {
  if (versions.length === 0) return
  await sql`select store_knowledge(${ctx.facility}, ${event}, ${ctx.actor.id}, ${ctx.now()},
    ${versions.map((one) => typeNumber(one.type))}::smallint[], ${versions.map((one) => one.id)}::text[],
    ${versions.map((one) => one.version)}::integer[])`.execute(ctx.db)
}

export interface KnownEvent {
  readonly version: number
  readonly event: 'released' | 'viewed'
  readonly who: string
  readonly knownAt: Date
}

/** Who came to know which version of a resource, and when; oldest first. */
export async function listKnowledge(ctx: Context, type: string, id: string): Promise<readonly KnownEvent[]> {
  const { rows } = await sql<{ version: number; event: 'released' | 'viewed'; who: string; known_at: Date }>`
    select version, event, who, known_at from knowledge
    where facility = ${ctx.facility} and type = ${typeNumber(type)} and id = ${id} order by seq`.execute(ctx.db)
  return rows.map((row) => ({ version: row.version, event: row.event, who: row.who, knownAt: row.known_at }))
}
