/** What the kidneys clear, and by which formula it was reckoned. */
export interface KidneyFunction {
  /** mL/min for Cockcroft-Gault, mL/min/1.73 m² for the others. */
  readonly value: number
  readonly formula: 'cockcroft-gault' | 'ckd-epi-2021' | 'schwartz-2009'
}

export interface KidneyFacts {
  readonly ageYears: number
  readonly sex: 'male' | 'female'
  readonly creatinineUmol: number
  readonly weightKg?: number | undefined
  readonly heightCm?: number | undefined
}

const mgPerDl = (umol: number) => umol / 88.4

/** @see Cockcroft DW, Gault MH. Nephron 1976;16:31-41 */
function cockcroftGault({ ageYears, sex, creatinineUmol }: KidneyFacts, weightKg: number): number {
  const women = sex === 'female' ? 0.85 : 1
  return (((140 - ageYears) * weightKg) / (72 * mgPerDl(creatinineUmol))) * women
}

/** @see Inker LA et al. N Engl J Med 2021;385:1737-1749, without race */
function ckdEpi({ ageYears, sex, creatinineUmol }: KidneyFacts): number {
  const [kappa, alpha, factor] = sex === 'female' ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1]
  const ratio = mgPerDl(creatinineUmol) / kappa
  return 142 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.2 * 0.9938 ** ageYears * factor
}

/** Clearance from the newest creatinine; undefined where no formula fits what is known. */
export function kidneyFunction(facts: KidneyFacts): KidneyFunction | undefined {
  const { ageYears, creatinineUmol, weightKg, heightCm } = facts
  if (creatinineUmol <= 0) return undefined
  if (ageYears < 18) {
    // Schwartz GJ et al. J Am Soc Nephrol 2009;20:629-637; made for one to seventeen years.
    if (heightCm === undefined || ageYears < 1) return undefined
    return { value: (0.413 * heightCm) / mgPerDl(creatinineUmol), formula: 'schwartz-2009' }
  }
  if (weightKg !== undefined) return { value: cockcroftGault(facts, weightKg), formula: 'cockcroft-gault' }
  return { value: ckdEpi(facts), formula: 'ckd-epi-2021' }
}
