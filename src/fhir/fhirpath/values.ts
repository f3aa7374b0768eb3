import { FP_Decimal } from 'fhirpath'
import { decimal, isDecimal, lexemeOf } from '../decimal.ts'

type Json = Record<string, unknown>

/** A value as the engine wants it: decimals with kept digits become its decimals; the rest, its own nodes too, is shared. */
export function toEngine(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isDecimal(value)) return FP_Decimal.getDecimal(lexemeOf(value) ?? '')
  if (Array.isArray(value)) {
    const mapped = value.map(toEngine)
    return mapped.every((one, at) => one === value[at]) ? value : mapped
  }
  if (!isPlain(value)) return value
  let copy: Json | undefined
  for (const [key, one] of Object.entries(value)) {
    const mapped = toEngine(one)
    if (mapped === one) continue
    copy ??= { ...value }
    copy[key] = mapped
  }
  return copy ?? value
}

const isPlain = (value: object) => [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)

interface EngineValue {
  readonly data?: unknown
  convertData?(): unknown
  toJSON?(): unknown
}

/** A result as plain JSON values: dates as text, decimals with their digits, elements as they stand. */
export function fromEngine(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof FP_Decimal) return decimalOf(value)
  const { convertData } = value as EngineValue
  if (convertData) return fromEngine((value as EngineValue).data)
  if (Array.isArray(value)) return value.map(fromEngine)
  if (Object.getPrototypeOf(value) !== Object.prototype) return (value as EngineValue).toJSON?.() ?? value
  return plain(value as Json)
}

function plain(value: Json): Json {
  let copy: Json | undefined
  for (const [key, one] of Object.entries(value)) {
    const mapped = fromEngine(one)
    if (mapped === one) continue
    copy ??= { ...value }
    copy[key] = mapped
  }
  return copy ?? value
}

function decimalOf(value: FP_Decimal): unknown {
  const text = value.toString()
  return /^-?\d/.test(text) && !/[eE]/.test(text) ? decimal(text.replace(/^(-?)0+(?=\d)/, '$1')) : value.toNumber()
}
