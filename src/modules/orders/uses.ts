import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

export interface Uses {
  readonly uses: ReadonlyMap<string, number>
  readonly favourites: ReadonlySet<string>
}

interface Used {
  readonly kind: string
  readonly code: string
}

/** Counts what a person orders, so that it comes first the next time. */
export async function noteUses(ctx: Context, lines: readonly Used[]): Promise<void> {
  const once = [...new Map(lines.map((one) => [`${one.kind}|${one.code}`, one])).values()]
  await sql`
    insert into order_use (facility, person, kind, code, uses, last_at)
    select ${ctx.facility}, ${ctx.actor.id}, kind, code, 1, ${ctx.now()}
    from unnest(${once.map((one) => one.kind)}::text[], ${once.map((one) => one.code)}::text[]) as used (kind, code)
    on conflict (facility, person, kind, code)
    do update set uses = order_use.uses + 1, last_at = excluded.last_at`.execute(ctx.db)
}

/** How often the actor ordered what, and what they keep as favourites; keys are `kind|code`. */
export async function usesOf(ctx: Context): Promise<Uses> {
  const { rows } = await sql<{ kind: string; code: string; uses: number; favourite: boolean }>`
    select kind, code, uses, favourite from order_use
    where facility = ${ctx.facility} and person = ${ctx.actor.id}
    order by favourite desc, uses desc limit 300`.execute(ctx.db)
  return {
    uses: new Map(rows.map((row) => [`${row.kind}|${row.code}`, row.uses])),
    favourites: new Set(rows.filter((row) => row.favourite).map((row) => `${row.kind}|${row.code}`)),
  }
}

/** Keeps something as a favourite, or no longer. */
export async function setFavourite(ctx: Context, one: Used, on: boolean): Promise<void> {
  await sql`
    insert into order_use (facility, person, kind, code, uses, favourite, last_at)
    values (${ctx.facility}, ${ctx.actor.id}, ${one.kind}, ${one.code}, 0, ${on}, ${ctx.now()})
    on conflict (facility, person, kind, code) do update set favourite = excluded.favourite`.execute(ctx.db)
}
