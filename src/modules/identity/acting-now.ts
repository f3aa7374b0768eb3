import type { Actor, Context } from '#platform/context.ts'
import { systemActor } from '#platform/services.ts'
import { findAccount } from './account-store.ts'
import { actorOf } from './actor.ts'
import { findClient } from './oauth/client-store.ts'
import { permissionsOf } from './roles.ts'

const ofClient = 'client/'

/**
 * Who stands behind the id that was kept with something, with the rights of now: for what is done later in somebody's
 * name. Undefined when that account or client may not act any more.
 */
export async function actingNow(ctx: Context, id: string): Promise<Actor | undefined> {
  if (id === systemActor.id) return systemActor
  if (!id.startsWith(ofClient)) {
    const account = await findAccount(ctx, id)
    return account?.active ? actorOf(account) : undefined
  }
  const client = await findClient(ctx.db, id.slice(ofClient.length))
  if (client?.facility !== ctx.facility) return undefined
  const { client_id: userName, name, roles } = client
  return { id, kind: 'system', userName, name, departments: [], roles, permissions: permissionsOf(roles) }
}
