import type { FastifyInstance } from 'fastify'
import type { ContextOf } from '#platform/http/server.ts'
import type { Services } from '#platform/services.ts'
import { listDemoAccounts } from './demo.ts'
import { mountExternal } from './external/mount.ts'
import { mountOAuth } from './oauth/mount.ts'
import { mountScim } from './scim/mount.ts'

/** What of this module is no command of the screens: OAuth, discovery, and the demo accounts in demo mode. */
export async function mountIdentity(
  server: FastifyInstance,
  contextOf: ContextOf,
  services: Services,
): Promise<void> {
  await mountOAuth(server, contextOf, services)
  await mountScim(server, contextOf)
  mountExternal(server, contextOf)
  if (services.demo)
    server.get('/api/session/demo-accounts', { config: { permission: 'public' } }, async (request) =>
      listDemoAccounts(contextOf(request).language),
    )
}
