import { isInNetworks } from './networks.ts'

/** @see data/identity/second-factor.json */
export interface SecondFactorPolicy {
  readonly validFrom: string
  readonly source: string
  /** Whoever holds one of these is an administrator. */
  readonly permissions: readonly string[]
  readonly roles: readonly string[]
  /** Demanded from every address that lies in none of the inside networks. */
  readonly outsideNetworks: boolean
  readonly insideNetworks: readonly string[]
  /** Whether a second factor may be set up from outside with the password alone. */
  readonly enrolFromOutside: boolean
  readonly freshLoginMinutes: number
  readonly demoAccounts: { readonly exemptFrom: readonly string[]; readonly why: string }
}

export interface WhoLogsIn {
  readonly roles: readonly string[]
  readonly permissions: ReadonlySet<string>
  readonly demo: boolean
  readonly address: string
}

export type SecondFactorNeed = 'none' | 'administrator' | 'role' | 'outside'

/** The policy of a day; the latest that has begun. */
export function policyOf(policies: readonly SecondFactorPolicy[], day: string): SecondFactorPolicy | undefined {
  return [...policies]
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))
    .find(({ validFrom }) => validFrom <= day)
}

/** Why a second factor is demanded, if it is. */
export function needOf(policy: SecondFactorPolicy, who: WhoLogsIn): SecondFactorNeed {
  if (who.demo && isInNetworks(who.address, policy.demoAccounts.exemptFrom)) return 'none'
  if (policy.outsideNetworks && !isInNetworks(who.address, policy.insideNetworks)) return 'outside'
  if (policy.permissions.some((permission) => who.permissions.has(permission))) return 'administrator'
  return policy.roles.some((role) => who.roles.includes(role)) ? 'role' : 'none'
}
