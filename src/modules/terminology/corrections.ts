import { readTable } from '#platform/read-table.ts'
import { type Entry, splitWords } from './domain/read-line.ts'

const folder = new URL('../../../data/catalogues/', import.meta.url)

interface Correction {
  readonly printed: string
  readonly corrected: string
}

let corrections: ReadonlyMap<string, Correction> | undefined
let synonyms: ReadonlyMap<string, readonly string[]> | undefined

/** Sets right what published lists print wrong; see data/catalogues/SOURCE.md. */
export function correctPrinted(system: string, entry: Entry): Entry {
  corrections ??= new Map(
    readTable(new URL('corrections.tsv', folder)).map((row) => [
      `${row['system']} ${row['code']} ${row['column']}`,
      { printed: row['printed'] ?? '', corrected: row['corrected'] ?? '' },
    ]),
  )
  const right = (column: 'name' | 'nameEn') => {
    const known = corrections?.get(`${system} ${entry.code} ${column}`)
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
