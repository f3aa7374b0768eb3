import { sql } from 'kysely'
import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Change } from '#store/types.ts'

/**
 * Whether the store took the changes; what it refused (closed record, signed paper) leaves nothing behind. Runs in
 * the open transaction. A version that has changed meanwhile is not a refusal but thrown.
 */
export async function tryCommit(ctx: Context, changes: readonly Change[], purpose: string): Promise<boolean> {
  await sql`savepoint patient_merge`.execute(ctx.db)
  try {
    await commit(ctx, changes, { purpose, act: 'patient.merge' })
    await sql`release savepoint patient_merge`.execute(ctx.db)
    return true
  } catch (error) {
    if (!(error instanceof AppError) || error.category === 'fault' || error.category === 'precondition')
      throw error
    await sql`rollback to savepoint patient_merge`.execute(ctx.db)
    return false
  }
}
