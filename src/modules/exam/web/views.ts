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

export interface Drug {
  readonly code: string
  readonly label: string
  readonly form: string
  readonly unit: string
  readonly route: { readonly name: string }
  readonly tradeName?: string
  readonly kind: 'N' | 'H' | 'C'
  readonly usualDose?: number
  readonly timesPerDay?: number
  readonly note: string
}

export type Moment = 'MORN' | 'NOON' | 'AFT' | 'EVE' | 'HS'
export type Meal = 'AC' | 'C' | 'PC'

export interface LineInput {
  readonly id: string
  readonly drugCode: string
  readonly dose: number
  readonly doseUnit?: string
  readonly timesADay: number
  readonly everyDays?: number
  readonly days: number
  readonly quantity?: number
  readonly moments: readonly Moment[]
  readonly meal?: Meal
  readonly asNeeded?: string
  readonly note?: string
}

export interface Line extends LineInput {
  readonly name: string
  readonly unit: string
  readonly kind: 'N' | 'H' | 'C'
  readonly quantity: number
  readonly dosage: string
  readonly printedQuantity: string
  readonly since: 'kept' | 'changed' | 'new'
}

export interface AlertRow {
  readonly key: string
  readonly level: 'note' | 'warning' | 'stop'
  readonly overridable: boolean
  readonly lineId?: string
  readonly reason: string
  readonly values: Readonly<Record<string, string | number>>
  readonly accepted?: string
}

export interface Issued {
  readonly code: string
  readonly kind: 'N' | 'H' | 'C'
  readonly issuedAt: string
  readonly validUntil: string
  readonly state: 'active' | 'replaced'
  readonly replaces?: string
  readonly lines: readonly Line[]
}

export interface Prescription {
  readonly basis: string
  readonly editable: boolean
  readonly lines: readonly Line[]
  readonly alerts: readonly AlertRow[]
  readonly child?: { readonly months: number; readonly weightKg?: number }
  readonly companion?: string
  readonly replaces: readonly string[]
  readonly maxDays: Readonly<Record<string, number>>
  readonly issued: readonly Issued[]
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
