import { amountsOf, doseAmount } from './amount.ts'
import { type ProposedDrug, wayOf } from './facts.ts'
import { type CoveredCheck, coveredChecks, type Names } from './knowledge.ts'

export interface Uncovered {
  readonly lineId: string
  readonly drug: string
  /** Checks that say nothing about this drug because nobody has looked it through. */
  readonly missing: readonly CoveredCheck[]
}

/** The dose of a drug whose strength does not tell an amount is not reckoned. */
function isReckoned(drug: ProposedDrug): boolean {
  const amounts = amountsOf(drug.strength)
  return drug.ingredients.every((_, at) => doseAmount(amounts[at], drug.dose, drug.doseUnit) !== undefined)
}

/** What was not checked, drug by drug: silence about these means nothing. */
export function uncovered(drugs: readonly ProposedDrug[], names: Names): Uncovered[] {
  return drugs.flatMap((drug) => {
    if (wayOf(drug.routeCode) === 'local') return []
    const missing = coveredChecks.filter(
      (check) =>
        !drug.ingredients.every(({ name }) => names.covered(name).has(check)) ||
        (check === 'dose' && !isReckoned(drug)),
    )
    return missing.length === 0 ? [] : [{ lineId: drug.lineId, drug: drug.name, missing }]
  })
}
