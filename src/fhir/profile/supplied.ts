import { isObject, type Json } from '../validate/walk.ts'
import type { ProfileDefinition } from './definition.ts'

/** Definitions that a caller supplies: profiles, value sets, code systems, questionnaires, by canonical URL. */
export interface Supplied {
  profileOf(url: string): ProfileDefinition | undefined
  /** Undefined when the value set is not among them or cannot be listed from them. */
  inValueSet(url: string, system: string | undefined, code: string): boolean | undefined
  /** A definition of any kind by its canonical URL. */
  resolve(canonical: string): Json | undefined
}

type Codes = Map<string, Set<string>>

/** Makes a list of definitions answer questions by their URLs, with or without version. */
export function suppliedFrom(resources: readonly unknown[]): Supplied {
  const byUrl = new Map<string, Json[]>()
  for (const one of resources)
    if (isObject(one) && typeof one['url'] === 'string')
      byUrl.set(one['url'], [...(byUrl.get(one['url']) ?? []), one])
  const resolve = (canonical: string) => {
    const [url = '', version] = canonical.split('|', 2)
    const all = byUrl.get(url) ?? []
    return version === undefined ? newest(all) : all.find((one) => isVersion(one, version))
  }
  const expanded = new Map<string, Codes | undefined>()
  function codesOf(url: string): Codes | undefined {
    if (expanded.has(url)) return expanded.get(url)
    expanded.set(url, undefined)
    const set = resolve(url)
    const codes = set?.['resourceType'] === 'ValueSet' ? listed(set, resolve, codesOf) : undefined
    expanded.set(url, codes)
    return codes
  }
  return {
    resolve,
    profileOf(url) {
      const found = resolve(url)
      return found?.['resourceType'] === 'StructureDefinition'
        ? (found as unknown as ProfileDefinition)
        : undefined
    },
    inValueSet(url, system, code) {
      const codes = codesOf(url)
      if (!codes) return undefined
      if (system !== undefined) return codes.get(system)?.has(code) ?? false
      return [...codes.values()].some((one) => one.has(code))
    },
  }
}

/** A version may be named by its beginning: `0.2` is any of `0.2.x`. */
function isVersion(one: Json, version: string): boolean {
  const own = one['version']
  return typeof own === 'string' && (own === version || own.startsWith(`${version}.`))
}

function newest(all: readonly Json[]): Json | undefined {
  return all.toSorted((a, b) => compareVersions(String(a['version'] ?? ''), String(b['version'] ?? ''))).at(-1)
}

const compareVersions = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })

const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** The codes of a value set, from its expansion or its rules; undefined when a rule needs a terminology server. */
function listed(
  set: Json,
  resolve: (url: string) => Json | undefined,
  codesOf: (url: string) => Codes | undefined,
): Codes | undefined {
  const expansion = set['expansion']
  if (isObject(expansion)) return expandedCodes(expansion)
  const compose = isObject(set['compose']) ? set['compose'] : {}
  const parts = (rules: unknown) => objects(rules).map((rule) => includedCodes(rule, resolve, codesOf))
  const [included, excluded] = [parts(compose['include']), parts(compose['exclude'])]
  if (![...included, ...excluded].every((part) => part !== undefined)) return undefined
  const found: Codes = new Map()
  for (const part of included)
    for (const [system, codes] of part ?? []) found.set(system, codes.union(found.get(system) ?? new Set()))
  for (const part of excluded)
    for (const [system, codes] of part ?? [])
      found.set(system, (found.get(system) ?? new Set<string>()).difference(codes))
  return found
}

function expandedCodes(expansion: Json): Codes {
  const found: Codes = new Map()
  const visit = (contains: Json[]) => {
    for (const one of contains) {
      const system = String(one['system'] ?? '')
      if (typeof one['code'] === 'string' && one['abstract'] !== true)
        found.set(system, (found.get(system) ?? new Set()).add(one['code']))
      visit(objects(one['contains']))
    }
  }
  visit(objects(expansion['contains']))
  return found
}

function includedCodes(
  include: Json,
  resolve: (url: string) => Json | undefined,
  codesOf: (url: string) => Codes | undefined,
): Codes | undefined {
  const system = typeof include['system'] === 'string' ? include['system'] : undefined
  if (include['filter'] !== undefined) return undefined
  const sets = texts(include['valueSet']).map(codesOf)
  if (sets.includes(undefined)) return undefined
  const own = system === undefined ? undefined : systemCodes(system, include, resolve)
  if (system !== undefined && !own) return undefined
  const parts = [...sets, own].filter((one) => one !== undefined)
  return parts.reduce((left, right) => intersection(left, right))
}

function intersection(left: Codes, right: Codes): Codes {
  return new Map([...left].map(([system, codes]) => [system, codes.intersection(right.get(system) ?? new Set())]))
}

function systemCodes(
  system: string,
  include: Json,
  resolve: (url: string) => Json | undefined,
): Codes | undefined {
  const named = objects(include['concept'])
  if (named.length > 0) return new Map([[system, new Set(named.map((one) => String(one['code'])))]])
  const defined = resolve(system)
  if (defined?.['resourceType'] !== 'CodeSystem' || defined['content'] !== 'complete') return undefined
  const flat = (concepts: Json[]): string[] =>
    concepts.flatMap((one) => [String(one['code']), ...flat(objects(one['concept']))])
  return new Map([[system, new Set(flat(objects(defined['concept'])))]])
}
