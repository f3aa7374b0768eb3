import type {
  Coding,
  ConceptMap,
  ConceptMapGroup,
  ConceptMapGroupElement,
  ConceptMapGroupElementTarget,
  ConceptMapGroupElementTargetDependsOn,
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
  /** What comes out beside the code: other elements and their codes. */
  readonly product: readonly ConceptMapGroupElementTargetDependsOn[]
}

/** What is asked of the maps. */
interface Wanted {
  readonly target: string | undefined
  readonly reverse: boolean
  /** Other elements of the client and their codes. */
  readonly dependencies: readonly Dependency[]
}

interface Dependency {
  readonly element: string
  readonly codings: readonly Coding[]
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
  const wanted = { target, reverse, dependencies: dependenciesOf(inputs) }
  const maps = given ? [given] : await mapsOf(source, inputs, codings, target, reverse)
  const matches: Match[] = []
  for (const map of maps)
    for (const coding of codings) matches.push(...(await matchesIn(source, map, coding, wanted)))
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
    const version = inputs.text('conceptMapVersion')
    const map = await mapNamed(source, version === undefined || url.includes('|') ? url : `${url}|${version}`)
    if (!map) throw failures.notFound(`A definition for the concept map '${url}' could not be found`)
    return [map]
  }
  const found = new Map<string, ConceptMap>()
  for (const { system } of codings) {
    if (system === undefined) continue
    const ask = reverse ? { source: target ?? '', target: system } : { source: system, target }
    for (const map of await source.mapsBetween(ask)) found.set(`${map.url}|${map.version}`, map)
  }
  const [from, to] = [inputs.text('source'), inputs.text('target')]
  return [...found.values()].filter((map) => {
    const ends = [map.sourceUri ?? map.sourceCanonical, map.targetUri ?? map.targetCanonical]
    const [first, last] = reverse ? ends.toReversed() : ends
    return (from === undefined || first === from) && (to === undefined || last === to)
  })
}

function dependenciesOf(inputs: Inputs): readonly Dependency[] {
  return inputs.all('dependency').flatMap(({ part = [] }) => {
    const element = part.find((one) => one.name === 'element')?.valueUri
    const concept = part.find((one) => one.name === 'concept')?.valueCodeableConcept
    return element === undefined ? [] : [{ element, codings: concept?.coding ?? [] }]
  })
}

/** A mapping with dependencies holds where each is met: `dependsOn` of R4. */
function holds(target: ConceptMapGroupElementTarget, given: readonly Dependency[]): boolean {
  return (target.dependsOn ?? []).every(({ property, system, value }) =>
    given.some(
      ({ element, codings }) =>
        element === property &&
        codings.some((one) => one.code === value && (system === undefined || one.system === system)),
    ),
  )
}

/** Maps that hand over to others; a longer chain, or a circle, is not followed. */
const mostMaps = 10

async function matchesIn(
  source: MapSource,
  map: ConceptMap,
  coding: Coding,
  wanted: Wanted,
  depth = 1,
): Promise<readonly Match[]> {
  const name = `${map.url ?? ''}${map.version === undefined ? '' : `|${map.version}`}`
  const matches: Match[] = []
  for (const group of map.group ?? []) {
    const found = wanted.reverse ? backward(group, coding, wanted) : forward(group, coding, wanted)
    matches.push(...found.map((one) => ({ ...one, map: name })))
    const other = handedOver(group, coding, wanted)
    const next = other !== undefined && depth < mostMaps ? await mapNamed(source, other) : undefined
    if (next) matches.push(...(await matchesIn(source, next, coding, wanted, depth + 1)))
  }
  return matches
}

/** The map that a group names for the codes it does not have. */
function handedOver(group: ConceptMapGroup, coding: Coding, { reverse }: Wanted): string | undefined {
  const { unmapped } = group
  if (reverse || unmapped?.mode !== 'other-map' || group.source !== coding.system) return undefined
  return group.element.some((one) => one.code === coding.code) ? undefined : unmapped.url
}

async function mapNamed(source: MapSource, canonical: string): Promise<ConceptMap | undefined> {
  const { url, version } = splitCanonical(canonical)
  return pickVersion(await source.conceptMaps(url), (one) => one.version, version)
}

type Found = Omit<Match, 'map'>

function forward(group: ConceptMapGroup, coding: Coding, { target, dependencies }: Wanted): readonly Found[] {
  if (group.source !== coding.system || (target !== undefined && group.target !== target)) return []
  const element = group.element.find((one) => one.code === coding.code)
  if (element)
    return (element.target ?? [])
      .filter((one) => holds(one, dependencies))
      .map((one) => ({
        ...found(group.target, one.code, one.display, one.equivalence),
        product: one.product ?? [],
      }))
  const { unmapped } = group
  if (unmapped?.mode === 'provided') return [found(group.target, coding.code, coding.display, 'equal')]
  if (unmapped?.mode === 'fixed') return [found(group.target, unmapped.code, unmapped.display, 'inexact')]
  return []
}

function backward(group: ConceptMapGroup, coding: Coding, { target, dependencies }: Wanted): readonly Found[] {
  if (group.target !== coding.system || (target !== undefined && group.source !== target)) return []
  const points = (element: ConceptMapGroupElement): readonly ConceptMapGroupElementTarget[] =>
    (element.target ?? []).filter((one) => one.code === coding.code && holds(one, dependencies))
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
    product: [],
  }
}

function matchPart({ equivalence, concept, map, product }: Match): ParametersParameter {
  return {
    name: 'match',
    part: [
      { name: 'equivalence', valueCode: equivalence },
      ...(concept.code === undefined ? [] : [{ name: 'concept', valueCoding: concept }]),
      ...product.map(productPart),
      ...(map === '' ? [] : [{ name: 'source', valueUri: map }]),
    ],
  }
}

function productPart({ property, system, value, display }: ConceptMapGroupElementTargetDependsOn) {
  const valueCoding = {
    ...(system === undefined ? {} : { system }),
    ...(value === undefined ? {} : { code: value }),
    ...(display === undefined ? {} : { display }),
  }
  return {
    name: 'product',
    part: [
      ...(property === undefined ? [] : [{ name: 'element', valueUri: property }]),
      { name: 'concept', valueCoding },
    ],
  }
}

function messageFor(maps: readonly ConceptMap[], codings: readonly Coding[]): string {
  const named = codings.map(({ system = '', code = '' }) => `${system}#${code}`).join(', ')
  return maps.length === 0 ? `No concept map is known for ${named}` : `No translation found for ${named}`
}
