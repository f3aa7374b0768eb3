import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import type { Job } from '#platform/module.ts'
import { followParts } from './alarms.ts'
import { lookAround, type Watched } from './look.ts'
import { owe, tellDue } from './tell.ts'

/** Looks at every part each half minute; begins and ends alarms, and tells of them. */
export function watch(watched: readonly Watched[]): Job {
  return { name: 'operations.watch', everySeconds: 30, run: (ctx) => lookAndTell(ctx, watched) }
}

/** One look: alarms follow it, with the notices that they owe, and what is owed is told. */
export async function lookAndTell(ctx: Context, watched: readonly Watched[]) {
  const parts = await lookAround(ctx, watched)
  await inTransaction(ctx, async (tx) => {
    const { begun, ended } = await followParts(tx, parts)
    await owe(tx, begun, 'begun')
    await owe(tx, ended, 'ended')
  })
  return tellDue(ctx)
}
