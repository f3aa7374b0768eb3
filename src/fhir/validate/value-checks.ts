import { wordOf } from '#kernel/word-of.ts'
import { primitiveFault } from '../primitives.ts'
import { narrativeFault } from './narrative.ts'
import { fault, isObject, type Json, type Walk } from './walk.ts'

/** Names what is wrong with a primitive that a quicker test found odd. */
export function checkPrimitive(
  walk: Walk,
  type: string,
  value: unknown,
  path: string,
  valueSet: string | undefined,
): void {
  const wrong = primitiveFault(type, value)
  if (wrong) fault(walk, 'primitive', path, { fault: wrong })
  else if (valueSet) fault(walk, 'code', path, { value: wordOf(value), valueSet })
  else if (type === 'xhtml') {
    const broken = narrativeFault(value as string)
    if (broken) fault(walk, 'narrative', path, { ...broken })
  }
}

/** A required binding of a concept: one of its codings is in the value set. */
export function checkCoded(walk: Walk, valueSet: string, type: string, value: unknown, path: string): void {
  if (!isObject(value)) return
  const codings = type === 'CodeableConcept' ? value['coding'] : [value]
  const answers = (Array.isArray(codings) ? codings : []).map((one) => inSet(walk, valueSet, one))
  if (answers.includes(true) || answers.includes(undefined)) return
  // Only extensions say what a concept without codings means; text alone is no code.
  if (type === 'CodeableConcept' && codings === undefined && value['text'] === undefined) return
  fault(walk, 'concept', path, { valueSet })
}

function inSet(walk: Walk, valueSet: string, coding: unknown): boolean | undefined {
  if (!isObject(coding)) return undefined
  const { system, code } = coding
  if (typeof code !== 'string') return false
  return walk.structures.inValueSet(valueSet, typeof system === 'string' ? system : '', code)
}

const literal =
  /^(?:(https?):\/\/[^?#]*\/)?([A-Z][A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/

/** Longer addresses name nothing that is stored here. */
const mostAddress = 2000

/** The type of resource that a literal reference names in its address; undefined when it does not say. */
export function typeOfReference(walk: Walk, reference: string): string | undefined {
  if (reference.startsWith('#')) return containedType(walk, reference.slice(1))
  if (reference.length > mostAddress) return undefined
  const type = literal.exec(reference)?.[2]
  return type !== undefined && walk.structures.isResource(type) ? type : undefined
}

function containedType(walk: Walk, id: string): string | undefined {
  const type = walk.scope.contained.get(id)?.['resourceType']
  return typeof type === 'string' ? type : undefined
}

export function checkTarget(walk: Walk, targets: ReadonlySet<string>, value: unknown, path: string): void {
  if (!isObject(value)) return
  const { reference, type: named } = value as Json
  const type = typeof reference === 'string' ? typeOfReference(walk, reference) : undefined
  if (type !== undefined && !targets.has(type)) wrongTarget(walk, targets, `${path}.reference`, type)
  else if (typeof named === 'string' && walk.structures.isResource(named) && !targets.has(named))
    wrongTarget(walk, targets, `${path}.type`, named)
}

function wrongTarget(walk: Walk, targets: ReadonlySet<string>, path: string, type: string): void {
  fault(walk, 'target', path, { targets: [...targets].join(', '), type })
}
