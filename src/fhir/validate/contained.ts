import { isObject, type Json } from './walk.ts'

const nothing: ReadonlyMap<string, Json> = new Map()

/** The contained resources by their ids. */
export function containedOf(resource: Json): ReadonlyMap<string, Json> {
  const list = resource['contained']
  if (!Array.isArray(list)) return nothing
  const found = new Map<string, Json>()
  for (const one of list) if (isObject(one) && typeof one['id'] === 'string') found.set(one['id'], one)
  return found
}
