import type { Parameters, ValueSet, ValueSetExpansion, ValueSetExpansionParameter } from '@medplum/fhirtypes'
import { type Composing, composeValueSet, type Entry, entryOf, filtersOf, providerOf } from './compose.ts'
import { containsOf, type Showing, wantedProperties } from './expansion-contains.ts'
import { failures } from './issues.ts'
import { Inputs, languagesOf, supplementNames, versionRules } from './parameters.ts'
import { findSupplements, findValueSet } from './resolve.ts'
import type { TerminologySource } from './source.ts'
import { canonicalOf, splitCanonical } from './versions.ts'

export interface Limits {
  /** Most codes of an answer that is not paged, and most held at a time. */
  readonly most: number
}

export interface Asked {
  readonly parameters: Parameters
  /** `Accept-Language` of the request. */
  readonly language?: string | undefined
  readonly now: Date
  readonly newId: () => string
}

/** `$expand`. http://hl7.org/fhir/R4/valueset-operation-expand.html */
export async function expand(source: TerminologySource, asked: Asked, limits: Limits): Promise<ValueSet> {
  const inputs = new Inputs(asked.parameters)
  const set = await valueSetOf(source, inputs)
  const supplements = await findSupplements(source, supplementNames(inputs, set))
  const composing: Composing = {
    source,
    rules: versionRules(inputs),
    supplements,
    usedSystems: new Set(),
    usedValueSets: new Set(),
    usedRules: new Map(),
    path: [],
    text: inputs.text('filter'),
    activeOnly: inputs.flag('activeOnly') === true,
    selectableOnly: inputs.flag('excludeNotForUI') === true,
    most: limits.most,
  }
  const page = pageOf(inputs)
  const { entries, total } =
    (await pagedEntries(composing, set, page)) ??
    cut(withoutSystems(await composeValueSet(composing, set), inputs), page)
  const showing: Showing = {
    languages: languagesOf(inputs, set, asked.language),
    withDesignations: inputs.flag('includeDesignations') === true,
    designations: inputs.texts('designation'),
    properties: wantedProperties(inputs),
    versions: severalVersions(set, entries),
    nested: isNested(inputs, page),
  }
  const shown = containsOf(entries, showing)
  const expansion: ValueSetExpansion = {
    identifier: `urn:uuid:${asked.newId()}`,
    timestamp: asked.now.toISOString(),
    ...(total === undefined ? {} : { total }),
    ...(page.offset === undefined && page.count === undefined ? {} : { offset: page.offset ?? 0 }),
    parameter: parametersOf(
      inputs,
      composing,
      supplements.map((one) => canonicalOf(one.url ?? '', one.version)),
      showing,
    ),
    ...shown,
  }
  const { contained: _contained, text: _text, expansion: _expansion, ...rest } = set
  return inputs.flag('includeDefinition') === true || inputs.flag('includeCompose') === true
    ? { ...rest, expansion }
    : { ...withoutCompose(rest), expansion }
}

function withoutCompose({ compose: _compose, ...rest }: ValueSet): ValueSet {
  return rest
}

/** The value set that is asked about: sent along, or known by its URL. */
export async function valueSetOf(source: TerminologySource, inputs: Inputs): Promise<ValueSet> {
  const given = inputs.resource<ValueSet>('valueSet', 'ValueSet')
  if (given) return given
  const url = inputs.text('url')
  if (url === undefined) throw failures.invalid('Say which value set: url or valueSet')
  const version = inputs.text('valueSetVersion')
  const canonical = version === undefined ? url : `${url}|${version}`
  const found = await findValueSet(source, canonical)
  if (!found) throw failures.valueSetUnknown(canonical)
  return found
}

interface Page {
  readonly offset: number | undefined
  readonly count: number | undefined
}

function pageOf(inputs: Inputs): Page {
  const [offset, count] = [inputs.number('offset'), inputs.number('count')]
  for (const [name, value] of [
    ['offset', offset],
    ['count', count],
  ] as const)
    if (value !== undefined && !(Number.isInteger(value) && value >= 0))
      throw failures.invalid(`${name} must be a whole number from 0`)
  return { offset, count }
}

/** Pages and search results are flat. */
function isNested(inputs: Inputs, page: Page): boolean {
  if (inputs.flag('excludeNested') === true || inputs.text('filter') !== undefined) return false
  return page.count === undefined && page.offset === undefined
}

