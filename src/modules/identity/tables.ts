import type { Kysely } from 'kysely'
import type { Context } from '#platform/context.ts'
import type {
  ExternalIdentityRow,
  ExternalLoginRow,
  ExternalProviderRow,
  OAuthClientRow,
  OAuthConsentRow,
  OAuthRevokedRow,
  OAuthStateRow,
  SmartGrantRow,
  SmartLaunchRow,
} from './oauth/tables.ts'

export type * from './oauth/tables.ts'

export interface AccountRow {
  facility: number
  id: string
  user_name: string
  kind: 'person' | 'system' | 'patient'
  name: string
  password_hash: string | null
  password_changed_at: Date | null
  must_change: boolean
  short_password: boolean
  external_id: string | null
  off_reason: 'administrator' | 'unused' | 'left' | 'review' | null
  opened_at: Date | null
  practitioner_id: string | null
  patient_id: string | null
  roles: string[]
  departments: string[]
  active: boolean
  demo: boolean
  created_at: Date
  last_seen_at: Date | null
  emergency_until: Date | null
  email: string | null
}

export interface LoginAttemptRow {
  facility: number
  name_hash: Buffer
  failed_count: number
  last_failed_at: Date
  locked_until: Date | null
}

/** `left`: the staff member left the hospital; `unused`: nobody used the account for too long. */
export type EndReason =
  | 'logout'
  | 'replaced'
  | 'expired'
  | 'password'
  | 'administrator'
  | 'device'
  | 'pin'
  | 'unused'
  | 'left'

/** How a person proved who they are; `vouched`: a foreign provider tells of a second step. */
export type Factor = 'password' | 'totp' | 'recovery' | 'passkey' | 'external' | 'vouched'

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
  device: string | null
  factors: Factor[]
  locked_at: Date | null
  place: string | null
  must_enrol: boolean
}

export interface TotpRow {
  facility: number
  account: string
  secret: Buffer
  made_at: Date
  confirmed_at: Date | null
  last_step: string
}

export interface PasswordHistoryRow {
  facility: number
  account: string
  set_at: Date
  password_hash: string
}

export interface AccessReviewRow {
  facility: number
  id: string
  started_at: Date
  started_by: string
  due_at: Date
  closed_at: Date | null
  closed_by: string | null
  minutes: { content: object; hash: string } | null
}

export interface AccessReviewItemRow {
  facility: number
  review: string
  account: string
  user_name: string
  name: string
  roles: string[]
  departments: string[]
  last_seen_at: Date | null
  decision: 'keep' | 'change' | 'end' | null
  note: string | null
  decided_by: string | null
  decided_at: Date | null
}

export interface EmergencySetRow {
  facility: number
  id: string
  made_at: Date
  made_by: string
  replaced_at: Date | null
}

export interface EmergencyEnvelopeRow {
  facility: number
  set_id: string
  number: number
  holder: string
  account: string | null
  code_hash: Buffer
  opened_at: Date | null
}

export interface EmergencyBoxRow {
  facility: number
  set_id: string
  first: number
  second: number
  content: Buffer
}

export interface EmergencyOpeningRow {
  facility: number
  id: string
  set_id: string
  account: string
  reason: string
  holders: string[]
  holder_accounts: string[]
  opened_by: string
  opened_at: Date
  ends_at: Date
  ended_at: Date | null
  end_reason: 'time' | 'hand' | 'replaced' | null
  reviewed_at: Date | null
  reviewed_by: string | null
  review: string | null
}

export interface AccountNoticeRow {
  facility: number
  id: string
  account: string
  kind: string
  detail: Readonly<Record<string, string | number>>
  at: Date
  seen_at: Date | null
  mail_to: string | null
  mail: 'none' | 'waiting' | 'sent' | 'given-up'
  tries: number
  next_at: Date
}

export interface GuessRow {
  facility: number
  guesser: string
  target: string
  wrong: number
  last_at: Date
}

export interface RecoveryCodeRow {
  facility: number
  code_hash: Buffer
  account: string
  made_at: Date
  used_at: Date | null
}

export interface LoginPasskeyRow {
  facility: number
  id: string
  account: string
  public_key: Buffer
  counter: string
  name: string
  created_at: Date
  last_used_at: Date | null
}

export interface LoginChallengeRow {
  facility: number
  challenge: string
  account: string | null
  expires_at: Date
}

export interface LoginDeviceRow {
  facility: number
  id: string
  token_hash: Buffer
  created_at: Date
  last_seen_at: Date
  address: string
  user_agent: string
}

export interface BadgeRow {
  facility: number
  id: string
  account: string
  code_hash: Buffer
  label: string
  made_at: Date
  made_by: string
  ended_at: Date | null
  ended_by: string | null
}

export interface QuickPinRow {
  facility: number
  account: string
  pin_hash: string
  set_at: Date
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
  login_device: LoginDeviceRow
  badge: BadgeRow
  quick_pin: QuickPinRow
  totp: TotpRow
  access_review: AccessReviewRow
  access_review_item: AccessReviewItemRow
  emergency_set: EmergencySetRow
  emergency_envelope: EmergencyEnvelopeRow
  emergency_box: EmergencyBoxRow
  emergency_opening: EmergencyOpeningRow
  account_notice: AccountNoticeRow
  guess: GuessRow
  oauth_consent: OAuthConsentRow
  oauth_revoked: OAuthRevokedRow
  password_history: PasswordHistoryRow
  recovery_code: RecoveryCodeRow
  login_passkey: LoginPasskeyRow
  login_challenge: LoginChallengeRow
  oauth_client: OAuthClientRow
  oauth_state: OAuthStateRow
  smart_launch: SmartLaunchRow
  smart_grant: SmartGrantRow
  external_provider: ExternalProviderRow
  external_identity: ExternalIdentityRow
  external_login: ExternalLoginRow
}

/** The database with the tables of this module. */
export function tables(ctx: Pick<Context, 'db'>): Kysely<IdentityTables> {
  return ctx.db.withTables<IdentityTables>()
}
