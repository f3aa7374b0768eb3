import { editionOn } from './editions.ts'

export interface CareLevel {
  readonly code: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly meaning: { readonly vi: string; readonly en: string }
  readonly measureEveryMinutes: number
  /** The statutory sheet that is kept at this level. */
  readonly form: string
  readonly tasks: readonly RoutineTask[]
}

/** A task that comes back at these hours of the day. */
export interface RoutineTask {
  readonly code: string
  readonly hours: readonly number[]
}

export interface CareLevelEdition {
  readonly validFrom: string
  readonly validTo?: string
  readonly levels: readonly CareLevel[]
}

/** What a level of care demands on a day. */
export function careLevelOn(
  editions: readonly CareLevelEdition[],
  code: string | undefined,
  day: string,
): CareLevel | undefined {
  return editionOn(editions, day)?.levels.find((one) => one.code === code)
}
