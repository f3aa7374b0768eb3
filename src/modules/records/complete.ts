import type { Context } from '#platform/context.ts'
import { changeState } from './change-state.ts'
import { readCompleteness } from './completeness.ts'
import { recordErrors } from './errors.ts'

/** Declares a record complete: nothing is missing by the rule of its kind and day. From here on it is locked. */
export async function complete(ctx: Context, id: string): Promise<void> {
  const { record, rule, missing, facts } = await readCompleteness(ctx, id)
  const { number, encounter } = record
  if (!rule) throw recordErrors.noRule({ kind: facts.kind, day: facts.startedOn })
  if (missing.length > 0) throw recordErrors.incomplete({ number, missing: missing.length })
  await changeState(ctx, encounter, 'completed', {
    authority: { permission: 'records.complete', reason: 'complete' },
  })
}
