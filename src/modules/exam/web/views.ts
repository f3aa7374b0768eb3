// What this screen reads from other modules' addresses. views.test.ts holds these shapes against their contracts.

export interface QueueRow {
  readonly encounterId: string
  readonly patientId: string
  readonly number: string
  readonly name: string
  readonly sex: string
  readonly ageText?: string
  readonly roomId: string
  readonly roomName: string
  readonly priority?: string
  readonly reason: string
  readonly state: 'waiting' | 'called' | 'in-room' | 'skipped' | 'done' | 'cancelled'
  readonly arrivedAt: string
  readonly triagedAt?: string
}

export interface RoomRow {
  readonly id: string
  readonly name: string
  readonly doctor?: string
  readonly waiting: number
}

export interface Result {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly value?: string
  readonly unit?: string
  readonly text?: string
  readonly range?: string
  readonly flag?: string
  readonly isNew: boolean
}

export interface Order {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly state: 'ordered' | 'collected' | 'entered' | 'released' | 'cancelled'
  readonly urgent: boolean
  readonly orderedAt: string
  readonly collectedAt?: string
  readonly releasedAt?: string
  readonly price?: number
  readonly cancelReason?: string
  readonly results: readonly Result[]
  readonly hasNew: boolean
}

export interface Orders {
  readonly editable: boolean
  readonly orders: readonly Order[]
  readonly newResults: number
  readonly total: number
}

export interface Duplicate {
  readonly code: string
  readonly name: string
  readonly standingName: string
  readonly orderedAt: string
}

export interface Orderable {
  readonly code: string
  readonly name: string
  readonly shortName: string
  readonly synonyms: readonly string[]
  readonly price: number
  readonly group: string
}

export interface OrderSet {
  readonly code: string
  readonly name: string
  readonly note: string
  readonly tests: readonly string[]
}

export interface FoundCode {
  readonly code: string
  readonly name: string
  readonly why: { readonly reason: string; readonly synonym?: string }
  readonly usedHere: number
  readonly selectable: boolean
  readonly moreSpecific?: { readonly from: string; readonly to: string }
  readonly notPrimary: boolean
  readonly sexWarning: boolean
}

export interface VitalRow {
  readonly key: string
  readonly unit: string
  readonly points: readonly {
    readonly at: string
    readonly value: string
    readonly low?: string
    readonly flag?: string
  }[]
  readonly band?: { readonly low?: number; readonly high?: number }
}

export interface Vitals {
  readonly vitals: readonly VitalRow[]
  readonly takenAt?: string
  readonly takenBy?: string
}

export interface NewResult {
  readonly patientId: string
  readonly encounterId: string
  readonly patientName: string
  readonly ageText?: string
  readonly tests: readonly string[]
  readonly count: number
  readonly critical: boolean
  readonly releasedAt: string
}
