const umolPerMg = 88.4

/**
 * Estimated glomerular filtration rate, mL/min/1.73 m², adults.
 * @param creatinineUmolPerL serum creatinine traceable to IDMS
 * @see Inker LA et al. N Engl J Med 2021;385:1737–49 (CKD-EPI 2021, without race)
 */
export function egfrCkdEpi2021(
  creatinineUmolPerL: number,
  ageYears: number,
  sex: 'female' | 'male',
): number | undefined {
  if (ageYears < 18 || creatinineUmolPerL <= 0) return undefined
  const [kappa, alpha, factor] = sex === 'female' ? [0.7, -0.241, 1.012] : [0.9, -0.302, 1]
  const ratio = creatinineUmolPerL / umolPerMg / kappa
  return 142 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.2 * 0.9938 ** ageYears * factor
}

/**
 * Estimated glomerular filtration rate, mL/min/1.73 m², children from 1 year.
 * @param creatinineUmolPerL serum creatinine traceable to IDMS
 * @see Schwartz GJ et al. J Am Soc Nephrol 2009;20:629–37 (bedside equation, k 0.413 with cm and mg/dL)
 */
export function egfrSchwartz(creatinineUmolPerL: number, heightCm: number): number | undefined {
  if (creatinineUmolPerL <= 0 || heightCm <= 0) return undefined
  return (0.413 * heightCm) / (creatinineUmolPerL / umolPerMg)
}
