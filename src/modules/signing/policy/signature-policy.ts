import { readFileSync } from 'node:fs'

/** What to do while a service of others does not answer: sign with a visible debt, or do not sign. */
export type WhenDown = 'queue' | 'refuse'

interface SignaturePolicy {
  readonly timeStampDown: WhenDown
  readonly revocationDown: WhenDown
  readonly timeoutSeconds: number
  /** How long an answer about a certificate serves further signatures. */
  readonly keepAnswersSeconds: number
  readonly mostClockSkewSeconds: number
  /** Minutes until the next try; the last one repeats. */
  readonly retryMinutes: readonly number[]
  /** A time stamp is renewed this long before what it rests on ends. */
  readonly renewDaysBefore: number
}

const file = new URL('../../../../data/rules/signature-policy.json', import.meta.url)

/** The rules of the house for signatures, as data. */
export const signaturePolicy = JSON.parse(readFileSync(file, 'utf8')) as SignaturePolicy
