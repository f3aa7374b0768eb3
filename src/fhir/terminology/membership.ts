import type { Coding, ValueSet, ValueSetComposeInclude } from '@medplum/fhirtypes'
import { type Composing, composeValueSet, filtersOf, importedSet } from './compose.ts'
import type { Concept, Designation } from './concept.ts'
import { type IssueSpec, systemMissing, versionCheck } from './issues.ts'
import type { CodeProvider } from './provider.ts'
import { pickProvider, refusedBy, type WantedVersion, wantedVersion } from './resolve.ts'
import { withSupplements } from './supplement.ts'
import { canonicalOf, fitsVersion } from './versions.ts'

/** Where the parts of a coding stand in the request. */
export interface Places {
  readonly whole: string
  readonly code: string
  readonly system: string
  readonly version: string
  readonly display: string
}

/** Whether a coding is in a value set, and what was found on the way. */
export interface Membership {
  readonly inside: boolean
  /** The value set takes codes of this system. */
  readonly systemNamed: boolean
  readonly provider?: CodeProvider | undefined
  readonly concept?: Concept | undefined
  /** Name and designations that the value set gives. */
  readonly display?: string | undefined
  readonly designations?: readonly Designation[] | undefined
  readonly issues: readonly IssueSpec[]
  /** Systems that could not be found although they are needed. */
  readonly missing: readonly string[]
}

const outside: Membership = { inside: false, systemNamed: false, issues: [], missing: [] }

/** Looks for a coding in a value set without listing its codes. */
export async function membershipIn(
  composing: Composing,
  set: ValueSet,
  coding: Coding,
  places: Places,
): Promise<Membership> {
  if (!set.compose) return inExpansion(composing, set, coding)
  const inside = { ...composing, path: [...composing.path, canonicalOf(set.url ?? '', set.version)] }
  let found = outside
  for (const [at, include] of set.compose.include.entries()) {
    const one = await inInclude(inside, set, include, `ValueSet.compose.include[${at}]`, coding, places)
    found = better(found, one)
    if (found.inside && found.issues.length === 0) break
  }
  if (!found.inside) return found
  for (const [at, exclude] of (set.compose.exclude ?? []).entries()) {
    const one = await inInclude(inside, set, exclude, `ValueSet.compose.exclude[${at}]`, coding, places)
    if (one.inside) return { ...found, inside: false }
  }
  return found
}

function better(a: Membership, b: Membership): Membership {
  const rank = (one: Membership) =>
    (one.inside ? 4 - Math.min(one.issues.length, 1) : 0) + (one.systemNamed ? 1 : 0)
  return rank(b) > rank(a) || (rank(b) === rank(a) && a === outside) ? b : a
}

async function inExpansion(composing: Composing, set: ValueSet, coding: Coding): Promise<Membership> {
  const entries = await composeValueSet(composing, set)
  const entry = entries.find((one) => one.system === coding.system && one.concept.code === coding.code)
  const systemNamed = entries.some((one) => one.system === coding.system)
  return entry
    ? { ...outside, inside: true, systemNamed, concept: entry.concept, display: entry.display }
    : { ...outside, systemNamed }
}

async function inInclude(
  composing: Composing,
  set: ValueSet,
  include: ValueSetComposeInclude,
  at: string,
  coding: Coding,
  places: Places,
): Promise<Membership> {
  const filters = filtersOf(include, at)
  const imported = await inImports(composing, set, include.valueSet ?? [], coding, places)
  if (include.system === undefined) return imported ?? outside
  if (include.system !== coding.system) return outside
  const own = await inSystem(composing, include, coding, places)
  const { provider, concept } = own
  if (!provider || !concept) return own
  const listed = include.concept?.find((one) => one.code === concept.code)
  const fits = include.concept?.length ? listed !== undefined : await provider.fits(concept, filters)
  return {
    ...own,
    inside: fits && (imported?.inside ?? true),
    display: listed?.display,
    designations: listed?.designation,
  }
}

