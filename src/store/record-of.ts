import type { Reference } from '@medplum/fhirtypes'
import { evaluate, type Path } from '#fhir/search/expression.ts'
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

/** `Type/id` or `Type/id/_history/3` of this server, also behind its own base address; undefined for anything else. */
export function localReference(here: Here, text: unknown): LocalReference | undefined {
  if (typeof text !== 'string') return undefined
  const parts = literal.exec(ownFhirPath(here.config, here.reachedAt, text) ?? text)
  if (!parts?.[1] || !parts[2] || !structures.isResource(parts[1])) return undefined
  return { type: parts[1], id: parts[2], version: parts[3] === undefined ? undefined : Number(parts[3]) }
}

function holdersAt(type: string, resource: Json, paths: readonly Path[]): readonly Reference[] {
  return paths
    .flatMap((path) => evaluate(structures, path, { type, value: resource }))
    .flatMap((found) =>
      typeof found.value === 'object' && found.value !== null ? [found.value as Reference] : [],
    )
}

/** Id of the patient in whose compartment a resource is, by the published definition. */
export function patientOf(here: Here, type: string, resource: Json): string | undefined {
  if (type === 'Patient') return resource['id'] as string
  return holdersAt(type, resource, belongingPaths(type).patient)
    .map((holder) => localReference(here, holder.reference))
    .find((one) => one?.type === 'Patient')?.id
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
  return outlives(type, resource) ? [] : holdersAt(type, resource, belongingPaths(type).record)
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
