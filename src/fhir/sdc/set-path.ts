import type { Coding } from '@medplum/fhirtypes'
import { elementOf, type Known } from '../fhirpath/model.ts'
import { isObject } from './answers.ts'

type Json = Record<string, unknown>

/** A value with its FHIR type: `Coding`, `String`, `DateTime`, … */
export interface Typed {
  readonly type: string
  readonly value: unknown
}

/**
 * Writes a value at a path of a resource, `Procedure.code.text`, making lists and choices of type as R4 defines them.
 * A value of another type is put into the element's where that is natural: a coding into a concept. Gives false when
 * the path does not exist or cannot take the value.
 * @param at which entry, where the last list on the path may hold several
 */
export function setPath(resource: Json, path: string, given: Typed, at = 0): boolean {
  const [root = '', ...names] = path.split('.')
  const steps = stepsOf(root, names, given)
  if (!steps || steps.length === 0) return false
  const lastList = steps.findLastIndex(({ list }) => list)
  let owner = resource
  for (const [index, step] of steps.entries()) {
    if (index === steps.length - 1) return put(owner, step, given, index === lastList ? at : 0)
    owner = enter(owner, step, index === lastList ? at : 0)
  }
  return false
}

interface PathStep {
  /** Name in JSON: `performedDateTime`. */
  readonly name: string
  readonly type: string
  readonly list: boolean
}

function stepsOf(root: string, names: readonly string[], given: Typed): readonly PathStep[] | undefined {
  const steps: PathStep[] = []
  let holder = root
  for (const [index, name] of names.entries()) {
    const step = stepOf(holder, name, index === names.length - 1 ? given : undefined)
    if (!step) return undefined
    steps.push(step)
    holder = step.type
  }
  return steps
}

function stepOf(holder: string, written: string, given: Typed | undefined): PathStep | undefined {
  const name = written.replace(/\[x\]$/, '')
  const element = elementOf(holder, name)
  if (element) return element.choices ? choiceStep(element, name, given) : { ...element, name }
  for (const { index } of name.matchAll(/[A-Z]/g)) {
    const choice = elementOf(holder, name.slice(0, index))
    const type = name.slice(index)
    if (choice?.choices?.includes(type)) return { name, type, list: choice.list }
  }
  return undefined
}

/** The type of a choice that the value has, or one that it fits into. */
function choiceStep({ choices = [], list }: Known, name: string, given: Typed | undefined): PathStep | undefined {
  const wanted = given ? [given.type, ...(natural[given.type] ?? [])] : []
  const type = wanted.find((one) => choices.includes(one))
  return type === undefined ? undefined : { name: name + type, type, list }
}

/** What a value can be put into. */
const natural: Readonly<Record<string, readonly string[]>> = {
  Coding: ['CodeableConcept', 'String'],
  String: ['CodeableConcept', 'Annotation'],
  Date: ['DateTime'],
  Integer: ['PositiveInt', 'UnsignedInt', 'Decimal', 'Quantity'],
  Decimal: ['Quantity'],
  Quantity: ['Age', 'Duration', 'SimpleQuantity'],
}

function listIn(owner: Json, name: string): unknown[] {
  const entries = (owner[name] as unknown[] | undefined) ?? []
  owner[name] = entries
  return entries
}

function enter(owner: Json, { name, list }: PathStep, at: number): Json {
  if (list) {
    const entries = listIn(owner, name)
    while (entries.length <= at) entries.push({})
    return entries[at] as Json
  }
  const inner = (owner[name] as Json | undefined) ?? {}
  owner[name] = inner
  return inner
}

function put(owner: Json, { name, type, list }: PathStep, given: Typed, at: number): boolean {
  const value = convert(type, given)
  if (value === undefined) return false
  if (!list) {
    owner[name] = merged(owner[name], value)
    return true
  }
  const entries = listIn(owner, name)
  entries[Math.min(at, entries.length)] = merged(entries[at], value)
  return true
}

/** A code and a text of one concept come from two questions. */
const merged = (before: unknown, value: unknown): unknown =>
  isObject(before) && isObject(value) ? { ...before, ...value } : value

const lower = (type: string) => type.charAt(0).toLowerCase() + type.slice(1)

/** A value as an element of a type takes it; undefined when it cannot. */
function convert(type: string, given: Typed): unknown {
  const { value } = given
  if (given.type === 'Coding') return fromCoding(type, value as Coding)
  if (typeof value === 'string' && (type === 'CodeableConcept' || type === 'Annotation')) return { text: value }
  if (!isObject(value)) return /Quantity|Age|Duration/.test(type) ? { value } : value
  return /^(string|markdown|code|uri|date|dateTime|boolean)$/.test(lower(type)) ? undefined : value
}

function fromCoding(type: string, coding: Coding): unknown {
  if (type === 'CodeableConcept') return conceptOf(coding)
  if (type === 'Coding') return coding
  return /code/i.test(type) ? coding.code : (coding.display ?? coding.code)
}

function conceptOf({ system, code, display }: Coding): Json {
  return {
    ...(system && code ? { coding: [{ system, code, ...(display ? { display } : {}) }] } : {}),
    ...(display || code ? { text: display ?? code } : {}),
  }
}
