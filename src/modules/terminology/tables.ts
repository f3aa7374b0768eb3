import type { Origin } from '#store/terminology/concept-load.ts'

export interface ConceptRow {
  facility: number
  system: string
  code: string
  valid_from: string
  load: number
  valid_to: string | null
  replaced_by: number | null
  name: string
  name_en: string
  synonyms: string[]
  parent: string | null
  position: number
  details: Record<string, string>
  origin: Origin
  row_hash: Buffer
}
