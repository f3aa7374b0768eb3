import { elementOf, type Known } from '../fhirpath/model.ts'
import { patchErrors } from './errors.ts'
import { type Copier, isObject, type Json } from './values.ts'

/** A value as it goes into the resource: what stands under the name and what under its twin `_name`. */
export interface Built {
  /** `Quantity` of `valueQuantity`; undefined when it was built from parts or is a resource. */
  readonly suffix: string | undefined
  readonly value: unknown
  readonly twin: unknown
}

/**
 * The value of a part: `value[x]`, a resource, or parts for the elements of a type without a name, such as
 * `Patient.contact`.
 */
export function buildValue(part: Json | undefined, element: Known, number: number, copier: Copier): Built {
  const invalid = (reason: string) => patchErrors.invalid({ number, reason })
  if (!part) throw invalid('its value is missing')
  const names = Object.keys(part).filter((name) => name !== 'name')
  const suffixes = new Set(names.map((name) => /^_?value([A-Z].*)$/.exec(name)?.[1]))
  if (suffixes.size !== 1) throw invalid('a part has not exactly one value')
  const suffix = [...suffixes][0]
  if (suffix !== undefined)
    return {
      suffix,
      value: copier.copy(part[`value${suffix}`]),
      twin: copier.copy(part[`_value${suffix}`]),
    }
  if (part['resource'] !== undefined)
    return { suffix: undefined, value: copier.copy(part['resource']), twin: undefined }
  if (Array.isArray(part['part']))
    return { suffix: undefined, value: buildParts(part['part'], element, number, copier), twin: undefined }
  throw invalid('its value is missing')
}

function buildParts(parts: readonly unknown[], element: Known, number: number, copier: Copier): Json {
  const made: Json = {}
  for (const part of parts) {
    const name = isObject(part) ? part['name'] : undefined
    const child = typeof name === 'string' ? elementOf(element.type, name) : undefined
    if (!isObject(part) || typeof name !== 'string' || !child)
      throw patchErrors.invalid({ number, reason: `${element.path} has no element ${String(name).slice(0, 40)}` })
    const built = buildValue(part, child, number, copier)
    put(made, nameFor(child, name, built, number), child, built, number)
  }
  return made
}

/** The JSON name under which a value stands: a choice takes the name of its type. */
export function nameFor(element: Known, name: string, { suffix }: Built, number: number): string {
  if (!element.choices) return name
  if (suffix !== undefined && element.choices.includes(suffix)) return name + suffix
  throw patchErrors.invalid({ number, reason: `${element.path} cannot be a ${suffix ?? 'part without a type'}` })
}

/** Sets a single element that is not there yet, or appends to a list. */
export function put(holder: Json, name: string, element: Known, built: Built, number: number): void {
  if (element.list) {
    const values = (holder[name] ?? []) as unknown[]
    insertAt(holder, name, values.length, built)
    return
  }
  if (Object.hasOwn(holder, name) || Object.hasOwn(holder, `_${name}`))
    throw patchErrors.exists({ number, path: element.path })
  if (built.value !== undefined) holder[name] = built.value
  if (built.twin !== undefined) holder[`_${name}`] = built.twin
}

/** Puts a value into a list, keeping the list of twins in step. */
export function insertAt(holder: Json, name: string, index: number, { value, twin }: Built): void {
  const values = (holder[name] ?? []) as unknown[]
  values.splice(index, 0, value ?? null)
  holder[name] = values
  const twins = holder[`_${name}`] as unknown[] | undefined
  if (!twins && twin === undefined) return
  const list = twins ?? []
  while (list.length < index) list.push(null)
  list.splice(index, 0, twin ?? null)
  holder[`_${name}`] = list
}
