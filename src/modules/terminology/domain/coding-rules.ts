import type { Sex } from './pick-range.ts'

type Details = Readonly<Record<string, string>>

/** Columns 24-29 of the ICD-10 list of TT 06/2026/TT-BYT, and the mark, as rules for who codes. */
export interface CodingRules {
  /** More specific codes must be used instead (column 26). */
  readonly needsMoreSpecific: boolean
  /** Not as main diagnosis (column 24, and every code with an asterisk). */
  readonly notPrimary: boolean
  readonly discouragedPrimary: boolean
  readonly deathCauseOnly: boolean
  readonly mainlySex: Sex | undefined
}

const yes = (details: Details, name: string) => (details[name] ?? '') !== '' && details[name] !== '0'

export function codingRules(details: Details): CodingRules {
  const mainlySex = yes(details, 'mainlyFemale') ? 'female' : yes(details, 'mainlyMale') ? 'male' : undefined
  return {
    needsMoreSpecific: yes(details, 'hasMoreSpecific'),
    notPrimary: yes(details, 'notPrimary') || details['dualMark'] === 'asterisk',
    discouragedPrimary: yes(details, 'discouragedPrimary'),
    deathCauseOnly: yes(details, 'deathCauseOnly'),
    mainlySex,
  }
}

export interface MoreSpecific {
  readonly from: string
  readonly to: string
}

/** First and last of the codes below each code: `E11` to E11.0 … E11.9. */
export function childrenOf(
  codes: readonly { readonly code: string; readonly parent: string | undefined }[],
): ReadonlyMap<string, MoreSpecific> {
  const found = new Map<string, MoreSpecific>()
  const sorted = [...codes].sort((a, b) => (a.code < b.code ? -1 : 1))
  for (const { code, parent } of sorted)
    if (parent !== undefined) found.set(parent, { from: found.get(parent)?.from ?? code, to: code })
  return found
}
