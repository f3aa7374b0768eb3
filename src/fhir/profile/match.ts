import { lexemeOf, numberOf } from '../decimal.ts'
import { isObject, type Json } from '../validate/walk.ts'

/** Whether a value is exactly a fixed one. */
export function isFixed(value: unknown, fixed: unknown): boolean {
  if (value === fixed) return true
  if (lexemeOf(fixed) !== undefined) return numberOf(value) === numberOf(fixed)
  if (Array.isArray(fixed))
    return (
      Array.isArray(value) && value.length === fixed.length && fixed.every((one, at) => isFixed(value[at], one))
    )
  if (!isObject(fixed) || !isObject(value)) return false
  const keys = membersOf(fixed)
  return keys.length === membersOf(value).length && keys.every((key) => isFixed(value[key], fixed[key]))
}

const membersOf = (value: Json) => Object.keys(value).filter((key) => value[key] !== undefined && key !== 'id')

/** Whether a value holds everything a pattern has; lists may hold more, in any order. */
export function fitsPattern(value: unknown, pattern: unknown): boolean {
  if (value === pattern) return true
  if (lexemeOf(pattern) !== undefined) return numberOf(value) === numberOf(pattern)
  if (Array.isArray(pattern))
    return Array.isArray(value) && pattern.every((one) => value.some((other) => fitsPattern(other, one)))
  if (!isObject(pattern) || !isObject(value)) return false
  return membersOf(pattern).every((key) => fitsPattern(value[key], pattern[key]))
}

/** A value in a message. */
export function told(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
