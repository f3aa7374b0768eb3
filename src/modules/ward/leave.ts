import type { Context } from '#platform/context.ts'
import { holdRunning, momentOf, reasonOf, whoOf, writeStays } from './change-stay.ts'
import { withEvent } from './domain/events.ts'
import { wardErrors } from './errors.ts'
import { findTransfer } from './repository.ts'

/** The patient goes home for a time and keeps the bed. */
export async function leave(ctx: Context, id: string, body: { reason: string; until?: string }): Promise<void> {
  const stay = await holdRunning(ctx, id)
  if (stay.status === 'onleave') throw wardErrors.onLeave()
  if (await findTransfer(ctx, id)) throw wardErrors.transferOpen()
  const at = momentOf(ctx, undefined, stay)
  const event = { kind: 'left', at, who: whoOf(ctx), reason: reasonOf(body.reason) } as const
  const gone = withEvent(
    { ...stay, status: 'onleave' as const },
    { ...event, ...(body.until ? { to: body.until } : {}) },
  )
  await writeStays(ctx, [gone])
}

export async function comeBack(ctx: Context, id: string): Promise<void> {
  const stay = await holdRunning(ctx, id)
  if (stay.status !== 'onleave') throw wardErrors.notOnLeave()
  const at = momentOf(ctx, undefined, stay)
  await writeStays(ctx, [
    withEvent({ ...stay, status: 'in-progress' as const }, { kind: 'returned', at, who: whoOf(ctx) }),
  ])
}
