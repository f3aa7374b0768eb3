/** Box–Cox power, median and coefficient of variation of a measure at one age or length. */
export interface Lms {
  readonly l: number
  readonly m: number
  readonly s: number
}

/** The measure that lies `z` standard deviations from the median. */
export function valueAt({ l, m, s }: Lms, z: number): number {
  return Math.abs(l) < 1e-9 ? m * Math.exp(s * z) : m * (1 + l * s * z) ** (1 / l)
}

const plain = ({ l, m, s }: Lms, value: number) =>
  Math.abs(l) < 1e-9 ? Math.log(value / m) / s : ((value / m) ** l - 1) / (l * s)

/**
 * Standard deviations from the median. Beyond 3 the measures of weight go on in equal steps, as wide as the
 * third one is, because their distribution has a long tail.
 *
 * @see WHO Child Growth Standards, methods and development, 2006, chapter 7
 */
export function zScore(lms: Lms, value: number, ofWeight: boolean): number {
  const z = plain(lms, value)
  if (!ofWeight || Math.abs(z) <= 3) return z
  const side = z > 0 ? 1 : -1
  const third = valueAt(lms, 3 * side)
  return 3 * side + (value - third) / Math.abs(third - valueAt(lms, 2 * side))
}

/** Per cent of children below `z`. @see Abramowitz, Stegun: Handbook of Mathematical Functions, 26.2.17 (error below 7.5e-8) */
export function centile(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  const tail =
    density * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 100 * (z >= 0 ? 1 - tail : tail)
}