interface Found {
  readonly entries: readonly Entry[]
  readonly total: number | undefined
}

function cut(entries: readonly Entry[], { offset = 0, count }: Page): Found {
  return {
    entries: entries.slice(offset, count === undefined ? undefined : offset + count),
    total: entries.length,
  }
}

/** Systems that the client does not want. */
function withoutSystems(entries: readonly Entry[], inputs: Inputs): readonly Entry[] {
  const left = inputs.texts('exclude-system').map((one) => splitCanonical(one))
  if (left.length === 0) return entries
  return entries.filter(
    ({ system, version }) =>
      !left.some((one) => one.url === system && (one.version === undefined || one.version === version)),
  )
}

/** One include of a large code system is read page by page; undefined when the value set is of another kind. */
async function pagedEntries(composing: Composing, set: ValueSet, page: Page): Promise<Found | undefined> {
  const [include, ...others] = set.compose?.include ?? []
  if (!include?.system || others.length > 0 || set.compose?.exclude?.length) return undefined
  if (include.concept?.length || include.valueSet?.length) return undefined
  const filters = filtersOf(include, 'ValueSet.compose.include[0]')
  const provider = await providerOf(composing, include.system, include.version)
  if (!provider.paged) return undefined
  const limit = page.count ?? composing.most + 1
  const { concepts, total } = await provider.select({
    filters,
    text: composing.text,
    activeOnly: composing.activeOnly || set.compose?.inactive === false,
    selectableOnly: composing.selectableOnly === true,
    offset: page.offset ?? 0,
    limit: Math.min(limit, composing.most + 1),
  })
  if (concepts.length > composing.most)
    throw failures.tooCostly(canonicalOf(set.url ?? '', set.version), composing.most)
  return { entries: concepts.map((concept) => entryOf(provider, concept, filters.length === 0)), total }
}

/** Systems that are there in more than one version, or named in several: their codes tell it. */
function severalVersions(set: ValueSet, entries: readonly Entry[]): ReadonlySet<string> {
  const several = (known: readonly (readonly [string | undefined, string | undefined])[]) => {
    const versions = new Map<string, Set<string>>()
    for (const [system, version] of known)
      if (system !== undefined && version !== undefined)
        versions.set(system, (versions.get(system) ?? new Set()).add(version))
    return [...versions].filter(([, all]) => all.size > 1).map(([system]) => system)
  }
  const named = (set.compose?.include ?? []).map(({ system, version }) => [system, version] as const)
  return new Set([...several(named), ...several(entries.map(({ system, version }) => [system, version] as const))])
}

const echoed: readonly (readonly [string, 'valueBoolean' | 'valueInteger' | 'valueString'])[] = [
  ['excludeNested', 'valueBoolean'],
  ['excludeNotForUI', 'valueBoolean'],
  ['excludePostCoordinated', 'valueBoolean'],
  ['activeOnly', 'valueBoolean'],
  ['includeDesignations', 'valueBoolean'],
  ['includeDefinition', 'valueBoolean'],
  ['count', 'valueInteger'],
  ['offset', 'valueInteger'],
  ['filter', 'valueString'],
]

/** What the expansion was made with: the inputs that count, and what was read. */
function parametersOf(
  inputs: Inputs,
  composing: Composing,
  supplements: readonly string[],
  { languages }: Showing,
): ValueSetExpansionParameter[] {
  const given = echoed.flatMap(([name, key]): ValueSetExpansionParameter[] => {
    const text = inputs.text(name)
    if (text === undefined) return []
    if (key === 'valueBoolean') return [{ name, valueBoolean: text === 'true' }]
    return [key === 'valueInteger' ? { name, valueInteger: Number(text) } : { name, valueString: text }]
  })
  const uris = (name: string, values: Iterable<string>) => [...values].map((valueUri) => ({ name, valueUri }))
  return [
    ...given,
    ...inputs.texts('designation').map((valueString) => ({ name: 'designation', valueString })),
    ...(languages ? [{ name: 'displayLanguage', valueCode: languages.text }] : []),
    ...[...composing.usedRules].map(([name, valueUri]) => ({ name, valueUri })),
    ...uris('used-codesystem', composing.usedSystems),
    ...uris('used-valueset', composing.usedValueSets),
    ...uris('used-supplement', supplements),
  ]
}
