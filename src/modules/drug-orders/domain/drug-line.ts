/** When a drug is given on the ward. */
export type Schedule =
  | { readonly type: 'hours'; readonly at: readonly string[] }
  | { readonly type: 'interval'; readonly everyHours: number }
  | { readonly type: 'once'; readonly at?: string }
  | { readonly type: 'prn'; readonly reason: string; readonly perDay: number; readonly gapHours: number }

/** A drug or an infusion as a doctor writes it for a ward. */
export interface DrugLine {
  /** Id of its MedicationRequest, made by the client. */
  readonly id: string
  readonly drugCode: string
  /** At one time; the volume in mL for an infusion. */
  readonly dose: number
  /** Unit of the dose when it is measured and not counted in the drug's unit. */
  readonly doseUnit?: string
  readonly schedule: Schedule
  /** An infusion runs at this rate. */
  readonly rateMlPerHour?: number
  readonly routeCode?: string
  /** When it begins; the moment of placing when absent. */
  readonly start?: string
  /** How many days; until stopped when absent. */
  readonly days?: number
  readonly urgent?: boolean
  readonly note?: string
  /** The patient brought it; nothing is taken from stock. */
  readonly ownMedicine?: boolean
}

/** Most times of a day that the schedule allows. */
export function timesADay(schedule: Schedule): number {
  if (schedule.type === 'hours') return schedule.at.length
  if (schedule.type === 'interval') return 24 / schedule.everyHours
  return schedule.type === 'prn' ? schedule.perDay : 1
}

export const isInfusion = (line: Pick<DrugLine, 'rateMlPerHour'>): boolean => line.rateMlPerHour !== undefined
