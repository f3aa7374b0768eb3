import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'

/** Every step in the incident book is an event of the ledger: neither the book nor its order can be changed unseen. */
export function note(
  ctx: Context,
  step: string,
  incident: string,
  detail: Readonly<Record<string, string | number>> = {},
): Promise<void> {
  return writeAudit(ctx, {
    action: 'incident',
    outcome: 'success',
    detail: { kind: 'incident', step, incident, ...detail },
  })
}
