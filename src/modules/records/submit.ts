import type { Context } from '#platform/context.ts'
import { changeState } from './change-state.ts'
import { readRecord } from './record-members.ts'

/** The department hands a complete record in to the record office. */
export async function submit(ctx: Context, id: string): Promise<void> {
  await changeState(ctx, await readRecord(ctx, id), 'submitted', {
    authority: { permission: 'records.submit', reason: 'submit' },
  })
}
