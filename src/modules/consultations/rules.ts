import { readFileSync } from 'node:fs'
import { type Dated, limitOf, type TimeLimit } from './domain/limits.ts'

interface Words {
  readonly vi: string
  readonly en: string
}

interface Kind extends Dated {
  readonly code: string
  /** Row of data/orders/items.tsv that orders it. */
  readonly item: string
  readonly title: Words
  readonly source: string
}

interface DeathReviewRule extends Dated {
  readonly days: number
  readonly forms: readonly string[]
  readonly source: string
}

export interface ConsultedDrug extends Dated {
  /** Beginning of the ATC code. */
  readonly atc: string
  readonly title: Words
  readonly source: string
}

const rules = JSON.parse(
  readFileSync(new URL('../../../data/consultations/rules.json', import.meta.url), 'utf8'),
) as {
  readonly kinds: readonly Kind[]
  readonly limits: readonly TimeLimit[]
  readonly deathReview: readonly DeathReviewRule[]
  readonly drugs: readonly ConsultedDrug[]
}

const holds = (day: string) => (one: Dated) => one.validFrom <= day && (one.validTo ?? '9999-12-31') >= day

export const kindsOn = (day: string): readonly Kind[] => rules.kinds.filter(holds(day))

/** The kind by its code, or by the item that orders it. */
export const kindOn = (
  day: string,
  wanted: { readonly code?: string; readonly item?: string },
): Kind | undefined => kindsOn(day).find(({ code, item }) => code === wanted.code || item === wanted.item)

export const limitOn = (day: string, priority: string): TimeLimit | undefined =>
  limitOf(rules.limits.filter(holds(day)), priority)

export const deathReviewOn = (day: string): DeathReviewRule | undefined => rules.deathReview.find(holds(day))

export const consultedDrugsOn = (day: string): readonly ConsultedDrug[] => rules.drugs.filter(holds(day))
