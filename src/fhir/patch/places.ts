import type { EngineNode } from '../fhirpath/engine-types.ts'
import { elementOf, jsonName, type Known } from '../fhirpath/model.ts'
import { patchErrors } from './errors.ts'
import { isObject, type Json } from './values.ts'

type PathNode = EngineNode & { readonly path: string }

/** Where an element stands in the resource. */
export interface Located {
  readonly holder: Json
  /** Name in JSON: `valueQuantity`. */
  readonly name: string
  /** Name in the definition: `value`. */
  readonly step: string
  /** Place in the list; undefined for single elements. */
  readonly index: number | undefined
  readonly element: Known
}

/** Where a node of the engine stands; undefined for the resource itself. */
export function locate(root: Json, node: EngineNode, number: number): Located | undefined {
  const parent = node.parentResNode as PathNode | null | undefined
  const step = node.propName
  if (!parent || !step) return undefined
  const element = elementOf(parent.path, step)
  if (!element) throw patchErrors.invalid({ number, reason: `${parent.path} has no element ${step}` })
  const holder = holderOf(root, parent, number)
  return {
    holder,
    name: jsonName(element, step, holder),
    step,
    element,
    index: element.list ? node.index : undefined,
  }
}

/** The object that holds the children of a node; for a primitive that is its twin `_name`, made when needed. */
export function holderOf(root: Json, node: EngineNode, number: number): Json {
  const place = locate(root, node, number)
  if (!place) return root
  const { holder, name, index } = place
  const value = index === undefined ? holder[name] : listOf(holder, name)[index]
  return isObject(value) ? value : twinOf(holder, name, index)
}

function twinOf(holder: Json, name: string, index: number | undefined): Json {
  const twin = `_${name}`
  if (index === undefined) {
    const known = holder[twin]
    const made: Json = isObject(known) ? known : {}
    holder[twin] = made
    return made
  }
  const list = (holder[twin] ?? []) as unknown[]
  while (list.length <= index) list.push(null)
  const made: Json = isObject(list[index]) ? list[index] : {}
  list[index] = made
  holder[twin] = list
  return made
}

export function listOf(holder: Json, name: string): unknown[] {
  const list = holder[name]
  return Array.isArray(list) ? list : []
}

export function removeAt({ holder, name, index }: Located): void {
  if (index === undefined) {
    delete holder[name]
    delete holder[`_${name}`]
    return
  }
  for (const one of [name, `_${name}`]) if (Array.isArray(holder[one])) listOf(holder, one).splice(index, 1)
}

/** Takes away lists and objects that a deletion left empty: FHIR has neither. */
export function prune(holder: Json): void {
  for (const [name, value] of Object.entries(holder)) {
    const left = Array.isArray(value) ? pruneList(value, name.startsWith('_')) : value
    if (isObject(left)) prune(left)
    if (isEmpty(left)) delete holder[name]
    else holder[name] = left
  }
}

/** Items of a list of twins keep their place, others go when nothing is left of them. */
function pruneList(list: readonly unknown[], twins: boolean): readonly unknown[] {
  for (const item of list) if (isObject(item)) prune(item)
  if (!twins) return list.filter((item) => !isEmpty(item))
  const kept = list.map((item) => (isEmpty(item) ? null : item))
  return kept.every((item) => item === null) ? [] : kept
}

const isEmpty = (value: unknown) =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0
