import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { dropKey } from './key-table.ts'

/** The acting person signs no more with the key that is known here. */
export async function dropMyKey(ctx: Context): Promise<void> {
  await dropKey(ctx, ctx.actor.id)
  await writeAudit(ctx, { action: 'delete', outcome: 'success', entities: [], detail: { signingKey: 'own' } })
}
