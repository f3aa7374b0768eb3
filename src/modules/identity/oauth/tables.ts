import type { Factor } from '../tables.ts'

export interface OAuthConsentRow {
  facility: number
  grant_id: string
  account: string
  client_id: string
  session: string
  scopes: string[]
  patient: string | null
  offline: boolean
  factors: Factor[]
  auth_time: Date
  made_at: Date
  ended_at: Date | null
}

export interface OAuthRevokedRow {
  facility: number
  jti: string
  client_id: string
  expires_at: Date
}

export interface OAuthClientRow {
  facility: number
  client_id: string
  name: string
  secret_hash: string | null
  jwks: { keys: object[] } | null
  grant_types: string[]
  redirect_uris: string[]
  launch_uri: string | null
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

export interface SmartLaunchRow {
  facility: number
  id_hash: Buffer
  client_id: string
  account: string
  patient: string
  encounter: string | null
  expires_at: Date
}

export interface SmartGrantRow {
  facility: number
  grant_id: string
  patient: string
  encounter: string | null
  made_at: Date
}

export interface ExternalProviderRow {
  facility: number
  id: string
  name: string
  issuer: string
  client_id: string
  secret: Buffer | null
  match_claim: string
  mfa_values: string[]
  make_roles: string[] | null
  active: boolean
  made_at: Date
}

export interface ExternalIdentityRow {
  facility: number
  provider: string
  subject: string
  account: string
  linked_at: Date
}

export interface ExternalLoginRow {
  facility: number
  state_hash: Buffer
  provider: string
  nonce: string
  verifier: Buffer
  expires_at: Date
  device: string | null
}
