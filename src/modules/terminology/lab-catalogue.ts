import type { Concept } from './concept.ts'
import type { LabGroup, LabPanel, LabTest, Specimen } from './contract.ts'
import type { ReferenceRange, Sex } from './domain/pick-range.ts'
import { splitWords } from './domain/read-line.ts'
import { type ConceptList, keptByRevision } from './read-list.ts'

/** The laboratory's catalogue as it is in force today. */
export interface LabCatalogue {
  /** In the order of the catalogue. */
  readonly tests: ReadonlyMap<string, LabTest>
  readonly panels: ReadonlyMap<string, LabPanel>
  readonly ranges: ReadonlyMap<string, readonly ReferenceRange[]>
  readonly specimens: ReadonlyMap<string, Specimen>
  readonly groups: ReadonlyMap<string, LabGroup>
}

const optional = <const K extends string>(key: K, value: string | undefined) =>
  (value ? { [key]: value } : {}) as { readonly [key in K]?: string }

const valueTypes = ['quantity', 'text', 'choice'] as const

function toTest({ code, name, nameEn, synonyms, details }: Concept): LabTest {
  return {
    code,
    name,
    nameEn,
    synonyms: [...synonyms],
    shortName: details['shortName'] ?? name,
    ...optional('loinc', details['loinc']),
    valueType: valueTypes.find((type) => type === details['valueType']) ?? 'text',
    ...optional('unit', details['unit']),
    unitText: details['unitText'] ?? '',
    decimals: Number(details['decimals'] ?? 0),
    options: [...splitWords(details['options'])],
    normalOptions: [...splitWords(details['normalOptions'])],
    specimen: details['specimen'] ?? '',
    group: details['group'] ?? '',
    method: details['method'] ?? '',
    orderable: details['orderable'] === 'yes',
    price: Number(details['price'] ?? 0),
    panels: [...splitWords(details['panels'])],
  }
}

function toPanel({ code, name, nameEn, synonyms, details }: Concept): LabPanel {
  return {
    code,
    name,
    nameEn,
    synonyms: [...synonyms],
    shortName: details['shortName'] ?? name,
    ...optional('loinc', details['loinc']),
    group: details['group'] ?? '',
    price: Number(details['price'] ?? 0),
    tests: [...splitWords(details['tests'])],
  }
}

const sexes: readonly (string | undefined)[] = ['male', 'female']

/** Sex and ages are part of the code: `HGB|female|5479|`. */
function toRange({ code, name, details }: Concept): ReferenceRange {
  const [, sex, ageFrom, ageTo] = code.split('|')
  const limit = (column: string) => (details[column] === undefined ? undefined : Number(details[column]))
  return {
    test: name,
    sex: sexes.includes(sex) ? (sex as Sex) : undefined,
    ageFrom: ageFrom ? Number(ageFrom) : 0,
    ageTo: ageTo ? Number(ageTo) : Number.POSITIVE_INFINITY,
    low: limit('low'),
    high: limit('high'),
    criticalLow: limit('criticalLow'),
    criticalHigh: limit('criticalHigh'),
    unit: details['unit'] ?? '',
    text: details['text'] ?? '',
    source: details['source'] ?? '',
  }
}

function toSpecimen({ code, name, nameEn, details }: Concept): Specimen {
  return {
    code,
    name,
    nameEn,
    container: details['container'] ?? '',
    containerEn: details['containerEn'] ?? '',
    colour: details['colour'] ?? '',
    ...optional('snomed', details['snomed']),
  }
}

function mapBy<T extends { readonly code: string }>(list: ConceptList | undefined, to: (concept: Concept) => T) {
  return new Map((list?.concepts ?? []).map((concept) => [concept.code, to(concept)]))
}

function assemble(lists: readonly ConceptList[]): LabCatalogue {
  const [tests, panels, ranges, specimens, groups] = lists
  const byTest = new Map<string, ReferenceRange[]>()
  for (const range of (ranges?.concepts ?? []).map(toRange))
    byTest.set(range.test, [...(byTest.get(range.test) ?? []), range])
  return {
    tests: mapBy(tests, toTest),
    panels: mapBy(panels, toPanel),
    ranges: byTest,
    specimens: mapBy(specimens, toSpecimen),
    groups: mapBy(groups, ({ code, name, nameEn }) => ({ code, name, nameEn })),
  }
}

/** The catalogue, kept in memory until one of its lists is loaded anew. */
export const readLabCatalogue = keptByRevision(
  ['lab-test', 'lab-panel', 'lab-range', 'specimen', 'lab-group'],
  assemble,
)
