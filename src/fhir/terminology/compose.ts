import type { CodeSystem, ValueSet, ValueSetComposeInclude, ValueSetExpansionContains } from '@medplum/fhirtypes'
import type { Concept, Designation } from './concept.ts'
import { fitsText, searchWords } from './fitting-text.ts'
import { failures } from './issues.ts'
import type { CodeProvider, Filter } from './provider.ts'
import { findValueSet, pickProvider, refusedBy, type VersionRules, wantedVersion } from './resolve.ts'
import type { TerminologySource } from './source.ts'
import { withSupplements } from './supplement.ts'
import { canonicalOf } from './versions.ts'

/** A code of a value set. */
export interface Entry {
  readonly system: string
  readonly version: string | undefined
  readonly concept: Concept
  readonly provider: CodeProvider | undefined
  /** Name and designations that the value set itself gives. */
  readonly display?: string | undefined
  readonly designations: readonly Designation[]
  /** Belongs to a hierarchy that an expansion shows. */
  readonly nests: boolean
}

/** What a value set is read with; `used…` say what was read. */
export interface Composing {
  readonly source: TerminologySource
  readonly rules: VersionRules
  readonly supplements: readonly CodeSystem[]
  readonly usedSystems: Set<string>
  readonly usedValueSets: Set<string>
  readonly usedRules: Map<string, string>
  /** Value sets that are being read: a circle is refused. */
  readonly path: readonly string[]
  readonly text?: string | undefined
  readonly activeOnly: boolean
  /** Without codes that are groups only. */
  readonly selectableOnly?: boolean
  /** Most codes that may be held at a time. */
  readonly most: number
}

export const keyOf = (system: string, code: string) => `${system}\u0000${code}`

/** All codes of a value set, in order, each once per version of its system. */
export async function composeValueSet(composing: Composing, set: ValueSet): Promise<readonly Entry[]> {
  if (!set.compose) return contained(composing, set.expansion?.contains ?? [])
  const canonical = canonicalOf(set.url ?? '', set.version)
  const inside = {
    ...composing,
    path: [...composing.path, canonical],
    activeOnly: composing.activeOnly || set.compose.inactive === false,
  }
  const found = new Map<string, Entry>()
  for (const [at, include] of set.compose.include.entries())
    for (const entry of await entriesOf(inside, set, include, `ValueSet.compose.include[${at}]`)) {
      const key = `${keyOf(entry.system, entry.concept.code)}\u0000${entry.version ?? ''}`
      if (!found.has(key)) found.set(key, entry)
      if (found.size > composing.most) throw failures.tooCostly(canonical, composing.most)
    }
  const entries = await withoutExcluded(inside, set, [...found.values()])
  return entries
}

async function withoutExcluded(
  inside: Composing,
  set: ValueSet,
  entries: readonly Entry[],
): Promise<readonly Entry[]> {
  const excludes = set.compose?.exclude ?? []
  if (excludes.length === 0 || entries.length === 0) return entries
  const gone = new Set<string>()
  const everything = { ...inside, text: undefined, activeOnly: false, selectableOnly: false }
  for (const [at, exclude] of excludes.entries())
    for (const entry of await entriesOf(everything, set, exclude, `ValueSet.compose.exclude[${at}]`))
      gone.add(keyOf(entry.system, entry.concept.code))
  return entries.filter((entry) => !gone.has(keyOf(entry.system, entry.concept.code)))
}

async function entriesOf(
  composing: Composing,
  set: ValueSet,
  include: ValueSetComposeInclude,
  at: string,
): Promise<readonly Entry[]> {
  const imported = include.valueSet?.length ? await importedBy(composing, set, include.valueSet) : undefined
  if (include.system === undefined) return imported ?? []
  const own = await ownEntries(composing, include, at)
  if (!imported) return own
  const allowed = new Set(imported.map((entry) => keyOf(entry.system, entry.concept.code)))
  return own.filter((entry) => allowed.has(keyOf(entry.system, entry.concept.code)))
}

/** Codes that all the imported value sets have. */
async function importedBy(
  composing: Composing,
  set: ValueSet,
  canonicals: readonly string[],
): Promise<readonly Entry[]> {
  let common: readonly Entry[] | undefined
  for (const canonical of canonicals) {
    const imported = await importedSet(composing, set, canonical)
    const entries = await composeValueSet(composing, imported)
    if (!common) common = entries
    else {
      const keys = new Set(entries.map((entry) => keyOf(entry.system, entry.concept.code)))
      common = common.filter((entry) => keys.has(keyOf(entry.system, entry.concept.code)))
    }
  }
  return common ?? []
}

