/** What triage uses of the line (module encounters) and of allergies (module patients). */
export interface WaitingVisit {
  readonly encounterId: string
  readonly patientId: string
  readonly number: string
  readonly name: string
  readonly sex: string
  readonly birthDate?: string
  readonly ageText?: string
  readonly roomName: string
  readonly priority?: string
  readonly reason: string
  readonly state: string
  readonly arrivedAt: string
  readonly triagedAt?: string
}

export interface Allergies {
  readonly state: 'unknown' | 'none' | 'present'
  readonly askedAt?: string
  readonly items: readonly {
    readonly id: string
    readonly substance: string
    readonly reaction?: string
    readonly severity?: string
    readonly anaphylaxis?: string
  }[]
}
