import { sql } from 'kysely'
import type { Job } from '#platform/module.ts'

/** A text nobody touched for this long is not being written any more. */
const keptDays = 90

export const cleanDrafts: Job = {
  name: 'drafts.clean',
  everySeconds: 24 * 3600,
  async run(ctx) {
    const before = new Date(ctx.now().getTime() - keptDays * 24 * 3_600_000)
    const { numAffectedRows } = await sql`
      delete from draft where facility = ${ctx.facility} and updated_at < ${before}`.execute(ctx.db)
    const processed = Number(numAffectedRows ?? 0)
    return { expected: processed, processed, failed: 0 }
  },
}
