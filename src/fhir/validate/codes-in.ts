import { isObject } from './walk.ts'

/** Codes of a code, Coding, CodeableConcept or Quantity. */
export function codesIn(value: unknown): readonly (readonly [system: string | undefined, code: string])[] {
  if (typeof value === 'string') return [[undefined, value]]
  if (!isObject(value)) return []
  if (Array.isArray(value['coding'])) return value['coding'].flatMap(codesIn)
  const { system, code } = value
  return typeof code === 'string' ? [[typeof system === 'string' ? system : '', code]] : []
}
