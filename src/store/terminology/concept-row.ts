import { sql } from 'kysely'
import { type CodeSystemHead, type Concept, stateOf } from '#fhir/terminology/concept.ts'
import type { EntryExtra } from '#fhir/terminology/entry.ts'

/** A row of table `concept` with what FHIR needs of it. */
export interface ConceptRow {
  readonly code: string
  readonly name: string
  readonly name_en: string
  readonly synonyms: readonly string[]
  readonly parent: string | null
  readonly more_parents: readonly string[] | null
  readonly position: number
  readonly details: Readonly<Record<string, string>>
  readonly inactive: boolean
  readonly extra: EntryExtra | null
}

export const conceptColumns = sql.raw(
  'code, name, name_en, synonyms, parent, more_parents, position, details, inactive, extra',
)

/** Another word for the same, of the list itself. */
const synonym = { system: 'http://terminology.hl7.org/CodeSystem/designation-usage', code: 'synonym' }

export function toConcept(head: CodeSystemHead, row: ConceptRow, children: readonly string[] = []): Concept {
  const english = row.name_en === '' || row.name_en === row.name ? [] : [{ language: 'en', value: row.name_en }]
  const others = row.synonyms.map((value) => ({
    ...(head.language === undefined ? {} : { language: head.language }),
    use: synonym,
    value,
  }))
  const properties =
    row.extra?.property ?? Object.entries(row.details).map(([code, valueString]) => ({ code, valueString }))
  const state = stateOf(head, properties)
  return {
    code: row.code,
    display: row.name === '' ? undefined : row.name,
    definition: row.extra?.definition,
    designations: row.extra?.designation ?? [...english, ...others],
    properties,
    extensions: row.extra?.extension ?? [],
    parents: [...(row.parent === null ? [] : [row.parent]), ...(row.more_parents ?? [])],
    children,
    ...state,
    inactive: row.inactive || state.inactive,
  }
}
