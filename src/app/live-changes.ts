import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { typeNumber } from '#store/definitions.ts'
import type { LiveChange } from '#store/live.ts'

/** What a screen is told: which resource changed, or only that one of a type did. */
export type Told = Pick<LiveChange, 'type'> & Partial<Omit<LiveChange, 'type' | 'facility'>>

/**
 * What of some changes a listener is told, decided as reads are. Of what is not there any more only the type is told, and
 * so of what is read through a door of its own: papers that wait for a confirmation, emergency accesses to be reviewed.
 */
export async function toldTo(ctx: Context, changes: readonly LiveChange[]): Promise<readonly Told[]> {
  const last = [...new Map(changes.map((change) => [`${change.type}/${change.id}`, change])).values()]
  const reviews = last.some(isReview) && can(ctx.actor, 'access.review') ? [{ type: 'AuditEvent' }] : []
  const stored = last.filter((change) => !isReview(change))
  if (!ctx.access || stored.length === 0) return [...stored.map(whole), ...reviews]
  const may = await ctx.access.permitted(ctx, stored)
  const refused = stored.filter((_, at) => !may[at])
  const types = [...(await typesGone(ctx, refused)), ...(await typesBehindDoors(ctx, refused))]
  return [
    ...stored.filter((_, at) => may[at]).map(whole),
    ...reviews,
    ...[...new Set(types)].map((type) => ({ type })),
  ]
}

/** Module access tells reviewers by an event of a type that is stored nowhere. */
const isReview = ({ type }: LiveChange) => type === 'AuditEvent'

const whole = ({ facility: _, ...change }: LiveChange): Told => change

async function typesGone(ctx: Context, changes: readonly LiveChange[]): Promise<readonly string[]> {
  if (changes.length === 0) return []
  const keys = JSON.stringify(changes.map(({ type, id }) => ({ type: typeNumber(type), id, name: type })))
  const { rows } = await sql<{ name: string }>`
    select distinct x.name from json_to_recordset(${keys}::json) as x(type smallint, id text, name text)
    where not exists (select 1 from resource r where r.facility = ${ctx.facility} and r.type = x.type and r.id = x.id)`.execute(
    ctx.db,
  )
  return rows.map(({ name }) => name)
}

async function typesBehindDoors(ctx: Context, changes: readonly LiveChange[]): Promise<readonly string[]> {
  const papers = changes.filter(({ type }) => type === 'DocumentReference')
  if (papers.length === 0) return []
  const asked = papers.map(({ type, id }) => ({ type, id, as: 'PaperToConfirm' }))
  return (await ctx.access?.permitted(ctx, asked))?.includes(true) ? ['DocumentReference'] : []
}
