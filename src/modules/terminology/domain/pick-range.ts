export type Sex = 'male' | 'female'

/** One reference range of a test. Ages in days: `ageFrom` included, `ageTo` not. */
export interface ReferenceRange {
  readonly test: string
  readonly sex: Sex | undefined
  readonly ageFrom: number
  readonly ageTo: number
  readonly low: number | undefined
  readonly high: number | undefined
  /** At or below, at or above: told to the doctor by telephone at once. */
  readonly criticalLow: number | undefined
  readonly criticalHigh: number | undefined
  readonly unit: string
  readonly text: string
  readonly source: string
}

export interface RangeFor {
  readonly sex: Sex | undefined
  readonly ageDays: number | undefined
}

/**
 * The range for a patient. Without a known sex or age only a range that does not depend on it is given:
 * a wrong flag is worse than none.
 */
export function pickRange(
  catalogue: { readonly ranges: ReadonlyMap<string, readonly ReferenceRange[]> },
  test: string,
  patient: RangeFor,
): ReferenceRange | undefined {
  const fits = (catalogue.ranges.get(test) ?? []).filter(
    (range) => fitsSex(range, patient.sex) && fitsAge(range, patient.ageDays),
  )
  return fits.find((range) => range.sex !== undefined) ?? fits[0]
}

function fitsSex(range: ReferenceRange, sex: Sex | undefined): boolean {
  return range.sex === undefined || range.sex === sex
}

function fitsAge(range: ReferenceRange, ageDays: number | undefined): boolean {
  if (ageDays === undefined) return range.ageFrom === 0 && range.ageTo === Number.POSITIVE_INFINITY
  return ageDays >= range.ageFrom && ageDays < range.ageTo
}
