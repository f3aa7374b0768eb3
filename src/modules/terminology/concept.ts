import type { Day } from '#kernel/civil-date.ts'
import type { ConceptRow } from './tables.ts'

/** An entry of a code list. */
export interface Concept {
  readonly system: string
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly synonyms: readonly string[]
  readonly parent: string | undefined
  readonly validFrom: Day
  /** Last day, included. */
  readonly validTo: Day | undefined
  /** The other columns of the list. */
  readonly details: Readonly<Record<string, string>>
}

export function toConcept(row: ConceptRow): Concept {
  return {
    system: row.system,
    code: row.code,
    name: row.name,
    nameEn: row.name_en,
    synonyms: row.synonyms,
    parent: row.parent ?? undefined,
    validFrom: row.valid_from,
    validTo: row.valid_to ?? undefined,
    details: row.details,
  }
}
