import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Context } from '#platform/context.ts'
import { passwordHashSettings, passwordRules } from './data-files.ts'
import { passwordFaults } from './domain/password-rules.ts'
import { identityErrors } from './errors.ts'
import { isBreached } from './passwords/breached-file.ts'
import { isCommon } from './passwords/common-list.ts'

const options = {
  memoryCost: passwordHashSettings.memoryKiB,
  timeCost: passwordHashSettings.passes,
  parallelism: passwordHashSettings.lanes,
}

/** A PHC string of argon2id, the default of the library. Unicode forms of one password are the same. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), options)
}

let decoy: Promise<string> | undefined

/**
 * Whether the password is right. Takes as long when there is nothing to compare with, so the time of
 * the answer does not tell whether the user exists.
 */
export async function passwordMatches(stored: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID())
  const matches = await verify(stored ?? (await decoy), password.normalize('NFKC'))
  return matches && typeof stored === 'string'
}

/** Throws `identity.passwordWeak` with every fault at once, `identity.passwordBreached` for one that was published. */
export async function requireGoodPassword(
  ctx: Context,
  password: string,
  of: { readonly userName: string; readonly secondFactor?: boolean },
): Promise<void> {
  const { minLength, minLengthWithSecondFactor } = passwordRules
  const faults = passwordFaults(password, of.userName, passwordRules, of.secondFactor)
  if (faults.length > 0)
    throw identityErrors.passwordWeak({
      reasons: faults.join(', '),
      minLength: of.secondFactor ? minLengthWithSecondFactor : minLength,
    })
  if (isCommon(password) || (await isBreached(ctx.config.dataDir, password)))
    throw identityErrors.passwordBreached()
}

/** Whether a password is long enough only beside a second factor. */
export function isShort(password: string): boolean {
  return [...password].length < passwordRules.minLength
}

/** Letters and digits that nobody mistakes for one another when reading aloud. */
const capitals = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
const small = 'abcdefghijkmnopqrstuvwxyz'
const digits = '23456789'

/** A random password that follows the rules, to be told once: `Kf7m-Qx2p-…`, 84 bits. */
export function makePassword(): string {
  const pick = (letters: string) => letters[randomInt(letters.length)]
  const group = () => [capitals, small, digits, small].map(pick).join('')
  return Array.from({ length: 5 }, group).join('-')
}
