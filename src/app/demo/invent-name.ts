import { readTable } from '#platform/read-table.ts'
import type { Random } from './random.ts'

export type Sex = 'male' | 'female'

interface NamePart {
  readonly part: string
  readonly ethnicity: string
  readonly sex: string
  readonly text: string
  readonly weight: number
  readonly bornFrom: number
  readonly bornTo: number
}

let parts: readonly NamePart[] | undefined

function allParts(): readonly NamePart[] {
  parts ??= readTable(new URL('../../../data/demo/names.tsv', import.meta.url)).map((row) => ({
    part: row['part'] ?? '',
    ethnicity: row['ethnicity'] ?? '',
    sex: row['sex'] ?? '',
    text: row['text'] ?? '',
    weight: Number(row['weight']),
    bornFrom: Number(row['bornFrom'] || 0),
    bornTo: Number(row['bornTo'] || 9999),
  }))
  return parts
}

/** Ethnic groups by share of the people; codes of QĐ 121-TCTK/PPCĐ 1979. */
const groups = [
  { code: '01', weight: 82 },
  { code: '02', weight: 4 },
  { code: '03', weight: 3 },
  { code: '06', weight: 3 },
  { code: '08', weight: 2 },
  { code: '07', weight: 2 },
  { code: '05', weight: 2 },
  { code: '09', weight: 1 },
  { code: '04', weight: 1 },
  { code: '12', weight: 1 },
] as const

export interface InventedName {
  readonly name: string
  readonly family: string
  readonly ethnicity: string
}

function pickPart(random: Random, part: string, ethnicity: string, sex: Sex, born: number): string {
  const fits = (group: string) =>
    allParts().filter(
      (one) =>
        one.part === part &&
        one.ethnicity === group &&
        (one.sex === '' || one.sex === sex) &&
        born >= one.bornFrom &&
        born <= one.bornTo,
    )
  const own = fits(ethnicity)
  return random.weighted(own.length > 0 ? own : fits('01')).text
}

/** A name as its bearer's people make it: `Đặng Thị Huyền`, `Giàng A Páo`, `Y Bliu Niê`, `H'Hen Niê`. */
export function inventName(
  random: Random,
  sex: Sex,
  born: number,
  given?: { family?: string; ethnicity?: string },
): InventedName {
  const ethnicity = given?.ethnicity ?? random.weighted(groups).code
  const family = given?.family ?? pickPart(random, 'family', ethnicity, sex, born)
  const middle = pickPart(random, 'middle', ethnicity, sex, born)
  let own = pickPart(random, 'given', ethnicity, sex, born)
  while (own === middle.split(' ').at(-1) || own === family) own = pickPart(random, 'given', ethnicity, sex, born)
  const name =
    ethnicity === '12'
      ? `${middle}${middle.endsWith("'") ? '' : ' '}${own} ${family}`
      : `${family} ${middle} ${own}`
  return { name, family, ethnicity }
}
