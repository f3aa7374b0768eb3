import { canonicalJson, parseJson } from '#fhir/json.ts'
import type { Element, Structures } from '#fhir/structure.ts'
import { isObject, type Json } from '#fhir/validate/walk.ts'

/** One damage of a resource, and where it must be told. */
export interface Damage {
  readonly name: string
  readonly path: string
  readonly resource: Json
}

/** An object in a resource, its type, and the resources around it. */
export interface Place {
  readonly owner: Json
  readonly type: string
  readonly path: string
  readonly resource: Json
  readonly root: Json
}

export function placesIn(structures: Structures, resource: Json): readonly Place[] {
  const type = String(resource['resourceType'])
  return placesOf(structures, { owner: resource, type, path: type, resource, root: resource })
}

/** The object and every object below it. */
function placesOf(structures: Structures, place: Place): readonly Place[] {
  const { owner, type, path } = place
  const inner = Object.entries(owner).flatMap(([key, value]) => {
    const element = structures.type(type)?.elements.get(key)
    if (!element || element.primitive) return []
    const list = Array.isArray(value)
    return (list ? value : [value]).flatMap((one: unknown, index) => {
      if (!isObject(one)) return []
      const below = { ...place, owner: one, type: element.type, path: `${path}.${key}${list ? `[${index}]` : ''}` }
      return placesOf(structures, element.type === 'Resource' ? asResource(below, key) : below)
    })
  })
  return [place, ...inner]
}

function asResource(place: Place, key: string): Place {
  const { owner } = place
  const root = key === 'contained' ? place.root : owner
  return { ...place, type: String(owner['resourceType']), resource: owner, root }
}

const other = (value: unknown): unknown => (typeof value === 'string' ? 7 : 'sai')

type Make = (structures: Structures, place: Place, pick: (count: number) => number) => string | undefined

/** Each damages the place and gives the path of the fault, or nothing when it does not apply there. */
const makers: Readonly<Record<string, Make>> = {
  'wrong type': (structures, { owner, type, path }, pick) => {
    const [key, element] = pickMember(structures, owner, type, pick, () => true)
    if (!key || !element || key === 'resourceType') return undefined
    owner[key] = element.single ? (element.primitive ? other(owner[key]) : 'sai') : { sai: 1 }
    return `${path}.${key}`
  },
  'unknown member': (_structures, { owner, path }) => {
    owner['weight2'] = 1
    return `${path}.weight2`
  },
  'missing required': (structures, { owner, type, path }, pick) => {
    const required = (structures.type(type)?.required ?? []).filter(({ names }) =>
      names.some((name) => name in owner),
    )
    const chosen = required[pick(required.length)]
    if (!chosen) return undefined
    for (const name of chosen.names) delete owner[name]
    return Object.keys(owner).length === 0 ? path : `${path}.${chosen.name}`
  },
  'second choice': (structures, { owner, type, path }, pick) => {
    const [key, element] = pickMember(structures, owner, type, pick, (one) => one.defined.endsWith('[x]'))
    if (!key || !element) return undefined
    const others = [...(structures.type(type)?.elements ?? [])].filter(
      ([name, one]) => one.defined === element.defined && name !== key && ['string', 'boolean'].includes(one.type),
    )
    const [name, one] = others[0] ?? []
    if (!name || !one) return undefined
    owner[name] = one.type === 'boolean' ? true : 'x'
    return `${path}.${name}`
  },
  'bad code': (structures, { owner, type, path }, pick) => {
    const [key] = pickMember(
      structures,
      owner,
      type,
      pick,
      (one) => one.hasCode !== undefined && one.type === 'code' && one.single,
    )
    if (!key) return undefined
    owner[key] = 'không-có-mã-này'
    return `${path}.${key}`
  },
  'bad date': (structures, { owner, type, path }, pick) => {
    const [key, element] = pickMember(
      structures,
      owner,
      type,
      pick,
      (one) => /^(date|dateTime|instant)$/.test(one.type) && one.single,
    )
    if (!key || !element) return undefined
    owner[key] =
      element.type === 'instant'
        ? '2026-02-30T10:00:00Z'
        : ['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1'][pick(4)]
    return `${path}.${key}`
  },
  'empty list': (structures, { owner, type, path }, pick) => {
    const [key] = pickMember(structures, owner, type, pick, (one) => !one.single)
    if (!key) return undefined
    owner[key] = []
    return `${path}.${key}`
  },
  'null member': (structures, { owner, type, path }, pick) => {
    const [key] = pickMember(structures, owner, type, pick, (one) => one.single)
    if (!key) return undefined
    owner[key] = null
    return `${path}.${key}`
  },
}

function pickMember(
  structures: Structures,
  owner: Json,
  type: string,
  pick: (count: number) => number,
  fits: (element: Element) => boolean,
): readonly [string, Element] | readonly [undefined, undefined] {
  const found = Object.keys(owner).flatMap((key) => {
    const element = structures.type(type)?.elements.get(key)
    return element && fits(element) ? [[key, element] as const] : []
  })
  return found[pick(found.length)] ?? [undefined, undefined]
}

/** Damages a copy of a resource in one place; undefined when the chosen damage does not apply where it fell. */
export function damage(
  structures: Structures,
  resource: Json,
  pick: (count: number) => number,
): Damage | undefined {
  const copy = parseJson(canonicalJson(resource)) as Json
  const places = placesIn(structures, copy)
  const place = places[pick(places.length)]
  const names = Object.keys(makers)
  const name = names[pick(names.length)] ?? ''
  const path = place && makers[name]?.(structures, place, pick)
  return path === undefined ? undefined : { name, path, resource: copy }
}

/** Numbers that are the same in every run. */
export function seeded(seed: number): (count: number) => number {
  let state = seed
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * count)
  }
}
