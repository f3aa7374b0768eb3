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
  const members = membersOf(structures, type, name)
  const [only] = members
  if (only && members.length === 1) return ofMember(owner, only.name, only.type, path)
  return members.flatMap((child) => ofMember(owner, child.name, child.type, path))
}

type Members = ReturnType<Structures['childrenOf']>
const known = new WeakMap<Structures, Map<string, Map<string, Members>>>()

/** The members of a type that an element can stand in; asked for every value, so they are kept by type and name. */
function membersOf(structures: Structures, type: string, name: string): Members {
  const types = kept(known, structures, () => new Map<string, Map<string, Members>>())
  const names = kept(types, type, () => new Map<string, Members>())
  return kept(names, name, () => structures.childrenOf(type, name.endsWith('[x]') ? name.slice(0, -3) : name))
}

interface Keeping<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): unknown
}

function kept<K, V>(map: Keeping<K, V>, key: K, make: () => V): V {
  const before = map.get(key)
  if (before !== undefined) return before
  const made = make()
  map.set(key, made)
  return made
}

const none: Instance[] = []

function ofMember(owner: Json, name: string, type: string, ownerPath: string): Instance[] {
  const value = owner[name]
  const twin = owner[`_${name}`]
  if (value === undefined && twin === undefined) return none
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
