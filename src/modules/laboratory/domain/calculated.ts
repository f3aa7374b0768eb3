import { egfrCkdEpi2021 } from '#kernel/score/kidney.ts'
import type { LaboratorySex } from './person-at.ts'

/** What a formula may use: results in the unit of the catalogue, by test code, and the person at collection. */
export interface Inputs {
  readonly results: ReadonlyMap<string, number>
  readonly ageYears: number | undefined
  readonly sex: LaboratorySex | undefined
}

export interface Formula {
  /** Decimals the result is told with. */
  readonly decimals: number
  /** Printed beside the result. */
  readonly source: string
  /** Undefined when an input lacks or the formula does not hold for these values. */
  compute(inputs: Inputs): number | undefined
}

/**
 * LDL cholesterol, mmol/L. Not valid from 4.5 mmol/L triglycerides.
 * @see Friedewald WT, Levy RI, Fredrickson DS. Clin Chem 1972;18:499–502
 */
export function ldlFriedewald(
  totalMmolPerL: number,
  hdlMmolPerL: number,
  triglycerideMmolPerL: number,
): number | undefined {
  if (triglycerideMmolPerL >= 4.5) return undefined
  const ldl = totalMmolPerL - hdlMmolPerL - triglycerideMmolPerL / 2.2
  return ldl > 0 ? ldl : undefined
}

/** Reads named inputs; undefined when one lacks. */
function all(inputs: Inputs, codes: readonly string[]): readonly number[] | undefined {
  const values = codes.map((code) => inputs.results.get(code))
  return values.every((value) => value !== undefined) ? (values as number[]) : undefined
}

/** Formulas by name; the catalogue names one and the codes it needs, in this order. */
export const formulas: Readonly<Record<string, (codes: readonly string[]) => Formula>> = {
  'ldl-friedewald': (codes) => ({
    decimals: 2,
    source: 'Friedewald 1972',
    compute: (inputs) =>
      apply(all(inputs, codes), ([total = 0, hdl = 0, triglyceride = 0]) =>
        ldlFriedewald(total, hdl, triglyceride),
      ),
  }),
  'egfr-ckd-epi-2021': (codes) => ({
    decimals: 0,
    source: 'CKD-EPI 2021',
    compute: (inputs) => {
      const { ageYears, sex } = inputs
      if (ageYears === undefined || sex === undefined) return undefined
      return apply(all(inputs, codes), ([creatinine = 0]) => egfrCkdEpi2021(creatinine, ageYears, sex))
    },
  }),
  /** mmol/L from pH and pCO₂ in mmHg. @see CLSI C46-A2, Blood Gas and pH Analysis, 2009 */
  'bicarbonate-c46': (codes) => ({
    decimals: 1,
    source: 'CLSI C46-A2',
    compute: (inputs) => apply(all(inputs, codes), ([ph = 0, pco2 = 0]) => 0.0307 * pco2 * 10 ** (ph - 6.105)),
  }),
  /** Of the extracellular fluid, mmol/L, from pH and bicarbonate. @see CLSI C46-A2, 2009 */
  'base-excess-c46': (codes) => ({
    decimals: 1,
    source: 'CLSI C46-A2',
    compute: (inputs) =>
      apply(all(inputs, codes), ([ph = 0, bicarbonate = 0]) => bicarbonate - 24.8 + 16.2 * (ph - 7.4)),
  }),
}

/** A calculated value as text, with its decimals; computers' minus zero is zero. */
export function calculatedLexeme(value: number, decimals: number): string {
  const text = value.toFixed(decimals)
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text
}

function apply(
  values: readonly number[] | undefined,
  formula: (values: readonly number[]) => number | undefined,
): number | undefined {
  return values ? formula(values) : undefined
}
