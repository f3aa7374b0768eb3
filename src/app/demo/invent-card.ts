import { addDays, type Day } from '#kernel/civil-date.ts'
import { pad } from './pad.ts'
import type { Random } from './random.ts'

export interface InventedCard {
  readonly number: string
  readonly from: Day
  readonly to: Day
  readonly facility: string
}

/** Kinds of members by share; the letters and levels of QĐ 1351/QĐ-BHXH 2015. */
const objects = [
  { code: 'GD', level: 4, weight: 40 },
  { code: 'DN', level: 4, weight: 25 },
  { code: 'HC', level: 4, weight: 6 },
  { code: 'DT', level: 2, weight: 6 },
  { code: 'CN', level: 3, weight: 5 },
  { code: 'HN', level: 2, weight: 4 },
  { code: 'CK', level: 2, weight: 2 },
] as const

const objectsOfOld = [
  { code: 'HT', level: 3, weight: 45 },
  { code: 'GD', level: 4, weight: 35 },
  { code: 'CK', level: 2, weight: 8 },
  { code: 'DT', level: 2, weight: 6 },
  { code: 'HN', level: 2, weight: 6 },
] as const

function cardKind(random: Random, years: number): { readonly code: string; readonly level: number } {
  if (years < 6) return { code: 'TE', level: 1 }
  if (years < 18) return { code: 'HS', level: 4 }
  return years >= 60 ? random.weighted(objectsOfOld) : random.weighted(objects)
}

/** A card for nine in ten; one in twenty of them has just run out, and the desk must see it. */
export function inventCard(
  random: Random,
  years: number,
  province: string,
  index: number,
  today: Day,
): InventedCard | undefined {
  if (!random.chance(0.9)) return undefined
  const { code, level } = cardKind(random, years)
  const year = today.slice(0, 4)
  const over = random.chance(0.05)
  return {
    number: `${code}${level}${province}${pad(400 + index, 10)}`,
    from: `${Number(year) - (over ? 1 : 0)}-01-01`,
    to: over ? addDays(today, -random.between(3, 60)) : `${year}-12-31`,
    facility: '01ZZ1',
  }
}
