import { readTable } from '#platform/read-table.ts'
import type { CodeNames } from './shared-model.ts'

const folder = new URL('../../../../data/catalogues/people/', import.meta.url)

function names(file: string, code: string): ReadonlyMap<string, string> {
  return new Map(readTable(new URL(file, folder)).map((row) => [row[code] ?? '', row['name_vi'] ?? '']))
}

let read: CodeNames | undefined

/** Names of occupations and ethnic groups, from the catalogues. */
export function codeNames(): CodeNames {
  if (read) return read
  const occupations = names('occupations.tsv', 'occupation_code')
  const ethnicities = names('ethnic-groups.tsv', 'ethnic_code')
  read = { occupation: (code) => occupations.get(code), ethnicity: (code) => ethnicities.get(code) }
  return read
}
