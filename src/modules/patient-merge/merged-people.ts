import { isDeepStrictEqual } from 'node:util'
import type { Address, Coding, ContactPoint, Identifier, Meta, Patient } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'

type Json = Record<string, unknown>

/** Lists of which the target gets what only the source has. */
const joined = [
  'identifier',
  'name',
  'telecom',
  'address',
  'contact',
  'communication',
  'photo',
  'generalPractitioner',
  'extension',
] as const
/** Of these the source's entry is marked as former where the target has a current one of its own. */
const former = new Set<string>(['identifier', 'telecom', 'address'])
/** Single facts that the target takes over when it has none. */
const filled = [
  'gender',
  'birthDate',
  'deceasedBoolean',
  'deceasedDateTime',
  'maritalStatus',
  'managingOrganization',
] as const

const withoutUse = (value: unknown): unknown => {
  const { use: _, ...rest } = value as { use?: unknown }
  return rest
}

/**
 * The target after a merge: its own facts win. A personal number, card, telephone or address that only the source knows
 * stays current, so that nobody is left without the number they have; what the target has of its kind, the source's
 * names and its medical record number stay findable as former ones.
 */
export function mergedTarget(source: Patient, target: Patient): Patient {
  const made = { ...target } as unknown as Json
  const from = source as unknown as Json
  for (const key of joined) {
    const own = (made[key] ?? []) as readonly unknown[]
    const more = ((from[key] ?? []) as readonly unknown[])
      .filter((one) => !own.some((mine) => isDeepStrictEqual(withoutUse(mine), withoutUse(one))))
      .filter((one) => key !== 'extension' || !sameExtension(own, one))
      .map((one) =>
        isFormer(key, one as Entry, own as readonly Entry[]) ? { ...(one as Json), use: 'old' } : one,
      )
    if (more.length > 0) made[key] = [...own, ...more]
  }
  const dead = 'deceasedBoolean' in made || 'deceasedDateTime' in made
  for (const key of filled)
    if (made[key] === undefined && from[key] !== undefined && !(dead && key.startsWith('deceased')))
      made[key] = from[key]
  const security = labelsOfBoth(source, target)
  if (security.length > 0) made['meta'] = { ...target.meta, security }
  made['link'] = [...(target.link ?? []), { other: { reference: `Patient/${source.id}` }, type: 'replaces' }]
  return made as unknown as Patient
}

/** What protects one of them protects the one that is left. */
export function labelsOfBoth(source: Patient, target: Patient): readonly Coding[] {
  const own = target.meta?.security ?? []
  return [
    ...own,
    ...(source.meta?.security ?? []).filter((label) => !own.some((mine) => mine.code === label.code)),
  ]
}

type Entry = Identifier | ContactPoint | Address

function isFormer(key: string, one: Entry, own: readonly Entry[]): boolean {
  if (key === 'name') return true
  if (!former.has(key)) return false
  const kind = kindOf(one)
  return kind === sid.mrn || !isCurrent(one) || own.some((mine) => isCurrent(mine) && kindOf(mine) === kind)
}

const isCurrent = (one: Entry) => one.use !== 'old' && one.period?.end === undefined
/** One number of a system, one telephone, one address is current; more of a kind are the target's own affair. */
const kindOf = (one: Entry) => ('system' in one ? (one.system ?? '') : '')

/** A fact kept as an extension once is not taken over when the target says something else of it. */
function sameExtension(own: readonly unknown[], one: unknown): boolean {
  return own.some((mine) => (mine as Json)['url'] === (one as Json)['url'])
}

/** The source after a merge: out of use, and saying where the person is kept now. */
export function mergedSource(source: Patient, target: string): Patient {
  return {
    ...source,
    active: false,
    link: [...(source.link ?? []), { other: { reference: `Patient/${target}` }, type: 'replaced-by' }],
  }
}

/**
 * A patient after the merge was undone. What nobody touched since becomes exactly what it was; of a patient changed
 * since only what the merge brought is taken away.
 *
 * @param before the version before the merge
 * @param merged the version that the merge made
 * @param now the current version
 */
export function unmerged(before: Patient, merged: Patient, now: Patient): Patient {
  const [old, made, current] = [facts(before), facts(merged), facts(now)]
  if (isDeepStrictEqual(made, current)) return { ...before, meta: labelsAfter(before, merged, now) }
  const result: Json = { ...(now as unknown as Json) }
  for (const key of new Set([...Object.keys(made), ...Object.keys(old)])) {
    if (isDeepStrictEqual(old[key], made[key])) continue
    if (isDeepStrictEqual(made[key], current[key])) assign(result, key, old[key])
    else assign(result, key, withoutBrought(old[key], made[key], current[key]))
  }
  return { ...(result as unknown as Patient), meta: labelsAfter(before, merged, now) }
}

/** Labels that the merge brought go; those given since stay. */
function labelsAfter(before: Patient, merged: Patient, now: Patient): Meta {
  const { security: current = [], ...meta } = now.meta ?? {}
  const brought = (merged.meta?.security ?? []).filter(
    ({ code }) => !before.meta?.security?.some((one) => one.code === code),
  )
  const security = current.filter(({ code }) => !brought.some((one) => one.code === code))
  return security.length > 0 ? { ...meta, security } : meta
}

/** A list that was changed since: what the merge brought goes, the rest stays. */
function withoutBrought(old: unknown, made: unknown, current: unknown): unknown {
  if (!Array.isArray(made) || !Array.isArray(current)) return current
  const brought = made.filter((one) => !listOf(old).some((had) => isDeepStrictEqual(had, one)))
  const kept = (current as readonly unknown[]).filter((one) => !brought.some((it) => isDeepStrictEqual(it, one)))
  return kept.length > 0 ? kept : undefined
}

/** A patient without what every version changes. */
const facts = (patient: Patient): Json => ({ ...(patient as unknown as Json), meta: undefined })

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function assign(result: Json, key: string, value: unknown): void {
  if (value === undefined) delete result[key]
  else result[key] = value
}
