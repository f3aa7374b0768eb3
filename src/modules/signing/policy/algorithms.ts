import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'

interface Period {
  readonly from?: string
  readonly until?: string
}

interface Rules {
  readonly digests: readonly (Period & { readonly name: string })[]
  /** From this many bits on, up to the next row of the same type. */
  readonly keys: readonly (Period & { readonly type: string; readonly bits: number })[]
}

const file = new URL('../../../../data/rules/signature-algorithms.json', import.meta.url)
const rules = JSON.parse(readFileSync(file, 'utf8')) as Rules

const curveBits: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 }

export function bitsOf(key: KeyObject): number {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {}
  return modulusLength ?? curveBits[namedCurve ?? ''] ?? 0
}

/** `RSA 2048`, as reports name it. */
export const keyName = (key: KeyObject): string =>
  `${(key.asymmetricKeyType ?? 'unknown').toUpperCase()} ${bitsOf(key)}`

function periodOfKey(key: KeyObject): Period | undefined {
  const rows = rules.keys.filter((row) => row.type === key.asymmetricKeyType && row.bits <= bitsOf(key))
  return rows.sort((a, b) => b.bits - a.bits)[0]
}

const endOf = (period: Period | undefined): Date | undefined =>
  period?.until === undefined ? undefined : new Date(`${period.until}T23:59:59+07:00`)

function holdsAt(period: Period | undefined, at: Date): boolean {
  if (!period) return false
  const begun = period.from === undefined || new Date(`${period.from}T00:00:00+07:00`) <= at
  return begun && at <= (endOf(period) ?? at)
}

/** A digest and a key, as a signature uses them together. */
export interface Algorithms {
  readonly digest: string
  readonly key: KeyObject
}

/** Whether signatures made with these are accepted at a moment. */
export function areAccepted({ digest, key }: Algorithms, at: Date): boolean {
  return (
    holdsAt(
      rules.digests.find((row) => row.name === digest),
      at,
    ) && holdsAt(periodOfKey(key), at)
  )
}

/** The moment after which these are no longer accepted; undefined while no end is known. */
export function endOfAlgorithms({ digest, key }: Algorithms): Date | undefined {
  const ends = [endOf(rules.digests.find((row) => row.name === digest)), endOf(periodOfKey(key))]
  return ends.filter((end) => end !== undefined).sort((a, b) => a.getTime() - b.getTime())[0]
}
