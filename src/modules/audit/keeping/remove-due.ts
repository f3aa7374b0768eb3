import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Job } from '#platform/module.ts'

const mostSteps = 20_000

interface Step {
  readonly state: 'idle' | 'counting' | 'announced' | 'removing' | 'done'
  readonly looked: number
  readonly removed: number
}

/**
 * Removes what is over its time: the database counts it, announces it, waits a week and removes it pack by pack, each pack of
 * work in its own transaction. What may go it decides itself (migrations/0376); a run that was cut goes on where it was.
 */
export const removeDue: Job = {
  name: 'audit.remove-due',
  everySeconds: 3600,
  async run(ctx) {
    let processed = 0
    for (let n = 0; n < mostSteps; n++) {
      const { state, removed } = await removalStep(ctx)
      processed += removed
      if (state === 'idle' || state === 'done' || state === 'announced') break
    }
    return { expected: processed, processed, failed: 0 }
  },
}

export async function removalStep(ctx: Context): Promise<Step> {
  const { rows } = await sql<Step>`select * from audit_removal_step(${ctx.facility})`.execute(ctx.db)
  return rows[0] ?? { state: 'idle', looked: 0, removed: 0 }
}
