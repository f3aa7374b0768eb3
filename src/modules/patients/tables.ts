import type { IndexRow } from './domain/index-row.ts'

export type PatientIndexTable = IndexRow & {
  readonly facility: number
  readonly updated_at: Date
}

export type PatientTables = {
  patient_index: PatientIndexTable
}
