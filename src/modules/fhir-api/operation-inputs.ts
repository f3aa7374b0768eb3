import { readFileSync } from 'node:fs'
import type { Parameters, ParametersParameter } from '@medplum/fhirtypes'
import { primitiveFault } from '#fhir/primitives.ts'
import { wordOf } from '#kernel/word-of.ts'
import type { OperationInput, OperationSpec } from '#platform/fhir-operation.ts'
import { parameters as searchParameters } from '#store/definitions.ts'
import { isShaping } from '#store/search/request.ts'
import { fhirApiErrors } from './errors.ts'

type Row = readonly [name: string, min: number, max: '1' | '*', type: string, parts?: readonly Row[]]
interface Shape extends OperationInput {
  readonly parts: readonly Shape[]
}

const published = JSON.parse(
  readFileSync(new URL('../../../data/fhir/r4/operations.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, { readonly in: readonly Row[] }>>

const shapeOf = ([name, min, max, type, parts]: Row): Shape => ({
  name,
  min,
  max,
  type,
  parts: (parts ?? []).map(shapeOf),
})
/** An input that a module declares. */
const shapeOfInput = (one: OperationInput): Shape => ({ ...one, parts: (one.parts ?? []).map(shapeOfInput) })

const shapes = new WeakMap<OperationSpec, readonly Shape[]>()

function inputsOf(spec: OperationSpec): readonly Shape[] {
  const known = shapes.get(spec)
  if (known) return known
  const own = (spec.inputs ?? []).map(shapeOfInput)
  const replaced = new Set(own.map((one) => one.name))
  const rows = (published[spec.definition]?.in ?? []).map(shapeOf).filter((one) => !replaced.has(one.name))
  const made = [...rows, ...own]
  shapes.set(spec, made)
  return made
}

export interface GivenInputs {
  /** Type of the address; the search parameters of it are inputs where the operation takes them. */
  readonly type: string | undefined
  readonly pairs: readonly (readonly [string, string])[]
  /** Body of a POST: Parameters, or the only resource the operation takes. */
  readonly body: unknown
}

/** Parameters of the query that shape every answer and are no inputs. */
const general = new Set(['_format', '_pretty', '_elements', '_summary'])
const integers: readonly string[] = ['integer', 'positiveInt', 'unsignedInt']
/** Types of R4 that are written as one JSON value begin with a small letter. */
const isPrimitive = (type: string) => /^[a-z]/.test(type)

/** The inputs of a call as Parameters; what the definition does not allow is refused with its name. */
export function readInputs(spec: OperationSpec, given: GivenInputs): Parameters {
  const shape = inputsOf(spec)
  const named = new Map(shape.map((one) => [one.name, one]))
  const fromQuery = given.pairs
    .filter(([name]) => !general.has(name) || named.has(name))
    .map(([name, text]) => inputOf(spec, shapeIn(spec, named, name, given.type), name, text))
  const parameter = [...bodyInputs(spec, shape, given.body), ...fromQuery]
  checkInputs(spec, shape, parameter, given.type)
  return { resourceType: 'Parameters', parameter }
}

function refused(spec: OperationSpec, input: string, reason: string) {
  return fhirApiErrors.inputInvalid({ operation: `$${spec.name}`, input: input.slice(0, 60), reason })
}

function shapeIn(
  spec: OperationSpec,
  named: ReadonlyMap<string, Shape>,
  name: string,
  type: string | undefined,
): Shape | undefined {
  const found = named.get(name)
  if (found || (spec.takesSearch && isSearch(type, name))) return found
  throw refused(spec, name, 'the operation has no such input')
}

function isSearch(type: string | undefined, name: string): boolean {
  const head = name.split(/[:.]/)[0] ?? ''
  if (isShaping(name) || ['_id', '_lastUpdated', '_has'].includes(head)) return true
  return type !== undefined && searchParameters.of(type).has(head)
}

/** A text of the query as an input of the type that the definition names. */
function inputOf(spec: OperationSpec, shape: Shape | undefined, name: string, text: string): ParametersParameter {
  const type = shape?.type ?? 'string'
  if (type === 'Reference') return { name, valueReference: { reference: text } }
  if (!isPrimitive(type)) throw refused(spec, name, `a ${type || 'group'} can be sent by POST only`)
  if (type === 'boolean' && /^(true|false)$/.test(text)) return { name, valueBoolean: text === 'true' }
  if ((integers.includes(type) || type === 'decimal') && /^-?\d{1,12}(\.\d{1,12})?$/.test(text))
    return { name, [keyOf(type)]: Number(text) } as unknown as ParametersParameter
  return { name, [keyOf(type)]: text } as unknown as ParametersParameter
}

const keyOf = (type: string) => `value${type.charAt(0).toUpperCase()}${type.slice(1)}`

function bodyInputs(spec: OperationSpec, shape: readonly Shape[], body: unknown): readonly ParametersParameter[] {
  if (body === undefined) return []
  const { resourceType, parameter } = (body ?? {}) as { resourceType?: unknown; parameter?: unknown }
  if (resourceType === 'Parameters') {
    if (parameter !== undefined && !Array.isArray(parameter)) throw refused(spec, 'parameter', 'it must be a list')
    return (parameter ?? []) as readonly ParametersParameter[]
  }
  const type = wordOf(resourceType)
  const only = shape.filter((one) => one.type === 'Resource' || one.type === type)
  if (only.length !== 1 || !only[0]) throw fhirApiErrors.wrongType({ found: type, type: 'Parameters' })
  return [{ name: only[0].name, resource: body } as ParametersParameter]
}

function checkInputs(
  spec: OperationSpec,
  shape: readonly Shape[],
  given: readonly ParametersParameter[],
  type: string | undefined,
): void {
  const named = new Map(shape.map((one) => [one.name, one]))
  const counts = new Map<string, number>()
  for (const one of given) {
    const name = (one as { name?: unknown } | null)?.name
    if (typeof name !== 'string') throw refused(spec, 'parameter', 'one has no name')
    const wanted = shapeIn(spec, named, name, type)
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    if (!wanted) continue
    if (count > 1 && wanted.max === '1') throw refused(spec, name, 'it may be given once only')
    checkInput(spec, wanted, one)
  }
  for (const one of shape) if (one.min > 0 && !counts.has(one.name)) throw refused(spec, one.name, 'it is missing')
}

function checkInput(spec: OperationSpec, wanted: Shape, given: ParametersParameter): void {
  if (wanted.parts.length > 0) checkInputs(spec, wanted.parts, partsOf(spec, wanted, given), undefined)
  else if (given.resource !== undefined) checkResource(spec, wanted, wordOf(given.resource?.resourceType))
  else checkValue(spec, wanted, given)
}

function partsOf(spec: OperationSpec, wanted: Shape, given: ParametersParameter): readonly ParametersParameter[] {
  if (given.part !== undefined && !Array.isArray(given.part))
    throw refused(spec, wanted.name, 'part must be a list')
  return given.part ?? []
}

function checkValue(spec: OperationSpec, wanted: Shape, given: ParametersParameter): void {
  const values = Object.entries(given).filter(([key]) => key.startsWith('value'))
  const [key, value] = values[0] ?? []
  if (values.length !== 1 || key === undefined) throw refused(spec, wanted.name, 'it needs one value')
  if (isPrimitive(wanted.type)) {
    const fault = primitiveFault(wanted.type, value)
    if (fault !== undefined) throw refused(spec, wanted.name, fault.text)
  } else if (!fits(wanted.type, key, value)) throw refused(spec, wanted.name, `it must be a ${wanted.type}`)
}

function checkResource(spec: OperationSpec, wanted: Shape, found: string): void {
  const any = wanted.type === 'Resource' || wanted.type === ''
  if (!any && wanted.type !== found) throw refused(spec, wanted.name, `it must be a ${wanted.type}`)
}

/** Whether a complex value has the wanted type; `Element` and `Type` stand for any. */
function fits(type: string, key: string, value: unknown): boolean {
  if (type === 'Element' || type === 'Type' || type === '') return true
  return key === keyOf(type) && typeof value === 'object' && value !== null && !Array.isArray(value)
}
