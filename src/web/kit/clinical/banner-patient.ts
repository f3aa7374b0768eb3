import type { RecordState } from './record-ribbon.tsx'

/** What stands above every screen of a patient. */
export interface BannerPatient {
  readonly id: string
  readonly name: string
  readonly sex: 'male' | 'female' | 'other' | 'unknown'
  /** As exact as it is known: a day, a month or a year. */
  readonly birthDate?: string | undefined
  readonly deceasedAt?: string | undefined
  readonly mrn?: string | undefined
  readonly cccd?: string | undefined
  readonly passport?: string | undefined
  readonly insurance?:
    | {
        readonly number?: string | undefined
        readonly to?: string | undefined
        readonly share?: number | undefined
        readonly validity?: 'valid' | 'expired' | 'notYet' | 'unknown'
      }
    | undefined
  /** Never asked, asked and none known, known: three different facts. */
  readonly allergies: {
    readonly state: 'unknown' | 'none' | 'present'
    readonly askedAt?: string | undefined
    readonly items?: readonly {
      readonly substance: string
      readonly severity?: string | undefined
      readonly anaphylaxis?: string | undefined
    }[]
  }
  readonly record?:
    | {
        readonly id?: string
        readonly number?: string | undefined
        readonly state: RecordState
        readonly room?: string | undefined
        readonly startedAt?: string | undefined
      }
    | undefined
  readonly news2?: { readonly score: number; readonly at?: string | undefined; readonly red?: boolean } | undefined
  readonly queueNumber?: string | undefined
  readonly weightKg?: string | undefined
  /** Another patient here with a like name, and where. */
  readonly lookAlike?: string | undefined
  readonly mergedInto?: string | undefined
}
