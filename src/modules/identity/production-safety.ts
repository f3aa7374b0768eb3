import type { Context } from '#platform/context.ts'
import { tables } from './tables.ts'

export interface SafetyFinding {
  /** `identity.demoAccounts`, … with its text in data/messages under `error.<code>`. */
  readonly code: string
  /** Whether the server must not start with it. */
  readonly fatal: boolean
  readonly details: Readonly<Record<string, string | number>>
}

const loopback = /^(127\.|::1$|localhost$)/

/** What makes this installation unsafe for real patients; empty when nothing does. */
export async function checkProductionSafety(ctx: Context): Promise<readonly SafetyFinding[]> {
  const { host, publicUrl, tls } = ctx.config
  const accounts = await tables(ctx)
    .selectFrom('account')
    .select('user_name')
    .where('demo', '=', true)
    .where('active', '=', true)
    .execute()
  const clients = await tables(ctx)
    .selectFrom('oauth_client')
    .select('client_id')
    .where('demo', '=', true)
    .where('active', '=', true)
    .execute()
  const found: SafetyFinding[] = []
  if (accounts.length > 0)
    found.push({
      code: 'identity.demoAccounts',
      fatal: true,
      details: { count: accounts.length, first: accounts[0]?.user_name ?? '' },
    })
  if (clients.length > 0)
    found.push({
      code: 'identity.demoClients',
      fatal: true,
      details: { count: clients.length, first: clients[0]?.client_id ?? '' },
    })
  if (tls === 'off' && !loopback.test(host) && !publicUrl?.startsWith('https:'))
    found.push({ code: 'identity.plainHttp', fatal: true, details: { host } })
  return found
}
