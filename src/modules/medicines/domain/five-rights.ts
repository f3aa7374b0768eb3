import type { Punctuality } from './dose-window.ts'
import type { OrderPlan } from './order-plan.ts'

export const rights = ['patient', 'drug', 'dose', 'route', 'time'] as const
export type Right = (typeof rights)[number]

/** A medicine that was scanned, as the drug list knows it. */
export interface ScannedDrug {
  readonly drugCode: string
  readonly name: string
  readonly ingredients: readonly string[]
  readonly strength: string
  readonly routeCode: string
  readonly lot?: string
  readonly expiresOn?: string
}

export type WrongDrug = {
  readonly right: 'drug' | 'dose' | 'route'
  readonly because: 'other' | 'strength' | 'form' | 'expired'
}

const fold = (words: readonly string[]) =>
  words
    .map((one) => one.trim().toLocaleLowerCase('vi'))
    .sort()
    .join('+')

/** Parenteral, oral, topical, …: the first figure of the route's code in data/catalogues/medicines/routes.tsv. */
const wayOf = (code: string) => code.slice(0, 1)

/**
 * Which right fails when `scanned` would be given for `plan`; undefined when none does.
 *
 * The same substance in another strength would be a wrong dose, in a form for another route a wrong route.
 *
 * @param today a day after the last of the expiry is too late
 */
export function wrongDrug(
  plan: Pick<OrderPlan, 'drugCode' | 'ingredients' | 'strength' | 'route'>,
  scanned: ScannedDrug,
  today: string,
): WrongDrug | undefined {
  if (scanned.expiresOn !== undefined && scanned.expiresOn < today) return { right: 'drug', because: 'expired' }
  if (scanned.drugCode === plan.drugCode) return undefined
  const same = fold(scanned.ingredients) === fold(plan.ingredients.map((one) => one.name))
  if (!same) return { right: 'drug', because: 'other' }
  if (wayOf(scanned.routeCode) !== wayOf(plan.route.code)) return { right: 'route', because: 'form' }
  return { right: 'dose', because: 'strength' }
}

/** The due dose that a scanned medicine is meant for: the same drug first, else the same substance, so that the fault is named. */
export function matchDose<T extends { readonly plan: Pick<OrderPlan, 'drugCode' | 'ingredients'> }>(
  doses: readonly T[],
  scanned: ScannedDrug,
): T | undefined {
  return (
    doses.find((one) => one.plan.drugCode === scanned.drugCode) ??
    doses.find((one) => fold(one.plan.ingredients.map(({ name }) => name)) === fold(scanned.ingredients))
  )
}

/** What of the five rights is shown, one after another, while a nurse scans. */
export type RightsShown = Readonly<Record<Right, 'open' | 'right' | 'wrong'>>

export function rightsShown(facts: {
  readonly patient: boolean | undefined
  readonly drug: WrongDrug | 'right' | undefined
  readonly time: Punctuality | undefined
  readonly timeReason: boolean
}): RightsShown {
  const wrongAt = typeof facts.drug === 'object' ? facts.drug.right : undefined
  const ofDrug = (right: Right) => {
    if (facts.drug === undefined) return 'open'
    if (wrongAt === undefined) return 'right'
    return wrongAt === right ? 'wrong' : 'open'
  }
  const time = facts.time === undefined ? 'open' : facts.time === 'right' || facts.timeReason ? 'right' : 'wrong'
  return {
    patient: facts.patient === undefined ? 'open' : facts.patient ? 'right' : 'wrong',
    drug: ofDrug('drug'),
    dose: ofDrug('dose'),
    route: ofDrug('route'),
    time,
  }
}
