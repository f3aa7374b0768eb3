import { drawingErrors } from './errors.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Checks of the values that a kind of drawing keeps beside its marks. */
export function fieldsOf(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw drawingErrors.wrongValue({ field })
  return value as Fields
}

export function listOf(value: unknown, field: string, limit: number): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw drawingErrors.wrongValue({ field })
  if (value.length > limit) throw drawingErrors.tooLarge({ size: value.length, limit })
  return value
}

export function numberIn(value: unknown, field: string, low: number, high: number): number {
  if (typeof value !== 'number' || !(value >= low) || !(value <= high)) throw drawingErrors.wrongValue({ field })
  return value
}

export function maybeNumber(value: unknown, field: string, low: number, high: number): number | undefined {
  return value === undefined ? undefined : numberIn(value, field, low, high)
}

export function oneOf<V extends string>(value: unknown, field: string, allowed: readonly V[]): V {
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw drawingErrors.wrongValue({ field })
  return found
}

export function maybeOneOf<V extends string>(value: unknown, field: string, allowed: readonly V[]): V | undefined {
  return value === undefined ? undefined : oneOf(value, field, allowed)
}

export function maybeText(value: unknown, field: string, limit: number): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value.length > limit) throw drawingErrors.wrongValue({ field })
  return value
}
