import type { RoutineTask } from './care-levels.ts'

interface Words {
  readonly vi: string
  readonly en: string
}

/** A plan of care as a guideline gives it; the nurse takes it over for a patient and may change it. */
export interface PlanTemplate {
  readonly code: string
  readonly validFrom: string
  readonly validTo?: string
  readonly title: Words
  readonly source: string
  readonly problem: Words
  readonly goal: {
    readonly text: Words
    readonly days: number
    /** LOINC code of what is measured, and the bound it shall stay below. */
    readonly measure?: string
    readonly below?: number
  }
  readonly activities: readonly RoutineTask[]
}
