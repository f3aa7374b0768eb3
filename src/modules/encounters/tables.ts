import type { Payer, QueueState } from './contract.ts'

export type QueueEntryTable = {
  readonly facility: number
  readonly encounter_id: string
  readonly patient_id: string
  readonly room_id: string
  /** `2026-11-23` */
  readonly day: string
  readonly number: string
  readonly record_number: string
  readonly priority: string | null
  readonly payer: Payer
  readonly reason: string
  readonly state: QueueState
  readonly arrived_at: Date
  readonly placed_at: Date
  readonly triaged_at: Date | null
  readonly called_at: Date | null
  readonly called_count: number
  readonly started_at: Date | null
  readonly finished_at: Date | null
}

export type EncounterTables = {
  queue_entry: QueueEntryTable
  /** Of module patients; read only, to name those who wait. */
  patient_index: {
    readonly facility: number
    readonly patient_id: string
    readonly name: string
    readonly sex: string
    readonly birth_date: string | null
    readonly mrn: string | null
  }
}
