import { FP_Decimal } from 'fhirpath'

/** A value inside the engine: an element of a resource with its place, or a value of FHIRPath's own types. */
export interface EngineNode {
  readonly data?: unknown
  readonly parentResNode?: EngineNode | null
  readonly propName?: string
  readonly index?: number
  readonly fhirNodeDataType?: string | null
  convertData?(): unknown
}

/** A date, dateTime, instant or time. */
export interface EngineTime {
  readonly asStr: string
  readonly ctx: unknown
  lowBoundary(precision?: number): unknown
  highBoundary(precision?: number): unknown
}

export interface EngineQuantity {
  readonly value: EngineDecimal
  readonly unit: string
  readonly ctx: unknown
}

export interface EngineDecimal {
  toNumber(): number
  toString(): string
  lowBoundary(precision?: number): EngineDecimal | null
  highBoundary(precision?: number): EngineDecimal | null
  power(exponent: unknown): unknown
}

/** What a function gets as `this`. */
export interface EngineContext {
  readonly dataRoot: readonly unknown[]
  readonly vars: Readonly<Record<string, unknown>>
  getDecimal(value: number | bigint): EngineDecimal
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** The value of an element, or the value itself. */
export function plainValue(node: unknown): unknown {
  return isObject(node) && typeof node['convertData'] === 'function' ? (node as EngineNode).convertData?.() : node
}

export const isTime = (value: unknown): value is EngineTime =>
  isObject(value) &&
  typeof value['asStr'] === 'string' &&
  /^(?:\d{4}|T?\d\d)(?:$|[-:T.])/.test(value['asStr']) &&
  !isEngineDecimal(value)

export const isQuantity = (value: unknown): value is EngineQuantity =>
  isObject(value) && typeof value['unit'] === 'string' && isEngineDecimal(value['value'])

export const isEngineDecimal = (value: unknown): value is EngineDecimal => value instanceof FP_Decimal

/** A value of the same class as another one. */
export function alike<T extends object>(value: T, ...args: readonly unknown[]): T {
  const Made = value.constructor as new (...args: readonly unknown[]) => T
  return new Made(...args)
}
