import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { changeState } from './change-state.ts'
import { notConcluded, readCompleteness } from './completeness.ts'
import { recordErrors } from './errors.ts'

/** Ends the visit: the examination must be concluded; papers and results may still come. */
export async function finish(ctx: Context, id: string): Promise<void> {
  const { record, ...completeness } = await readCompleteness(ctx, id)
  const open = notConcluded(completeness)
  if (open.length > 0) throw recordErrors.notConcluded({ number: record.number, missing: open.length })
  const { encounter } = record
  const at = encounter.period?.end ?? instantInVietnam(ctx.now())
  const ended = { ...encounter, status: 'finished' as const, period: { ...encounter.period, end: at } }
  await changeState(ctx, ended, 'finished')
}
