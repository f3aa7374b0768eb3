import type { CodeSystemConceptDesignation, CodeSystemConceptProperty, Extension } from '@medplum/fhirtypes'

/** What a CodeSystem resource tells of a concept beyond code, display and place. */
export interface EntryExtra {
  readonly definition?: string
  readonly designation?: readonly CodeSystemConceptDesignation[]
  readonly property?: readonly CodeSystemConceptProperty[]
  readonly extension?: readonly Extension[]
}

/** An entry of a code list as a file or a CodeSystem tells it. */
export interface Entry {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly synonyms: readonly string[]
  readonly parent: string | null
  readonly validFrom: string
  readonly validTo: string | null
  readonly details: Readonly<Record<string, string>>
  /** Parents beside the first one. */
  readonly moreParents?: readonly string[]
  /** No longer for use, as the list itself says. */
  readonly inactive?: boolean
  readonly extra?: EntryExtra
}
