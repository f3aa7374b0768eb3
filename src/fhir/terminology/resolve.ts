import type { CodeSystem, ValueSet } from '@medplum/fhirtypes'
import { failures } from './issues.ts'
import type { CodeProvider } from './provider.ts'
import type { TerminologySource } from './source.ts'
import { fitsVersion, pickVersion, splitCanonical } from './versions.ts'

/** Versions of code systems that the client asks for, by URL. */
export interface VersionRules {
  readonly force: ReadonlyMap<string, string>
  readonly standard: ReadonlyMap<string, string>
  readonly check: ReadonlyMap<string, string>
}

/** Which version of a code system is meant, and why. */
export interface WantedVersion {
  readonly version: string | undefined
  readonly rule: 'force-system-version' | 'system-version' | 'check-system-version' | undefined
}

export function wantedVersion(rules: VersionRules, url: string, given: string | undefined): WantedVersion {
  const forced = rules.force.get(url)
  if (forced !== undefined) return { version: forced, rule: 'force-system-version' }
  if (given !== undefined) return { version: given, rule: undefined }
  const standard = rules.standard.get(url)
  if (standard !== undefined) return { version: standard, rule: 'system-version' }
  const checked = rules.check.get(url)
  if (checked !== undefined) return { version: checked, rule: 'check-system-version' }
  return { version: undefined, rule: undefined }
}

/** Why a version of a code system may not be used; undefined when it may. */
export function refusedBy(rules: VersionRules, provider: CodeProvider): string | undefined {
  const wanted = rules.check.get(provider.head.url)
  return wanted === undefined || fitsVersion(provider.head.version, wanted) ? undefined : wanted
}

export function pickProvider(
  known: readonly CodeProvider[],
  version: string | undefined,
): CodeProvider | undefined {
  return pickVersion(known, (one) => one.head.version, version)
}

/** A value set by `url` or `url|version`; of several versions the newest. */
export async function findValueSet(source: TerminologySource, canonical: string): Promise<ValueSet | undefined> {
  const { url, version } = splitCanonical(canonical)
  return pickVersion(await source.valueSets(url), (one) => one.version, version)
}

export async function findSupplements(
  source: TerminologySource,
  canonicals: readonly string[],
): Promise<readonly CodeSystem[]> {
  const found: CodeSystem[] = []
  for (const canonical of canonicals) {
    const { url, version } = splitCanonical(canonical)
    const supplement = await source.supplement(url, version)
    if (!supplement) throw failures.supplementMissing(canonical)
    found.push(supplement)
  }
  return found
}
