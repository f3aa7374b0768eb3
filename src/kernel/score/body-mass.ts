/**
 * Body mass index in kg/m², one decimal. Its classes for children need growth charts, see kernel/growth.
 */
export function bodyMassIndex(weightKg: number, heightCm: number): string | undefined {
  if (!(weightKg > 0) || !(heightCm > 0)) return undefined
  return (weightKg / (heightCm / 100) ** 2).toFixed(1)
}

/** Classes for Asian adults. @see WHO, IASO, IOTF: The Asia-Pacific perspective: redefining obesity and its treatment, 2000, table 2.2 */
export function bodyMassClass(index: number): 'under' | 'normal' | 'over' | 'obese1' | 'obese2' {
  if (index < 18.5) return 'under'
  if (index < 23) return 'normal'
  if (index < 25) return 'over'
  return index < 30 ? 'obese1' : 'obese2'
}
