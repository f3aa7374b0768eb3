import type { Reference } from '@medplum/fhirtypes'
import type { Path } from '#fhir/search/expression.ts'
import { addPath, each, type Visits } from '#fhir/search/visit.ts'
import type { Context } from '#platform/context.ts'
import { ownFhirPath } from '#platform/own-address.ts'
import { belongingPaths, livesOn, structures } from './definitions.ts'

type Json = Readonly<Record<string, unknown>>
/** What is needed to know the addresses of this server. */
export type Here = Pick<Context, 'config' | 'reachedAt'>

const literal = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/(\d+))?$/

export interface LocalReference {
  readonly type: string
  readonly id: string
  readonly version: number | undefined
}

/** A resource named by its identifier instead of its address. */
export interface LogicalReference {
  readonly type: string | undefined
  readonly system: string | undefined
  readonly value: string
}

/** What a resource names as the place it belongs to. */
export interface Places {
  readonly references: readonly LocalReference[]
  readonly logical: readonly LogicalReference[]
}

/** Whether a reference is an absolute address of this server, in whatever form. */
export function isOwnAddress(here: Here, text: string): boolean {
  return ownFhirPath(here.config, here.reachedAt, text) !== undefined
}

/** Plain `Type/id` texts read before: one patient and a few visits stand in hundreds of resources of a bundle. */
const known = new Map<string, LocalReference>()
const mostKnown = 5000

/** `Type/id` or `Type/id/_history/3` of this server, also behind its own base address; undefined for anything else. */
export function localReference(here: Here, text: unknown): LocalReference | undefined {
  if (typeof text !== 'string') return undefined
  const before = known.get(text)
  if (before) return before
  const own = ownFhirPath(here.config, here.reachedAt, text)
  const parts = literal.exec(own ?? text)
  if (!parts?.[1] || !parts[2] || !structures.isResource(parts[1])) return undefined
  const made = { type: parts[1], id: parts[2], version: parts[3] === undefined ? undefined : Number(parts[3]) }
  if (own === undefined) {
    if (known.size >= mostKnown) known.clear()
    known.set(text, made)
  }
  return made
}

/** What finds the references of a type at some paths, made once; those of the first path come first. */
function finderOf(type: string, paths: readonly Path[]): Finder {
  const byPath = paths.map((path) => {
    const visits: Visits<Reference[]> = { members: new Map(), whole: [] }
    addPath(visits, structures, type, path, () => (value, found) => {
      if (typeof value === 'object' && value !== null) found.push(value as Reference)
    })
    return visits
  })
  return (resource) => {
    const found: Reference[] = []
    for (const { members, whole } of byPath) {
      for (const [name, list] of members) for (const visit of list) each(resource[name], found, visit)
      for (const visit of whole) visit(resource, found)
    }
    return found
  }
}

const finders = new Map<string, { readonly patient: Finder; readonly record: Finder }>()
type Finder = (resource: Json) => readonly Reference[]

function findersOf(type: string) {
  const before = finders.get(type)
  if (before) return before
  const { patient, record } = belongingPaths(type)
  const made = { patient: finderOf(type, patient), record: finderOf(type, record) }
  finders.set(type, made)
  return made
}

/** Id of the patient in whose compartment a resource is, by the published definition. */
export function patientOf(here: Here, type: string, resource: Json): string | undefined {
  if (type === 'Patient') return resource['id'] as string
  for (const holder of findersOf(type).patient(resource)) {
    const to = localReference(here, holder.reference)
    if (to?.type === 'Patient') return to.id
  }
  return undefined
}

/** What a resource names as the place it belongs to: its encounter, or a resource that has one. */
export function belongsTo(here: Here, type: string, resource: Json): Places {
  const references: LocalReference[] = []
  const logical: LogicalReference[] = []
  const visit = (at: string, one: Json, depth: number): void => {
    for (const holder of placesOf(at, one)) {
      const local = localReference(here, holder.reference)
      if (local) references.push(local)
      else logical.push(...logicalOf(holder.identifier, holder.type))
      // A contained visit has no address of its own: what it names stands for it.
      const inner = local || depth === 0 ? undefined : containedAt(resource, holder.reference)
      if (!inner) continue
      const innerType = String(inner['resourceType'])
      for (const identifier of [inner['identifier'] ?? []].flat())
        logical.push(...logicalOf(identifier, innerType))
      visit(innerType, inner, depth - 1)
    }
  }
  visit(type, resource, mostContained)
  return { references, logical }
}

const mostContained = 4

function placesOf(type: string, resource: Json): readonly Reference[] {
  if (type === 'Encounter') return resource['partOf'] ? [resource['partOf'] as Reference] : []
  return outlives(type, resource) ? [] : findersOf(type).record(resource)
}

function logicalOf(identifier: unknown, type: string | undefined): readonly LogicalReference[] {
  const { system, value } = (identifier ?? {}) as { system?: string; value?: string }
  return typeof value === 'string' && value !== '' ? [{ type, system, value }] : []
}

function containedAt(resource: Json, reference: string | undefined): Json | undefined {
  if (!reference?.startsWith('#')) return undefined
  const list = (resource['contained'] ?? []) as readonly Json[]
  return list.find((one) => one['id'] === reference.slice(1))
}

/** Whether a fact outlives the visit it was found in, like a long-standing problem. */
function outlives(type: string, resource: Json): boolean {
  const rule = livesOn(type)
  if (!rule) return false
  return Object.entries(rule).some(([element, code]) => {
    const concepts = resource[element]
    return (
      Array.isArray(concepts) &&
      concepts.some((one: { coding?: readonly { code?: string }[] }) => one.coding?.some((c) => c.code === code))
    )
  })
}
