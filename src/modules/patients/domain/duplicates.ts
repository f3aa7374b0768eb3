import { fold } from '#kernel/fold.ts'

/** What can be compared of two persons. */
export interface Comparable {
  readonly name?: string
  readonly birthDate?: string
  readonly sex?: string
  readonly numbers: readonly string[]
  readonly phone?: string
}

export type DuplicateReason =
  | 'sameNumber'
  | 'sameNameAndBirth'
  | 'sameNameAndYear'
  | 'samePhone'
  | 'similarName'
  | 'sexDiffers'

export interface Likeness {
  /** 0 to 100; from 40 it is worth a look. */
  readonly score: number
  readonly reasons: readonly DuplicateReason[]
}

/** Points per reason. Own scale, meant for ordering a short list that a person judges. */
const points: Readonly<Record<DuplicateReason, number>> = {
  sameNumber: 90,
  sameNameAndBirth: 60,
  sameNameAndYear: 35,
  samePhone: 15,
  similarName: 10,
  sexDiffers: -20,
}

export const worthALook = 40

/** How much two entries look like one person, and why. */
export function likeness(given: Comparable, known: Comparable): Likeness {
  const reasons: DuplicateReason[] = []
  if (given.numbers.some((number) => known.numbers.includes(number))) reasons.push('sameNumber')
  const names = compareNames(given.name, known.name)
  const birth = compareBirths(given.birthDate, known.birthDate)
  if (names === 'same' && birth === 'same') reasons.push('sameNameAndBirth')
  else if (names === 'same' && birth === 'year') reasons.push('sameNameAndYear')
  else if (names === 'similar' && birth === 'same') reasons.push('sameNameAndYear')
  if (names === 'similar') reasons.push('similarName')
  if (given.phone && given.phone === known.phone && names !== 'other') reasons.push('samePhone')
  if (given.sex && known.sex && given.sex !== known.sex && reasons.length > 0) reasons.push('sexDiffers')
  const sum = reasons.reduce((total, reason) => total + points[reason], 0)
  return { score: Math.max(0, Math.min(100, sum)), reasons }
}

/** `same` without accents; `similar` when one letter or one middle word differs. */
function compareNames(one: string | undefined, two: string | undefined): 'same' | 'similar' | 'other' {
  if (!one || !two) return 'other'
  const [a, b] = [fold(one), fold(two)]
  if (a === b) return 'same'
  const [shorter, longer] = [a.split(' '), b.split(' ')].sort((x, y) => x.length - y.length) as [
    string[],
    string[],
  ]
  const ends = shorter[0] === longer[0] && shorter.at(-1) === longer.at(-1)
  if (ends && longer.length - shorter.length === 1 && shorter.length > 1) return 'similar'
  return oneLetterApart(a, b) ? 'similar' : 'other'
}

function compareBirths(one: string | undefined, two: string | undefined): 'same' | 'year' | 'other' {
  if (!one || !two) return 'other'
  if (one === two && one.length === 10) return 'same'
  return one.slice(0, 4) === two.slice(0, 4) ? 'year' : 'other'
}

function oneLetterApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  return Math.max(a.length, b.length) - start - end <= 1
}
