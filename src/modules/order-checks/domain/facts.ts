import type { KidneyFunction } from './kidney.ts'

export interface Ingredient {
  readonly name: string
}

/** A drug about to be ordered, reduced to what decides. */
export interface ProposedDrug {
  readonly lineId: string
  readonly code: string
  readonly name: string
  readonly ingredients: readonly Ingredient[]
  readonly strength: string
  readonly routeCode: string
  readonly dose: number
  readonly doseUnit?: string | undefined
  /** Most times in a day. */
  readonly timesADay: number
}

/** A drug that the patient has already. */
export interface CurrentDrug {
  readonly requestId: string
  readonly name: string
  readonly ingredients: readonly Ingredient[]
  readonly routeCode: string
  /** Where from: this ward, or a prescription of before. */
  readonly from: 'ward' | 'prescription'
}

export interface PatientFacts {
  readonly day: string
  readonly ageMonths: number | undefined
  readonly sex: 'male' | 'female' | undefined
  readonly weightKg: number | undefined
  readonly kidney: KidneyFunction | undefined
  /** Day of the creatinine that the clearance was reckoned from. */
  readonly creatinineOn: string | undefined
  /** Unknown where nobody has said so. */
  readonly pregnant: boolean | undefined
  readonly gestationWeeks: number | undefined
  readonly breastfeeding: boolean | undefined
  /** ICD-10 codes of the stay and of the problem list. */
  readonly diagnoses: readonly string[]
  readonly payer: string | undefined
  readonly current: readonly CurrentDrug[]
}

/** What a substance is called, whatever its spelling and salt. */
export interface Substances {
  keyOf(name: string): string
}

export const womanOfChildbearingAge = (facts: PatientFacts): boolean =>
  facts.sex === 'female' && facts.ageMonths !== undefined && facts.ageMonths >= 144 && facts.ageMonths < 660

export type Way = 'oral' | 'injection' | 'local' | 'rectal' | 'inhaled'

const ways: readonly (readonly [Way, RegExp])[] = [
  ['injection', /^2\./],
  ['inhaled', /^5\.0[256]$/],
  ['local', /^[356]\.|^4\.01/],
  ['rectal', /^4\./],
]

/** Where a drug acts: what is put on skin, eye, nose and ear hardly reaches the blood. */
export function wayOf(routeCode: string): Way {
  return ways.find(([, codes]) => codes.test(routeCode))?.[0] ?? 'oral'
}
