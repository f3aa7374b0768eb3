import { type DrugKind, drugKinds } from '#kernel/drug/drug-kind.ts'

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** Bytes at or above it would make the first characters of the alphabet likelier than the others. */
const fairBelow = 256 - (256 % alphabet.length)

/**
 * A prescription's 14 characters `xxxxxyyyyyyy-z`: facility, seven of [0-9a-z], the kind.
 * Whether it is free in the facility is for the caller to settle with the database.
 *
 * @param randomBytes gives that many random bytes
 * @see Circular 26/2025/TT-BYT annex I; Decision 808/QĐ-BYT 2022 for lower case
 */
export function makePrescriptionCode(
  facilityCode: string,
  kind: DrugKind,
  randomBytes: (count: number) => Uint8Array,
): string {
  let middle = ''
  while (middle.length < 7) {
    for (const byte of randomBytes(16)) {
      if (byte < fairBelow && middle.length < 7) middle += alphabet[byte % alphabet.length]
    }
  }
  return `${facilityCode.toLowerCase()}${middle}-${kind}`
}

/** The kind of a code; undefined when the text is no prescription code. Lower-case kinds are accepted. */
export function kindOfCode(code: string): DrugKind | undefined {
  const kind = /^[0-9a-z]{12}-([cnh])$/i.exec(code)?.[1]?.toUpperCase()
  return drugKinds.find((known) => known === kind)
}
