import type { Entry } from '#fhir/terminology/entry.ts'
import { readTable } from '#platform/read-table.ts'
import { splitWords } from './domain/read-line.ts'

const folder = new URL('../../../data/catalogues/', import.meta.url)

interface Correction {
  readonly printed: string
  readonly corrected: string
}

/** By list, then by code and column. */
let corrections: ReadonlyMap<string, ReadonlyMap<string, Correction>> | undefined
let synonyms: ReadonlyMap<string, readonly string[]> | undefined

function readCorrections(): ReadonlyMap<string, ReadonlyMap<string, Correction>> {
  const lists = new Map<string, Map<string, Correction>>()
  for (const row of readTable(new URL('corrections.tsv', folder))) {
    const list = lists.get(row['system'] ?? '') ?? new Map<string, Correction>()
    lists.set(row['system'] ?? '', list)
    list.set(`${row['code']} ${row['column']}`, {
      printed: row['printed'] ?? '',
      corrected: row['corrected'] ?? '',
    })
  }
  return lists
}

/** Sets right what published lists print wrong; see data/catalogues/SOURCE.md. */
export function correctPrinted(system: string, entry: Entry): Entry {
  corrections ??= readCorrections()
  const list = corrections.get(system)
  if (!list) return entry
  const right = (column: 'name' | 'nameEn') => {
    const known = list.get(`${entry.code} ${column}`)
    return known?.printed === entry[column] ? known.corrected : entry[column]
  }
  return { ...entry, name: right('name'), nameEn: right('nameEn') }
}

/** Abbreviations and everyday words for a code, beside those of the list itself. */
export function houseSynonyms(system: string, code: string): readonly string[] {
  if (system !== 'icd10') return []
  synonyms ??= new Map(
    readTable(new URL('icd10/synonyms.tsv', folder)).map((row) => [
      row['code'] ?? '',
      splitWords(row['synonyms']),
    ]),
  )
  return synonyms.get(code) ?? []
}
