import type { DrugKind } from './drug-kind.ts'

export interface Ingredient {
  readonly code: string
  /** International non-proprietary name as the Ministry writes it: `Amlodipin`. */
  readonly name: string
}

/** What of a drug a prescription needs, from the facility's drug list. */
export interface Drug {
  readonly code: string
  readonly ingredients: readonly Ingredient[]
  readonly tradeName?: string
  /** `5 mg`, `500 mg + 125 mg`. */
  readonly strength: string
  /** `Viên nén`. */
  readonly form: string
  /** Unit that is counted and dosed: `viên`. */
  readonly unit: string
  readonly route: { readonly code: string; readonly name: string }
  readonly kind: DrugKind
}

/**
 * The drug's name on a prescription: INN, or INN (trade name); the trade name alone when several substances
 * or a biological product make it one.
 * @see Circular 26/2025/TT-BYT art. 6 para. 4
 */
export function printedDrugName(drug: Pick<Drug, 'ingredients' | 'tradeName'>): string {
  const substances = drug.ingredients.map((one) => one.name).join(' + ')
  if (!drug.tradeName || drug.tradeName.toLowerCase() === substances.toLowerCase()) return substances
  return `${substances} (${drug.tradeName})`
}

/** `Amlodipin 5 mg`: substance and strength, the name that screens and the store use. */
export function displayName(drug: Pick<Drug, 'ingredients' | 'tradeName' | 'strength'>): string {
  return `${drug.ingredients.map((one) => one.name).join(' + ')} ${drug.strength}`.trim()
}
