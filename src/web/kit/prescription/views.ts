// What prescribing reads from the module prescriptions and from the list of drugs. views.test.ts of module exam holds these
// shapes against their contracts.

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
  /** Words of a check that is the same on the ward. */
  readonly told?: {
    readonly what: string
    readonly why: string
    readonly todo: string
    readonly source: string
    readonly confidence: string
  }
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
  readonly uncovered: readonly {
    readonly lineId: string
    readonly drug: string
    readonly missing: readonly string[]
  }[]
  readonly child?: { readonly months: number; readonly weightKg?: number }
  readonly companion?: string
  readonly replaces: readonly string[]
  readonly maxDays: Readonly<Record<string, number>>
  readonly issued: readonly Issued[]
}
