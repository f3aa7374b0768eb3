import type {
  Coding,
  ConceptMap,
  ConceptMapGroup,
  ConceptMapGroupElement,
  ConceptMapGroupElementTarget,
  Parameters,
  ParametersParameter,
} from '@medplum/fhirtypes'
import type { Asked } from './expand.ts'
import { failures } from './issues.ts'
import { Inputs } from './parameters.ts'
import type { TerminologySource } from './source.ts'
import { pickVersion, splitCanonical } from './versions.ts'

/** Where maps are looked for when the client names none. */
export interface MapSource extends TerminologySource {
  mapsBetween(ask: {
    readonly source: string
    readonly target: string | undefined
  }): Promise<readonly ConceptMap[]>
}

interface Match {
  readonly equivalence: string
  readonly concept: Coding
  readonly map: string
}

/** Whether a target says how a code is meant, rather than that it is not. */
const negative = new Set(['unmatched', 'disjoint'])

/** Equivalences seen from the other side. */
const turned: Readonly<Record<string, string>> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
}

/** `$translate`, forward and in reverse. http://hl7.org/fhir/R4/conceptmap-operation-translate.html */
export async function translate(source: MapSource, asked: Asked, given?: ConceptMap): Promise<Parameters> {
  const inputs = new Inputs(asked.parameters)
  const codings = codingsOf(inputs)
  const reverse = inputs.flag('reverse') === true
  const target = inputs.text('targetsystem') ?? inputs.text('targetSystem')
  const maps = given ? [given] : await mapsOf(source, inputs, codings, target, reverse)
  const matches = maps.flatMap((map) => codings.flatMap((coding) => matchesIn(map, coding, target, reverse)))
  const found = matches.some((one) => !negative.has(one.equivalence))
  return {
    resourceType: 'Parameters',
    parameter: [
      { name: 'result', valueBoolean: found },
      ...(found ? [] : [{ name: 'message', valueString: messageFor(maps, codings) }]),
      ...matches.map(matchPart),
    ],
  }
}

function codingsOf(inputs: Inputs): readonly Coding[] {
  const concept = inputs.find('codeableConcept')?.valueCodeableConcept
  if (concept) return concept.coding ?? []
  const coding = inputs.find('coding')?.valueCoding
  if (coding) return [coding]
  const [system, code] = [inputs.text('system'), inputs.text('code')]
  if (system === undefined || code === undefined)
    throw failures.invalid('Say which code: code and system, coding, or codeableConcept')
  return [{ system, code }]
}

async function mapsOf(
  source: MapSource,
  inputs: Inputs,
  codings: readonly Coding[],
  target: string | undefined,
  reverse: boolean,
): Promise<readonly ConceptMap[]> {
  const sent = inputs.find('conceptMap')?.resource
  if (sent?.resourceType === 'ConceptMap') return [sent]
  const url = inputs.text('url')
  if (url !== undefined) {
    const { url: bare, version = inputs.text('conceptMapVersion') } = splitCanonical(url)
    const map = pickVersion(await source.conceptMaps(bare), (one) => one.version, version)
    if (!map) throw failures.notFound(`A definition for the concept map '${url}' could not be found`)
    return [map]
  }
  const found = new Map<string, ConceptMap>()
  for (const { system } of codings) {
    if (system === undefined) continue
    const ask = reverse ? { source: target ?? '', target: system } : { source: system, target }
    for (const map of await source.mapsBetween(ask)) found.set(`${map.url}|${map.version}`, map)
  }
  const asked = inputs.text('source')
  return [...found.values()].filter(
    (map) => asked === undefined || (map.sourceUri ?? map.sourceCanonical) === asked,
  )
}

function matchesIn(
  map: ConceptMap,
  coding: Coding,
  target: string | undefined,
  reverse: boolean,
): readonly Match[] {
  const name = `${map.url ?? ''}${map.version === undefined ? '' : `|${map.version}`}`
  return (map.group ?? []).flatMap((group) => {
    const found = reverse ? backward(group, coding, target) : forward(group, coding, target)
    return found.map((one) => ({ ...one, map: name }))
  })
}

type Found = Omit<Match, 'map'>

function forward(group: ConceptMapGroup, coding: Coding, target: string | undefined): readonly Found[] {
  if (group.source !== coding.system || (target !== undefined && group.target !== target)) return []
  const element = group.element.find((one) => one.code === coding.code)
  if (element)
    return (element.target ?? []).map((one) => found(group.target, one.code, one.display, one.equivalence))
  const { unmapped } = group
  if (unmapped?.mode === 'provided') return [found(group.target, coding.code, coding.display, 'equal')]
  if (unmapped?.mode === 'fixed') return [found(group.target, unmapped.code, unmapped.display, 'inexact')]
  return []
}

function backward(group: ConceptMapGroup, coding: Coding, target: string | undefined): readonly Found[] {
  if (group.target !== coding.system || (target !== undefined && group.source !== target)) return []
  const points = (element: ConceptMapGroupElement): readonly ConceptMapGroupElementTarget[] =>
    (element.target ?? []).filter((one) => one.code === coding.code)
  return group.element.flatMap((element) =>
    points(element).map((one) =>
      found(group.source, element.code, element.display, turned[one.equivalence] ?? one.equivalence),
    ),
  )
}

function found(
  system: string | undefined,
  code: string | undefined,
  display: string | undefined,
  equivalence: string,
): Found {
  return {
    equivalence,
    concept: {
      ...(system === undefined ? {} : { system }),
      ...(code === undefined ? {} : { code }),
      ...(display === undefined ? {} : { display }),
    },
  }
}

function matchPart({ equivalence, concept, map }: Match): ParametersParameter {
  return {
    name: 'match',
    part: [
      { name: 'equivalence', valueCode: equivalence },
      ...(concept.code === undefined ? [] : [{ name: 'concept', valueCoding: concept }]),
      ...(map === '' ? [] : [{ name: 'source', valueUri: map }]),
    ],
  }
}

function messageFor(maps: readonly ConceptMap[], codings: readonly Coding[]): string {
  const named = codings.map(({ system = '', code = '' }) => `${system}#${code}`).join(', ')
  return maps.length === 0 ? `No concept map is known for ${named}` : `No translation found for ${named}`
}
