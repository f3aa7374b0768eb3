/** A row of the chart's vital signs: LOINC code, name key, unit, and the band that is usual for adults. */
export interface VitalSign {
  readonly key: string
  readonly loinc: readonly string[]
  readonly unit: string
  readonly band?: { readonly low?: number; readonly high?: number }
  /** The highest usual value of the lower figure: diastolic pressure. */
  readonly lowerHigh?: number
}

/**
 * Vital signs in the order of the chart. Bands of adults: the limits of NEWS2 score 0; blood pressure is
 * high from 140 or from 90. Children have other limits: `bandFor` leaves them out.
 * @see Royal College of Physicians, National Early Warning Score 2 (2017); Decision 3192/QĐ-BYT (2010) hypertension
 */
export const vitalSigns: readonly VitalSign[] = [
  { key: 'pulse', loinc: ['8867-4'], unit: 'lần/phút', band: { low: 51, high: 90 } },
  { key: 'pressure', loinc: ['85354-9', '55284-4'], unit: 'mmHg', band: { low: 90, high: 139 }, lowerHigh: 89 },
  { key: 'temperature', loinc: ['8310-5'], unit: '°C', band: { low: 36.1, high: 38 } },
  { key: 'respiration', loinc: ['9279-1'], unit: 'lần/phút', band: { low: 12, high: 20 } },
  { key: 'saturation', loinc: ['59408-5', '2708-6'], unit: '%', band: { low: 96 } },
  { key: 'weight', loinc: ['29463-7'], unit: 'kg' },
  { key: 'height', loinc: ['8302-2'], unit: 'cm' },
  { key: 'bmi', loinc: ['39156-5'], unit: 'kg/m²' },
  { key: 'head', loinc: ['9843-4', '8287-5'], unit: 'cm' },
]

/** NEWS2 is made for 16 years and older. */
const adultYears = 16

export function bandFor(sign: VitalSign, ageYears: number | undefined): VitalSign['band'] {
  return ageYears !== undefined && ageYears >= adultYears ? sign.band : undefined
}

export function signOf(codes: readonly string[]): VitalSign | undefined {
  return vitalSigns.find((sign) => sign.loinc.some((code) => codes.includes(code)))
}

/** Above, below or inside the band. */
export function flagIn(value: number, band: VitalSign['band']): 'high' | 'low' | undefined {
  if (band?.low !== undefined && value < band.low) return 'low'
  if (band?.high !== undefined && value > band.high) return 'high'
  return undefined
}