/** In all of the imported value sets; undefined when none is imported. */
async function inImports(
  composing: Composing,
  set: ValueSet,
  canonicals: readonly string[],
  coding: Coding,
  places: Places,
): Promise<Membership | undefined> {
  let found: Membership | undefined
  for (const canonical of canonicals) {
    const one = await membershipIn(composing, await importedSet(composing, set, canonical), coding, places)
    found = found && !found.inside ? found : one
  }
  return found
}

/** The concept of a coding in the version that an include means, and what is wrong with the version of the coding. */
async function inSystem(
  composing: Composing,
  include: ValueSetComposeInclude,
  coding: Coding,
  places: Places,
): Promise<Membership> {
  const url = include.system ?? ''
  const known = await composing.source.codeSystems(url)
  const wanted = wantedVersion(composing.rules, url, include.version)
  const version = wanted.version
  const asked = coding.version
  const fitting = version === undefined || (asked !== undefined && fitsVersion(asked, version))
  const own = fitting && asked !== undefined ? pickProvider(known, asked) : undefined
  const picked = own ?? pickProvider(known, version)
  const found = { known, include, coding, places, wanted, picked }
  const { issues, missing } = versionFaults(composing, found)
  const fallback = picked ?? (asked === undefined ? undefined : pickProvider(known, asked))
  const provider = fallback && withSupplements(fallback, composing.supplements)
  if (!picked || !provider)
    return { ...outside, systemNamed: true, issues, missing, ...(provider ? { provider } : {}) }
  return {
    inside: false,
    systemNamed: true,
    provider,
    concept: await provider.find(coding.code ?? ''),
    issues,
    missing,
  }
}

interface FoundSystem {
  readonly known: readonly CodeProvider[]
  readonly include: ValueSetComposeInclude
  readonly coding: Coding
  readonly places: Places
  readonly wanted: WantedVersion
  readonly picked: CodeProvider | undefined
}

function versionFaults(composing: Composing, found: FoundSystem): { issues: IssueSpec[]; missing: string[] } {
  const { known, coding, places, wanted, picked } = found
  const url = found.include.system ?? ''
  const versions = known.flatMap((one) => one.head.version ?? [])
  const issues: IssueSpec[] = []
  const missing: string[] = []
  const unknown = (version: string | undefined) => {
    issues.push(systemMissing({ url, version, versions, purpose: 'validate', at: places.system }))
    missing.push(canonicalOf(url, version))
  }
  if (coding.version !== undefined && known.length > 0 && picked?.head.version !== coding.version) {
    issues.push(mismatch(found, coding.version))
    if (picked && !versions.includes(coding.version)) unknown(coding.version)
  }
  if (!picked) unknown(wanted.version)
  const refused = picked && refusedBy(composing.rules, picked)
  if (picked && refused !== undefined) issues.push(versionCheck(url, picked.head.version, refused, places.version))
  return { issues, missing }
}

function mismatch({ include, places, wanted, picked }: FoundSystem, asked: string): IssueSpec {
  const start = `The code system '${include.system}' version`
  const end = `in the ValueSet include is different to the one in the value ('${asked}')`
  const common = { code: 'invalid', kind: 'vs-invalid', at: places.version } as const
  if (wanted.version === undefined)
    return {
      ...common,
      severity: 'warning',
      id: 'VALUESET_VALUE_MISMATCH_DEFAULT',
      text: `${start} '${picked?.head.version ?? ''}' for the versionless include ${end}`,
      quiet: true,
    }
  if (wanted.rule === undefined)
    return {
      ...common,
      severity: 'error',
      id: 'VALUESET_VALUE_MISMATCH',
      text: `${start} '${wanted.version}' ${end}`,
    }
  return {
    ...common,
    severity: 'error',
    id: 'VALUESET_VALUE_MISMATCH_CHANGED',
    text: `${start} '${wanted.version}' resulting from the version '${include.version ?? ''}' ${end}`,
  }
}
