import { sql } from 'kysely'
import { seesAll, withAccess } from '#modules/access/index.ts'
import { actingNow } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { systemActor } from '#platform/services.ts'
import { typeNumber } from '#store/definitions.ts'
import { onlyPermitted } from '#store/permitted.ts'
import { type EventRow, markWithheld } from './events.ts'

/**
 * The context of whoever wrote a subscription last, with the rights of now: it is told what that one may read. Undefined
 * when that one may not read any more. What the program itself notes of a subscription changes nothing about whose it is.
 */
export async function asSubscriber(ctx: Context, id: string): Promise<Context | undefined> {
  const { rows } = await sql<{ actor: string }>`
    select actor from resource_version where facility = ${ctx.facility} and type = ${typeNumber('Subscription')}
      and id = ${id} and actor <> ${systemActor.id} order by version desc limit 1`.execute(ctx.db)
  const actor = rows[0] ? await actingNow(ctx, rows[0].actor) : systemActor
  if (!actor || !can(actor, 'fhir.read')) return undefined
  return seesAll({ ...ctx, actor }) ? { ...ctx, actor, access: undefined } : withAccess({ ...ctx, actor })
}

/** Of some changes those that may be read. Whose a resource was that is gone can not be decided: only who sees everything is told. */
export async function readableBy<T extends Pick<EventRow, 'type' | 'id' | 'deleted'>>(
  reader: Context,
  changes: readonly T[],
): Promise<readonly T[]> {
  if (!reader.access) return changes
  return onlyPermitted(
    reader,
    changes.filter(({ deleted }) => !deleted),
  )
}

/** Of events that wait those that are told; the others are withheld for good. Undefined when nobody is told any more. */
export async function tellable(
  ctx: Context,
  id: string,
  events: readonly EventRow[],
): Promise<readonly EventRow[] | undefined> {
  const reader = await asSubscriber(ctx, id)
  if (!reader) return undefined
  const told = await readableBy(reader, events)
  const withheld = events.filter((event) => !told.includes(event))
  await markWithheld(
    ctx,
    id,
    withheld.map(({ number }) => number),
  )
  return told
}

/** What is told of a subscription whose writer is gone. */
export const writerGone = 'whoever asked for it may not read any more'
