/** What two entries say of a person, as far as it decides whether they are one. */
export interface Compared {
  readonly name: string
  readonly sex: string
  readonly birthDate?: string
  readonly numbers: readonly { readonly kind: string; readonly value: string; readonly former: boolean }[]
}

export type Doubt = 'sex' | 'birthDate' | 'cccd' | 'passport'

/**
 * What speaks against both being one person. A sex or a number that only one entry knows speaks of nothing, and neither
 * does a birth date that one of them knows less exactly.
 */
export function doubts(one: Compared, two: Compared): readonly Doubt[] {
  const found: Doubt[] = []
  const known = (sex: string) => sex === 'male' || sex === 'female'
  if (known(one.sex) && known(two.sex) && one.sex !== two.sex) found.push('sex')
  if (one.birthDate && two.birthDate && !fits(one.birthDate, two.birthDate)) found.push('birthDate')
  for (const kind of ['cccd', 'passport'] as const) {
    const [a, b] = [current(one, kind), current(two, kind)]
    if (a && b && a !== b) found.push(kind)
  }
  return found
}

const fits = (one: string, two: string) => one.startsWith(two) || two.startsWith(one)

const current = ({ numbers }: Compared, kind: string) =>
  numbers.find((number) => number.kind === kind && !number.former)?.value
