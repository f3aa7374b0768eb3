import { readFileSync } from 'node:fs'
import { isDecimal } from '#fhir/decimal.ts'
import { finish, type Steps } from '#kernel/steps.ts'
import { structures } from '#store/definitions.ts'
import { fhirApiErrors } from './errors.ts'

type Json = Record<string, unknown>

/** Which elements are sent. http://hl7.org/fhir/R4/search.html#summary */
export type Subset =
  | { readonly kind: 'summary' | 'text' | 'data'; readonly names?: never }
  | { readonly kind: 'elements'; readonly names: readonly string[] }

interface Rule {
  readonly summary: readonly string[]
  readonly needed?: readonly string[]
}

const rules = JSON.parse(
  readFileSync(new URL('../../../data/fhir/r4/subset-elements.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Rule>>

const always: readonly string[] = ['resourceType', 'id', 'meta']
const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' }

/** The subset that `_summary` and `_elements` ask for; undefined when all is wanted. */
export function readSubset(summary: string | undefined, elements: string | undefined): Subset | undefined {
  if (elements !== undefined && elements !== '')
    return { kind: 'elements', names: elements.split(',').map((name) => name.trim()) }
  if (summary === undefined || summary === 'false' || summary === 'count') return undefined
  if (summary === 'true') return { kind: 'summary' }
  if (summary === 'text' || summary === 'data') return { kind: summary }
  throw fhirApiErrors.badParameter({ parameter: '_summary', value: summary.slice(0, 60) })
}

/** A resource with only the elements asked for, marked as not whole; a bundle with its resources so. */
export function subsetOf(resource: unknown, subset: Subset): unknown {
  return finish(subsetInSteps(resource, subset))
}

/** Values of a step: a few milliseconds. */
const mostTaken = 10_000

/** The same with pauses in what is long. */
export function* subsetInSteps(resource: unknown, subset: Subset, taken: Taken = { values: 0 }): Steps<unknown> {
  if (!isObject(resource)) return resource
  const type = String(resource['resourceType'])
  if (type === 'OperationOutcome') return resource
  if (type !== 'Bundle' || !Array.isArray(resource['entry']))
    return marked(yield* kept(resource, type, subset, taken))
  const entry: unknown[] = []
  for (const one of resource['entry'] as unknown[])
    entry.push(
      !isObject(one) || one['resource'] === undefined
        ? one
        : { ...one, resource: yield* subsetInSteps(one['resource'], subset, taken) },
    )
  return { ...resource, entry }
}

/** What was looked at since the last pause. */
interface Taken {
  values: number
}

function* take(taken: Taken, values: number): Steps<void> {
  taken.values += values
  if (taken.values < mostTaken) return
  taken.values = 0
  yield
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isDecimal(value)

function* kept(resource: Json, type: string, subset: Subset, taken: Taken): Steps<Json> {
  if (subset.kind === 'summary') return yield* summaryOf(resource, type, taken)
  yield* take(taken, 20)
  if (subset.kind === 'data') return only(resource, type, (name) => name !== 'text')
  const needed = rules[type]?.needed ?? []
  const wanted =
    subset.kind === 'text'
      ? ['text']
      : (subset.names ?? []).map((name) => (name.startsWith(`${type}.`) ? name.slice(type.length + 1) : name))
  const names = new Set([...always, ...needed, ...wanted.map((name) => name.split('.')[0] ?? '')])
  return only(resource, type, (name) => names.has(name))
}

/** The members whose element, `value[x]` as `value`, passes. */
function only(value: Json, type: string, test: (name: string) => boolean): Json {
  const elements = structures.type(type)?.elements
  return Object.fromEntries(
    Object.entries(value).filter(([key]) => {
      const plain = key.startsWith('_') ? key.slice(1) : key
      const name = elements?.get(plain)?.defined.replace('[x]', '') ?? plain
      return test(name) || test(plain)
    }),
  )
}

function* summaryOf(value: Json, type: string, taken: Taken): Steps<Json> {
  const rule = Object.hasOwn(rules, type) ? rules[type] : undefined
  yield* take(taken, 10)
  // A type without a rule, and an extension, whose parts mean nothing without each other, stay whole.
  if (!rule || type === 'Extension') return value
  const names = new Set([...rule.summary, 'resourceType', 'id'])
  const found = only(value, type, (name) => names.has(name))
  const elements = structures.type(type)?.elements
  for (const [key, one] of Object.entries(found)) {
    const inner = elements?.get(key)?.type
    if (inner) found[key] = yield* deeper(one, inner, taken)
  }
  return found
}

function* deeper(value: unknown, type: string, taken: Taken): Steps<unknown> {
  if (!Array.isArray(value)) return isObject(value) ? yield* summaryOf(value, type, taken) : value
  const found: unknown[] = []
  for (const one of value) found.push(yield* deeper(one, type, taken))
  return found
}

function marked(resource: Json): Json {
  const meta = isObject(resource['meta']) ? resource['meta'] : {}
  const tag = Array.isArray(meta['tag']) ? (meta['tag'] as unknown[]) : []
  const made = { ...meta, tag: [...tag, subsetted] }
  const { resourceType, id, meta: _, ...rest } = resource
  return { resourceType, ...(id === undefined ? {} : { id }), meta: made, ...rest }
}
