import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { compilePath, evaluatePath } from '#fhir/fhirpath/index.ts'
import type { ProfileDefinition } from '#fhir/profile/definition.ts'
import { type Path, parseExpression } from '#fhir/search/expression.ts'
import { compileIndex, type IndexPlan, type Promoted } from '#fhir/search/index-resource.ts'
import { OwnParameters } from '#fhir/search/own-parameters.ts'
import { compileParameters, general, type Parameter, type ParameterRow } from '#fhir/search/parameter.ts'
import { compileStructures, type Structures, type TerminologyData } from '#fhir/structure.ts'

const folder = new URL('../../data/fhir/', import.meta.url)
const load = <T>(path: string): T => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as T

/** Packed data that few need: read when it is first asked for. */
function later<T>(path: string): () => T {
  let value: T | undefined
  return () => {
    value ??= JSON.parse(gunzipSync(readFileSync(new URL(path, folder))).toString()) as T
    return value
  }
}

/** The structure of R4 types, from data/fhir/r4. */
export const structures: Structures = compileStructures({
  structures: load('r4/structures.json'),
  valueSets: load('r4/value-sets.json'),
  primitives: load('r4/primitives.json'),
  resourceTypes: load('r4/resource-types.json'),
  invariants: load('r4/invariants.json'),
  profiles: later<Readonly<Record<string, ProfileDefinition>>>('r4/profiles.json.gz'),
  terminology: later<TerminologyData>('r4/terminology.json.gz'),
})

export const publishedRows = load<Record<string, ParameterRow>>('r4/search-parameters.json')
const derived = load<Record<string, Record<string, string[]>>>('local/derived.json')

function compileWhole(expression: string): (resource: unknown) => readonly unknown[] {
  const path = compilePath(expression)
  return (resource) => evaluatePath(path, resource)
}

/** Search parameters that run, from data/fhir/r4. */
export const parameters = compileParameters(structures, Object.values(publishedRows), derived)

const base = { structures, published: parameters, more: compileWhole }
const ofFacility = new Map<number, OwnParameters>()

/** Search parameters of a type in a facility: the published ones and its own. */
export function parametersOf(facility: number, type: string): ReadonlyMap<string, Parameter> {
  return (ofFacility.get(facility) ?? parameters).of(type)
}

/** Own parameters that nobody searches by, to see whether they can run. */
export function tryParameters(): OwnParameters {
  return new OwnParameters(base)
}

/** Changes own parameters of a facility, by their ids; what is written from now on is indexed by them. */
export function changeParameters(facility: number, rows: ReadonlyMap<string, ParameterRow | undefined>): void {
  const own = ofFacility.get(facility) ?? new OwnParameters(base)
  ofFacility.set(facility, own)
  const changed = new Set([...rows].flatMap(([id, row]) => own.set(id, row)))
  if (changed.size === 0) return
  const all = [...changed].some((type) => general.has(type))
  for (const key of plans.keys()) {
    const [of, type = ''] = key.split(' ')
    if (of === String(facility) && (all || changed.has(type))) plans.delete(key)
  }
}

/** The same, and takes away whatever is not among them. */
export function replaceParameters(facility: number, rows: ReadonlyMap<string, ParameterRow>): void {
  const gone = (ofFacility.get(facility)?.ids ?? []).filter((id) => !rows.has(id))
  changeParameters(facility, new Map([...gone.map((id) => [id, undefined] as const), ...rows]))
}

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
  const made = compileIndex({
    structures,
    facility,
    type,
    parameters: [...parametersOf(facility, type).values()],
    promoted: promotedOf(type),
  })
  plans.set(key, made)
  return made
}

const patientCodes = new Map<string, ReadonlySet<string>>()

/** Whether a parameter says the same as the column `patient`: the first of the compartment's definition, if single. */
export function isPatientParameter(type: string, code: string): boolean {
  const known = patientCodes.get(type) ?? new Set(findPatientCodes(type))
  patientCodes.set(type, known)
  return known.has(code)
}

function findPatientCodes(type: string): readonly string[] {
  const [first] = patientParameters(type)
  const found = first === undefined ? undefined : parameters.of(type).get(first)
  if (first === undefined || !found?.paths.every((path) => isSingle(type, path))) return []
  return first === 'patient' || first === 'subject' ? ['patient', 'subject'] : [first]
}

/** Whether a path finds one value at most. */
function isSingle(type: string, path: Path): boolean {
  let at = type
  for (const step of path.steps) {
    if (step.kind === 'extension' || step.kind === 'index') return false
    if (step.kind !== 'child') continue
    const [child] = structures.childrenOf(at, step.name)
    if (!child || structures.type(at)?.elements.get(child.name)?.single !== true) return false
    at = child.type
  }
  return true
}

const specialValues = 'http://terminology.hl7.org/CodeSystem/special-values'

/** Whether a system goes without saying: the element is a code, and its value set has the code from that system. */
export function impliesSystem(type: string, parameter: Parameter, system: string, code: string): boolean {
  const { types } = parameter
  if (types.has('boolean') && system === specialValues) return true
  if (!types.has('code')) return false
  return parameter.paths.some((path) => {
    const valueSet = lastElement(type, path)?.valueSet
    return valueSet !== undefined && structures.inValueSet(valueSet, system, code) === true
  })
}

function lastElement(type: string, path: Path) {
  let at = type
  let found: ReturnType<NonNullable<ReturnType<Structures['type']>>['elements']['get']>
  for (const step of path.steps) {
    if (step.kind !== 'child') continue
    const [child] = structures.childrenOf(at, step.name)
    found = child && structures.type(at)?.elements.get(child.name)
    at = child?.type ?? ''
  }
  return found
}
