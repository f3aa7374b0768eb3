import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { changeState } from './change-state.ts'
import { readCompleteness } from './completeness.ts'
import { recordErrors } from './errors.ts'

/** Needs of a concluded visit: what the doctor alone settles while the patient is still there. */
const concluded = ['diagnosis', 'form']

/** Ends the visit: the examination must be concluded; papers and results may still come. */
export async function finish(ctx: Context, id: string): Promise<void> {
  const { record, missing, rule } = await readCompleteness(ctx, id)
  const checks = new Map(rule?.items.map((item) => [item.id, item.check]) ?? [])
  const open = missing.filter((need) => concluded.includes(checks.get(need.item) ?? ''))
  if (open.length > 0) throw recordErrors.notConcluded({ number: record.number, missing: open.length })
  const { encounter } = record
  const at = encounter.period?.end ?? instantInVietnam(ctx.now())
  const ended = { ...encounter, status: 'finished' as const, period: { ...encounter.period, end: at } }
  await changeState(ctx, ended, 'finished')
}
