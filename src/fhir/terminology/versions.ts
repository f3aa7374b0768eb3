/** `1.x.x`, `1.0.*`: a version with open parts. */
export function isPattern(version: string): boolean {
  return version.split('.').some((part) => part === 'x' || part === 'X' || part === '*')
}

/** Whether a version is the wanted one or fits the wanted pattern. */
export function fitsVersion(version: string | undefined, wanted: string): boolean {
  if (version === wanted) return true
  if (version === undefined || !isPattern(wanted)) return false
  const parts = version.split('.')
  const pattern = wanted.split('.')
  if (pattern.length > parts.length) return false
  return pattern.every((part, at) => /^[xX*]$/.test(part) || part === parts[at]) && openEnd(pattern, parts)
}

function openEnd(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length || /^[xX*]$/.test(pattern.at(-1) ?? '')
}

/** Older first; numbers by size, `2.9` before `2.10`; what has no version is oldest. */
export function compareVersions(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1)
  return a.localeCompare(b, 'en', { numeric: true })
}

/** The newest of those that fit; the newest of all when nothing is wanted. */
export function pickVersion<T>(
  known: readonly T[],
  versionOf: (one: T) => string | undefined,
  wanted: string | undefined,
): T | undefined {
  const fitting = wanted === undefined ? known : known.filter((one) => fitsVersion(versionOf(one), wanted))
  return fitting.toSorted((a, b) => compareVersions(versionOf(b), versionOf(a)))[0]
}

/** `url|version` to its parts. */
export function splitCanonical(canonical: string): { readonly url: string; readonly version?: string } {
  const bar = canonical.indexOf('|')
  return bar < 0 ? { url: canonical } : { url: canonical.slice(0, bar), version: canonical.slice(bar + 1) }
}

export function canonicalOf(url: string, version: string | undefined): string {
  return version === undefined ? url : `${url}|${version}`
}
