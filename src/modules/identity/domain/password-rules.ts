import { fold } from '#kernel/fold.ts'

export interface PasswordRules {
  readonly validFrom: string
  readonly minLength: number
  readonly minLengthWithSecondFactor: number
  readonly maxLength: number
  /** How many of: small letters, capitals, digits, other characters. */
  readonly characterKinds: number
  /** Folded words that no password holds. */
  readonly blocked: readonly string[]
  /** None of the last so many comes back. */
  readonly notOfTheLast: number
  /** Whoever holds it is an administrator. */
  readonly administratorPermission: string
  readonly administratorDays: number
  readonly everybodyDays: number
}

export type PasswordFault = 'tooShort' | 'tooLong' | 'notMixed' | 'common' | 'hasUserName'

const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u]

/**
 * What is wrong with a password; empty when nothing is. Length is counted in characters, not bytes.
 * @see TCVN 14423:2026: at least 14 mixed characters where no second factor is used, 8 beside one
 */
export function passwordFaults(
  password: string,
  userName: string,
  rules: PasswordRules,
  secondFactor = false,
): readonly PasswordFault[] {
  const length = [...password].length
  const folded = fold(password)
  const faults: Record<PasswordFault, boolean> = {
    tooShort: length < (secondFactor ? rules.minLengthWithSecondFactor : rules.minLength),
    tooLong: length > rules.maxLength,
    notMixed: kinds.filter((kind) => kind.test(password)).length < rules.characterKinds,
    common: rules.blocked.some((word) => folded.includes(word)),
    hasUserName: userName.length >= 4 && folded.includes(userName),
  }
  return (Object.keys(faults) as PasswordFault[]).filter((fault) => faults[fault])
}
