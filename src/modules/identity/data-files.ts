import { readdirSync, readFileSync } from 'node:fs'
import type { AttemptLimits } from './domain/attempt-limiter.ts'
import type { GuessPace } from './domain/guess-pace.ts'
import type { LockRules } from './domain/login-lock.ts'
import type { PasswordRules } from './domain/password-rules.ts'
import type { SecondFactorPolicy } from './factors/need.ts'

const data = new URL('../../../data/', import.meta.url)

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, data), 'utf8')) as T
}

export interface PasswordHashSettings {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

export interface LoginLimits extends LockRules, AttemptLimits, GuessPace {
  readonly forgetFailuresAfterHours: number
  /** Logins of one user name that may wait for their turn. */
  readonly waitingPerName: number
  readonly keepSessionsDays: number
}

/** @see data/identity/quick-switch.json */
export interface QuickSwitchRules {
  /** So long after the full login a badge or PIN counts. */
  readonly fullLoginHours: number
  readonly pinDigits: number
  readonly badgeAtLeast: number
  readonly notWithPermission: readonly string[]
}

/** @see data/identity/account-life.json */
export interface AccountLife {
  readonly unusedDays: number
  readonly reviewMonths: number
  /** So long a review may take. */
  readonly reviewDays: number
  readonly notByProvisioning: readonly string[]
}

/** @see data/identity/emergency.json */
export interface EmergencyRules {
  readonly userName: string
  readonly name: string
  readonly role: string
  /** So long the account is open. */
  readonly minutes: number
  readonly holdersAtLeast: number
  readonly holdersAtMost: number
  readonly reasonAtLeast: number
  readonly sealAgainMonths: number
}

export interface DemoAccount {
  readonly userName: string
  readonly role: string
  readonly name: string
  readonly departments: readonly string[]
  readonly practitionerId?: string
  readonly patientId?: string
}

export interface DemoAccounts {
  readonly accounts: readonly DemoAccount[]
  readonly client: { readonly clientId: string; readonly name: string; readonly secret: string }
}

export interface Role {
  readonly name: string
  /** Of other systems: no person may have it. */
  readonly of?: 'systems'
  readonly title: { readonly vi: string; readonly en: string }
  readonly permissions: readonly string[]
}

/** The files of data/identity, read once at start; see data/identity/SOURCE.md. */
export const passwordRules = readJson<PasswordRules>('identity/password-rules.json')
export const passwordHashSettings = readJson<PasswordHashSettings>('identity/password-hash.json')
export const loginLimits = readJson<LoginLimits>('identity/login-limits.json')
export const quickSwitchRules = readJson<QuickSwitchRules>('identity/quick-switch.json')
export const secondFactorPolicies = readJson<{ readonly policies: readonly SecondFactorPolicy[] }>(
  'identity/second-factor.json',
)
export const accountLife = readJson<AccountLife>('identity/account-life.json')
export const emergencyRules = readJson<EmergencyRules>('identity/emergency.json')
export const staffRules = readJson<{ readonly warnDays: number }>('identity/staff-rules.json')
export const demoAccounts = readJson<DemoAccounts>('identity/demo-accounts.json')

/** The files of data/roles, by the name of the role. */
export const roles: ReadonlyMap<string, Role> = new Map(
  readdirSync(new URL('roles/', data))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readJson<Role>(`roles/${file}`))
    .map((role) => [role.name, role]),
)