/** A value set that another one imports: contained in it, or known by its canonical. */
export async function importedSet(composing: Composing, set: ValueSet, canonical: string): Promise<ValueSet> {
  if (canonical.startsWith('#')) {
    const inside = set.contained?.find((one) => one.resourceType === 'ValueSet' && one.id === canonical.slice(1))
    if (inside?.resourceType !== 'ValueSet') throw failures.valueSetUnknown(canonical)
    return inside
  }
  const found = await findValueSet(composing.source, canonical)
  if (!found) throw failures.valueSetUnknown(canonical)
  const name = canonicalOf(found.url ?? '', found.version)
  if (composing.path.includes(name)) throw failures.circular([...composing.path, name])
  if (composing.path.length > 30) throw failures.circular(composing.path)
  composing.usedValueSets.add(name)
  return found
}

/** The code system of an include in the version that is meant. */
export async function providerOf(
  composing: Composing,
  system: string,
  version: string | undefined,
): Promise<CodeProvider> {
  const known = await composing.source.codeSystems(system)
  const wanted = wantedVersion(composing.rules, system, version)
  const provider = pickProvider(known, wanted.version)
  if (!provider) {
    const versions = known.flatMap((one) => one.head.version ?? [])
    throw failures.codeSystemUnknown(system, wanted.version, versions)
  }
  if (wanted.rule) composing.usedRules.set(wanted.rule, canonicalOf(system, wanted.version))
  const refused = refusedBy(composing.rules, provider)
  if (refused !== undefined) throw failures.versionRefused(system, provider.head.version, refused)
  composing.usedSystems.add(canonicalOf(system, provider.head.version))
  return withSupplements(provider, composing.supplements)
}

async function ownEntries(
  composing: Composing,
  include: ValueSetComposeInclude,
  at: string,
): Promise<readonly Entry[]> {
  const filters = filtersOf(include, at)
  const provider = await providerOf(composing, include.system ?? '', include.version)
  if (include.concept?.length) return listedEntries(composing, provider, include)
  const { concepts } = await provider.select({
    filters,
    text: composing.text,
    activeOnly: composing.activeOnly,
    selectableOnly: composing.selectableOnly === true,
    limit: composing.most + 1,
  })
  const nests = filters.every((filter) => filter.op === 'is-a' || filter.op === 'descendent-of')
  return concepts.map((concept) => entryOf(provider, concept, nests))
}

export function entryOf(provider: CodeProvider, concept: Concept, nests: boolean): Entry {
  const { url, version } = provider.head
  return { system: url, version, concept, provider, designations: [], nests }
}

/** Codes that are named one by one; those the system does not have are left out. */
async function listedEntries(
  composing: Composing,
  provider: CodeProvider,
  include: ValueSetComposeInclude,
): Promise<readonly Entry[]> {
  const listed = include.concept ?? []
  const found = await provider.findAll(listed.map((one) => one.code))
  const words = searchWords(composing.text ?? '')
  return listed.flatMap((one) => {
    const concept = found.get(one.code)
    if (!concept || isLeftOut(composing, concept)) return []
    const named = one.display === undefined ? concept : { ...concept, display: one.display }
    if (!fitsText(named, words)) return []
    const entry = entryOf(provider, concept, false)
    return [{ ...entry, display: one.display, designations: one.designation ?? [] }]
  })
}

const isLeftOut = ({ activeOnly, selectableOnly }: Composing, concept: Concept) =>
  (activeOnly && concept.inactive) || (selectableOnly === true && concept.abstract)

export function filtersOf(include: ValueSetComposeInclude, at: string): readonly Filter[] {
  return (include.filter ?? []).map((filter, n) => {
    if (filter.value === undefined || filter.value === '')
      throw failures.filterNoValue(include.system ?? '', filter.property, filter.op, `${at}.filter[${n}]`)
    return { property: filter.property, op: operatorOf(filter), value: filter.value }
  })
}

/** R5 operators come to R4 as an extension of `op`. */
function operatorOf(filter: NonNullable<ValueSetComposeInclude['filter']>[number]): Filter['op'] {
  const { _op } = filter as { readonly _op?: { readonly extension?: readonly { readonly valueCode?: string }[] } }
  return (_op?.extension?.find((one) => one.valueCode !== undefined)?.valueCode ?? filter.op) as Filter['op']
}

/** A value set that is only an expansion. */
function contained(composing: Composing, contains: readonly ValueSetExpansionContains[]): readonly Entry[] {
  const words = searchWords(composing.text ?? '')
  return contains.flatMap((one) => {
    const concept: Concept = {
      code: one.code ?? '',
      display: one.display,
      designations: one.designation ?? [],
      properties: [],
      extensions: [],
      parents: [],
      children: [],
      abstract: one.abstract === true,
      inactive: one.inactive === true,
    }
    const entry = {
      system: one.system ?? '',
      version: one.version,
      concept,
      provider: undefined,
      designations: [],
      nests: false,
    }
    const taken = one.code !== undefined && fitsText(concept, words) && !isLeftOut(composing, concept)
    return [...(taken ? [entry] : []), ...contained(composing, one.contains ?? [])]
  })
}
