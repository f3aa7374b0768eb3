import type { Kysely } from 'kysely'
import type { Context } from '#platform/context.ts'

export interface AccountRow {
  facility: number
  id: string
  user_name: string
  kind: 'person' | 'system' | 'patient'
  name: string
  password_hash: string | null
  password_changed_at: Date | null
  must_change: boolean
  practitioner_id: string | null
  patient_id: string | null
  roles: string[]
  departments: string[]
  active: boolean
  demo: boolean
  created_at: Date
  last_seen_at: Date | null
}

export interface LoginAttemptRow {
  facility: number
  name_hash: Buffer
  failed_count: number
  last_failed_at: Date
  locked_until: Date | null
}

export type EndReason = 'logout' | 'replaced' | 'expired' | 'password' | 'administrator'

export interface SessionRow {
  facility: number
  token_hash: Buffer
  id: string
  account: string
  created_at: Date
  last_seen_at: Date
  address: string
  user_agent: string
  ended_at: Date | null
  end_reason: EndReason | null
}

export interface OAuthClientRow {
  facility: number
  client_id: string
  name: string
  secret_hash: string | null
  jwks: { keys: object[] } | null
  grant_types: string[]
  redirect_uris: string[]
  scopes: string[]
  roles: string[]
  trusted: boolean
  active: boolean
  demo: boolean
  created_at: Date
  last_seen_at: Date | null
}

export interface OAuthStateRow {
  facility: number
  model: string
  id_hash: Buffer
  payload: object
  grant_id: string | null
  uid: string | null
  expires_at: Date | null
  consumed_at: Date | null
}

export interface FacilityRow {
  id: number
  code: string
  name: string
}

export type IdentityTables = {
  facility: FacilityRow
  account: AccountRow
  login_attempt: LoginAttemptRow
  session: SessionRow
  oauth_client: OAuthClientRow
  oauth_state: OAuthStateRow
}

/** The database with the tables of this module. */
export function tables(ctx: Pick<Context, 'db'>): Kysely<IdentityTables> {
  return ctx.db.withTables<IdentityTables>()
}
