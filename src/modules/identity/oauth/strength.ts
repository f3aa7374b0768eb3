import type { Factor } from '../tables.ts'

/** How surely somebody is who they say: name and password, or a second step too. @see RFC 9470, OpenID Connect Core §2 */
export const acrValues = ['urn:lanong:acr:1', 'urn:lanong:acr:2'] as const
export type Acr = (typeof acrValues)[number]

/** A passkey asks for the device and for its holder. */
const strong: ReadonlySet<Factor> = new Set<Factor>(['totp', 'recovery', 'passkey', 'vouched'])

export function acrOf(factors: readonly Factor[]): Acr {
  return factors.some((factor) => strong.has(factor)) ? 'urn:lanong:acr:2' : 'urn:lanong:acr:1'
}

const methods: Readonly<Record<Factor, readonly string[]>> = {
  password: ['pwd'],
  totp: ['otp', 'mfa'],
  recovery: ['otp', 'mfa'],
  passkey: ['hwk', 'user', 'mfa'],
  external: ['sso'],
  vouched: ['mfa'],
}

/** @see RFC 8176 */
export function amrOf(factors: readonly Factor[]): readonly string[] {
  return [...new Set(factors.flatMap((factor) => methods[factor]))]
}

/** Whether a login satisfies what an application asks for; levels that are not ours satisfy nothing. */
export function satisfies(acr: Acr, asked: string | undefined): boolean {
  const wanted = (asked ?? '').split(' ').filter(Boolean)
  return wanted.length === 0 || wanted.some((one) => acrValues.includes(one as Acr) && one <= acr)
}
