import { inventName, type Sex } from './invent-name.ts'
import { pad } from './pad.ts'
import type { Random } from './random.ts'

export interface InventedRelative {
  readonly name: string
  readonly relation: string
  readonly phone: string
}

type Relative = {
  readonly relation: string
  readonly sex: Sex
  readonly born: number
  readonly sameFamily: boolean
}

const mother = (born: number): Relative => ({ relation: 'Mẹ', sex: 'female', born: born - 27, sameFamily: false })

function relative(random: Random, years: number, sex: Sex, born: number): Relative | undefined {
  if (years < 20)
    return random.chance(0.7)
      ? { relation: 'Mẹ', sex: 'female', born: born - 27, sameFamily: false }
      : { relation: 'Bố', sex: 'male', born: born - 30, sameFamily: true }
  if (years >= 65)
    return random.chance(0.5)
      ? { relation: 'Con trai', sex: 'male', born: born + 28, sameFamily: sex === 'male' }
      : { relation: 'Con gái', sex: 'female', born: born + 28, sameFamily: sex === 'male' }
  if (!random.chance(0.5)) return undefined
  if (random.chance(0.6))
    return sex === 'male'
      ? { relation: 'Vợ', sex: 'female', born: born + 2, sameFamily: false }
      : { relation: 'Chồng', sex: 'male', born: born - 2, sameFamily: false }
  return random.chance(0.5)
    ? { relation: 'Anh trai', sex: 'male', born: born - 4, sameFamily: true }
    : { relation: 'Chị gái', sex: 'female', born: born - 4, sameFamily: true }
}

/** Whom the hospital calls: parents of the young, children of the old. */
export function inventRelative(
  random: Random,
  years: number,
  of: { sex: Sex; born: number; family: string; ethnicity: string },
  index: number,
): InventedRelative | undefined {
  const who = years < 1 ? mother(of.born) : relative(random, years, of.sex, of.born)
  if (!who) return undefined
  const { name } = inventName(random, who.sex, who.born, {
    ethnicity: of.ethnicity,
    ...(who.sameFamily ? { family: of.family } : {}),
  })
  return { name, relation: who.relation, phone: `0999${pad(500_000 + index, 6)}` }
}
