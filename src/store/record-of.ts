import { evaluate, type Path } from '#fhir/search/expression.ts'
import { belongingPaths, livesOn, structures } from './definitions.ts'

type Json = Readonly<Record<string, unknown>>

const literal = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/(\d+))?$/

export interface LocalReference {
  readonly type: string
  readonly id: string
  readonly version: number | undefined
}

/** `Type/id` or `Type/id/_history/3` of this server; undefined for anything else. */
export function localReference(text: unknown): LocalReference | undefined {
  const parts = typeof text === 'string' ? literal.exec(text) : null
  if (!parts?.[1] || !parts[2] || !structures.isResource(parts[1])) return undefined
  return { type: parts[1], id: parts[2], version: parts[3] === undefined ? undefined : Number(parts[3]) }
}

function referencesAt(type: string, resource: Json, paths: readonly Path[]): readonly LocalReference[] {
  return paths
    .flatMap((path) => evaluate(structures, path, { type, value: resource }))
    .map((found) => localReference((found.value as Json | undefined)?.['reference']))
    .filter((found) => found !== undefined)
}

/** Id of the patient in whose compartment a resource is, by the published definition. */
export function patientOf(type: string, resource: Json): string | undefined {
  if (type === 'Patient') return resource['id'] as string
  return referencesAt(type, resource, belongingPaths(type).patient).find((one) => one.type === 'Patient')?.id
}

/** What a resource names as the place it belongs to: its encounter, or a resource that has one. */
export function belongsTo(type: string, resource: Json): readonly LocalReference[] {
  if (type === 'Encounter') {
    const parent = localReference((resource['partOf'] as Json | undefined)?.['reference'])
    return parent ? [parent] : []
  }
  if (outlives(type, resource)) return []
  return referencesAt(type, resource, belongingPaths(type).record)
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
