import { parseJsonBytes } from '#fhir/json.ts'
import { evaluate, type Typed } from '#fhir/search/expression.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'
import { type LocalReference, localReference } from '../record-of.ts'

/** The values a reference parameter finds in a resource. */
export function valuesIn(type: string, parameter: Parameter, resource: unknown): readonly Typed[] {
  if (parameter.find) return parameter.find(resource).map((value) => ({ type: 'Reference', value }))
  return parameter.paths.flatMap((path) => evaluate(structures, path, { type, value: resource }))
}

/** The local references among the values of a parameter. */
export function localIn(ctx: Context, values: readonly Typed[]): readonly LocalReference[] {
  return values.map((one) => localReference(ctx, textOf(one))).filter((found) => found !== undefined)
}

/** The canonical addresses among the values of a parameter: `url|version` or `url`. */
export function canonicalsIn(values: readonly Typed[]): readonly string[] {
  return values.flatMap((one) => (one.type !== 'Reference' && typeof one.value === 'string' ? [one.value] : []))
}

function textOf(one: Typed): unknown {
  return one.type === 'Reference' ? (one.value as { reference?: unknown } | undefined)?.reference : one.value
}

/** The local references that a parameter finds in stored bytes. */
export function referredIn(
  ctx: Context,
  type: string,
  parameter: Parameter,
  content: Buffer,
): readonly LocalReference[] {
  return localIn(ctx, valuesIn(type, parameter, parseJsonBytes(content)))
}

/** What canonical references to a resource may be: its URL with its version, or without any (`url|` in the index). */
export function canonicalNames(content: Buffer): readonly string[] {
  const { url, version } = parseJsonBytes(content) as { url?: unknown; version?: unknown }
  if (typeof url !== 'string') return []
  return typeof version === 'string' ? [`${url}|`, `${url}|${version}`] : [url]
}
