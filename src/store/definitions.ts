import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { ProfileDefinition } from '#fhir/profile/definition.ts'
import { type Path, parseExpression } from '#fhir/search/expression.ts'
import { type IndexPlan, type Promoted, searchHash } from '#fhir/search/index-resource.ts'
import { compileParameters, type Parameter, type ParameterRow } from '#fhir/search/parameter.ts'
import { compileStructures, type Structures } from '#fhir/structure.ts'

const folder = new URL('../../data/fhir/', import.meta.url)
const load = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as T

let published: Readonly<Record<string, ProfileDefinition>> | undefined

function publishedProfiles(): Readonly<Record<string, ProfileDefinition>> {
  published ??= JSON.parse(
    gunzipSync(readFileSync(new URL('r4/profiles.json.gz', folder))).toString(),
  ) as Readonly<Record<string, ProfileDefinition>>
  return published
}

/** The structure of R4 types, from data/fhir/r4. */
export const structures: Structures = compileStructures({
  structures: load('r4/structures.json'),
  valueSets: load('r4/value-sets.json'),
  primitives: load('r4/primitives.json'),
  resourceTypes: load('r4/resource-types.json'),
  invariants: load('r4/invariants.json'),
  profiles: publishedProfiles,
})

/** Search parameters that run, from data/fhir/r4. */
export const parameters = compileParameters(
  structures,
  Object.values(load<Record<string, ParameterRow>>('r4/search-parameters.json')),
  load('local/derived.json'),
)

/** Number of a resource type in the database. */
export function typeNumber(type: string): number {
  return structures.resourceTypes[type] ?? 0
}

const patientCompartment = load<Record<string, readonly string[]>>('r4/compartment-patient.json')
const encounterCompartment = load<Record<string, readonly string[]>>('r4/compartment-encounter.json')
const members = load<{
  readonly paths: Readonly<Record<string, readonly string[]>>
  readonly livesOn: Readonly<Record<string, Readonly<Record<string, string>>>>
}>('local/record-members.json')

const compartments = load<Record<string, Readonly<Record<string, readonly string[]>>>>('r4/compartments.json')

/** Parameters by which types are in a compartment (Patient, Encounter, Practitioner, RelatedPerson, Device). */
export function compartmentCodes(compartment: string): Readonly<Record<string, readonly string[]>> {
  return compartments[compartment] ?? {}
}

function compartmentPaths(codes: readonly string[] | undefined, type: string): readonly Path[] {
  return (codes ?? []).flatMap((code) => parameters.of(type).get(code)?.paths ?? [])
}

/** Parameters that put a type into the patient compartment. */
export function patientParameters(type: string): readonly string[] {
  return patientCompartment[type] ?? []
}

const pathCache = new Map<string, { readonly patient: readonly Path[]; readonly record: readonly Path[] }>()

/** Where a type says which patient and which record it belongs to. */
export function belongingPaths(type: string): {
  readonly patient: readonly Path[]
  readonly record: readonly Path[]
} {
  const known = pathCache.get(type)
  if (known) return known
  const local = (members.paths[type] ?? []).flatMap((path) => parseExpression(`${type}.${path}`))
  const made = {
    patient: compartmentPaths(patientCompartment[type], type),
    record: [...(type === 'Encounter' ? [] : compartmentPaths(encounterCompartment[type], type)), ...local],
  }
  pathCache.set(type, made)
  return made
}

/** Parameter and code by which a resource outlives its visit, so that it is no part of its record. */
export function livesOn(type: string): Readonly<Record<string, string>> | undefined {
  return members.livesOn[type]
}

const promotion = load<{
  readonly time: readonly string[]
  readonly code: readonly string[]
  readonly value: Readonly<Record<string, string>>
}>('local/promoted.json')

/** Parameters of a type that have their own column. */
export function promotedOf(type: string): Promoted {
  const known = parameters.of(type)
  const has = (kind: Parameter['kind']) => (code: string) => known.get(code)?.kind === kind
  return {
    time: promotion.time.find(has('date')),
    code: promotion.code.find(has('token')),
    value: promotion.value[type],
  }
}

const plans = new Map<string, IndexPlan>()

/** How a type is indexed for a facility; the same object each time, it keeps a cache of hashes. */
export function indexPlan(facility: number, type: string): IndexPlan {
  const key = `${facility} ${type}`
  const known = plans.get(key)
  if (known) return known
  const made = {
    structures,
    type,
    parameters: [...parameters.of(type).values()],
    promoted: promotedOf(type),
    hash: searchHash(facility, type),
  }
  plans.set(key, made)
  return made
}
