import type { Drug } from '#kernel/drug/drug.ts'

/** Parts of the day, in the codes of FHIR Timing.repeat.when. */
export const moments = ['MORN', 'NOON', 'AFT', 'EVE', 'HS'] as const
export type Moment = (typeof moments)[number]

/** Before, with or after meals, in the same code system. */
export const meals = ['AC', 'C', 'PC'] as const
export type Meal = (typeof meals)[number]

/** One drug of a prescription as a doctor writes it. */
export interface Line {
  /** Id of its MedicationRequest, made by the client. */
  readonly id: string
  readonly drug: Drug
  readonly dose: number
  /** When the dose is measured and not counted in the drug's unit: mL of a syrup. */
  readonly doseUnit?: string
  readonly timesADay: number
  /** Taken every so many days: 7 for once a week; every day when absent. */
  readonly everyDays?: number
  readonly days: number
  readonly quantity: number
  readonly moments: readonly Moment[]
  readonly meal?: Meal
  /** Only when needed, and for what: `khi sốt từ 38,5 °C`. */
  readonly asNeeded?: string
  readonly note?: string
}
