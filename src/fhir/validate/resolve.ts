import { typeOfReference } from './value-checks.ts'
import { isObject, type Json, type Walk } from './walk.ts'

/** The resource that a reference points to, when it stands in the same resource or bundle. */
export function resolveReference(walk: Walk, value: unknown): Json | undefined {
  const reference = isObject(value) ? value['reference'] : value
  if (typeof reference !== 'string') return undefined
  if (reference.startsWith('#'))
    return reference.length === 1 ? walk.scope.root : walk.scope.contained.get(reference.slice(1))
  return walk.bundle?.resolve(reference, walk.scope.root)
}

/** The type of the resource that a reference points to, by the resource or by what the reference says. */
export function typeNamed(walk: Walk, value: unknown): string | undefined {
  const found = resolveReference(walk, value)
  if (found) return String(found['resourceType'])
  if (!isObject(value)) return undefined
  const { reference, type } = value
  const named = typeof reference === 'string' ? typeOfReference(walk, reference) : undefined
  return named ?? (typeof type === 'string' && walk.structures.isResource(type) ? type : undefined)
}
