import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { CourseRow } from './contract.ts'
import type { Stay } from './stay.ts'

const longest = 3 * 24 * 3_600_000
const usual = 24 * 3_600_000

/** Since when things are new: the last signed entry before this one, else a day; never more than three days. */
export function roundMark(ctx: Context, stay: Stay, rows: readonly CourseRow[], rowId?: string): string {
  const now = ctx.now().getTime()
  const last = rows.findLast((one) => one.state === 'signed' && one.id !== rowId)
  const from = last ? Math.max(Date.parse(last.at), now - longest) : now - usual
  return instantInVietnam(new Date(Math.max(from, Date.parse(stay.admittedAt) - 3_600_000)))
}
