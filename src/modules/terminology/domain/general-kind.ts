import { fold } from '#kernel/fold.ts'
import type { ListKind } from './list-kind.ts'

const folded = (column: string) => fold(column).replace(/[^a-z0-9]/g, '')
const namesOf = {
  code: ['code', 'ma', 'concept', 'conceptcode', 'mabenh'],
  name: ['display', 'name', 'namevi', 'ten', 'term', 'title', 'tenbenh'],
  nameEn: ['nameen', 'displayen', 'english', 'diseasename'],
  synonyms: ['synonyms', 'synonym', 'designation', 'designations', 'dongnghia'],
  parent: ['parent', 'parents', 'parentcode', 'macha'],
  definition: ['definition', 'dinhnghia'],
  status: ['status', 'inactive'],
} as const

/** A list of any code system: its columns are known by their usual names. */
export function generalKind(header: readonly string[], system: string): ListKind | undefined {
  const find = (names: readonly string[]) => header.find((column) => names.includes(folded(column)))
  const [code, name] = [find(namesOf.code), find(namesOf.name)]
  if (code === undefined || name === undefined) return undefined
  // Rows of NDJSON may have more members than the first one.
  const status = find(namesOf.status) ?? 'status'
  return {
    system,
    header: [code, name],
    code: [code],
    name,
    validFrom: '2000-01-01',
    nameEn: find(namesOf.nameEn) ?? 'name_en',
    synonyms: find(namesOf.synonyms) ?? 'synonyms',
    parent: find(namesOf.parent) ?? 'parent',
    definition: find(namesOf.definition) ?? 'definition',
    inactive: (line) => /^(inactive|retired|true|deprecated)$/i.test(line[status] ?? ''),
  }
}
