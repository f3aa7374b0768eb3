import type { Structures } from '../structure.ts'
import { isObject, type Json } from '../validate/walk.ts'

/** A value of an element, with its type and where it stands. */
export interface Instance {
  /** Undefined when a primitive has only extensions. */
  readonly value: unknown
  /** Extensions of a primitive. */
  readonly twin: unknown
  readonly type: string
  readonly path: string
}

/** The values an object has of an element: all of a list, whichever member of a choice is there. */
export function instancesOf(
  structures: Structures,
  owner: unknown,
  ownerType: string,
  name: string,
  path: string,
): readonly Instance[] {
  if (!isObject(owner)) return []
  const type = ownerType === 'Resource' ? String(owner['resourceType'] ?? '') : ownerType
  const step = name.endsWith('[x]') ? name.slice(0, -3) : name
  return structures.childrenOf(type, step).flatMap((child) => ofMember(owner, child.name, child.type, path))
}

function ofMember(owner: Json, name: string, type: string, ownerPath: string): Instance[] {
  const value = owner[name]
  const twin = owner[`_${name}`]
  if (value === undefined && twin === undefined) return []
  const path = `${ownerPath}.${name}`
  if (!Array.isArray(value) && !Array.isArray(twin)) return [instance(value, twin, type, path)]
  const values = Array.isArray(value) ? value : []
  const twins = Array.isArray(twin) ? twin : []
  const length = Math.max(values.length, twins.length)
  return Array.from({ length }, (_, at) =>
    instance(values[at] ?? undefined, twins[at] ?? undefined, type, `${path}[${at}]`),
  )
}

function instance(value: unknown, twin: unknown, type: string, path: string): Instance {
  const known = type === 'Resource' && isObject(value) ? String(value['resourceType']) : type
  return { value, twin, type: known, path }
}
