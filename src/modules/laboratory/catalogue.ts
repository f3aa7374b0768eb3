import type { ServiceRequest } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { pickRange, readLabCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import type { Bounds } from './domain/flag-result.ts'
import type { ResultShape } from './domain/parse-result.ts'
import type { PersonAt } from './domain/person-at.ts'

/** A test as the laboratory works with it. */
export interface LabTest {
  readonly code: string
  readonly name: string
  readonly loinc: string | undefined
  readonly shape: ResultShape
  readonly normalChoices: readonly string[]
  /** UCUM code, and the unit as people write it. */
  readonly unit: string | undefined
  readonly unitText: string
  readonly specimen: string
  readonly group: string
  readonly method: string | undefined
  /** Place in the catalogue. */
  readonly order: number
}

export interface LabRange extends Bounds {
  readonly text: string
  readonly source: string
}

export interface SpecimenKind {
  readonly code: string
  readonly name: string
  readonly container: string
  readonly colour: string
  readonly snomed: string | undefined
}

/** The laboratory's catalogue, read once per request. */
export interface LabBook {
  test(code: string): LabTest | undefined
  /** Tests an order asks for: one, or those of a panel. One that is unknown here is answered in free text. */
  testsOf(request: ServiceRequest): readonly LabTest[]
  /** The range for this patient at collection; undefined where none is known. */
  range(test: LabTest, person: PersonAt): LabRange | undefined
  readonly kinds: ReadonlyMap<string, SpecimenKind>
  /** Names of groups by code, in their order. */
  readonly groups: ReadonlyMap<string, string>
}

export async function labBook(ctx: Context): Promise<LabBook> {
  const catalogue = await readLabCatalogue(ctx)
  const tests = new Map([...catalogue.tests.values()].map((test, order) => [test.code, toTest(test, order)]))
  return {
    test: (code) => tests.get(code),
    testsOf: (request) => {
      const code = request.code?.coding?.find((coding) => coding.system === cs.lab)?.code
      const codes = code ? (catalogue.panels.get(code)?.tests ?? [code]) : []
      const known = codes.flatMap((one) => tests.get(one) ?? [])
      return known.length > 0 ? known : [unknownTest(request)]
    },
    range: (test, person) => {
      const range = pickRange(catalogue, test.code, person)
      return (
        range && {
          low: range.low,
          high: range.high,
          criticalLow: range.criticalLow,
          criticalHigh: range.criticalHigh,
          text: rangeText(range) || range.text,
          source: [range.text, range.source].filter(Boolean).join('. '),
        }
      )
    },
    kinds: new Map([...catalogue.specimens.values()].map((kind) => [kind.code, { ...kind, snomed: kind.snomed }])),
    groups: new Map(
      [...catalogue.groups.values()].map((group) => [
        group.code,
        ctx.language === 'en' ? group.nameEn : group.name,
      ]),
    ),
  }
}

type CatalogueTest =
  Awaited<ReturnType<typeof readLabCatalogue>>['tests'] extends ReadonlyMap<string, infer T> ? T : never

const kinds = { quantity: 'number', choice: 'choice', text: 'text' } as const

function toTest(test: CatalogueTest, order: number): LabTest {
  return {
    code: test.code,
    name: test.name,
    loinc: test.loinc,
    shape: { kind: kinds[test.valueType], choices: test.options.map((text) => ({ code: text, text })) },
    normalChoices: test.normalOptions,
    unit: test.unit,
    unitText: test.unitText,
    specimen: test.specimen,
    group: test.group,
    method: test.method || undefined,
    order,
  }
}

/** An order of another system for a test that is not in the catalogue still gets its result, in words. */
function unknownTest(request: ServiceRequest): LabTest {
  const coding = request.code?.coding?.[0]
  return {
    code: coding?.code ?? 'OTHER',
    name: request.code?.text ?? coding?.display ?? coding?.code ?? '',
    loinc: coding?.system === cs.loinc ? coding.code : undefined,
    shape: { kind: 'text' },
    normalChoices: [],
    unit: undefined,
    unitText: '',
    specimen: 'SERUM',
    group: 'other',
    method: undefined,
    order: 9999,
  }
}

/** A range as it is printed: `3,5 – 5,1`, `dưới 5`, `từ 60`. */
export function rangeText(range: Bounds): string {
  const places = Math.max(
    0,
    ...[range.low, range.high].map((bound) => String(bound ?? 0).split('.')[1]?.length ?? 0),
  )
  const say = (bound: number) => bound.toFixed(places).replace('.', ',')
  if (range.low !== undefined && range.high !== undefined) return `${say(range.low)} – ${say(range.high)}`
  if (range.high !== undefined) return `đến ${say(range.high)}`
  return range.low === undefined ? '' : `từ ${say(range.low)}`
}
