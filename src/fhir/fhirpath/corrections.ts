import { alike, type EngineTime, isTime, plainValue } from './engine-types.ts'

/** A node of the syntax tree. */
export interface SyntaxNode {
  readonly type: string
  readonly text?: string
  readonly children?: readonly SyntaxNode[]
}

type Results = ReadonlyMap<SyntaxNode, unknown>

/**
 * Where an operator of the engine departs from the specification, its result is put right when it is ready: the
 * engine lets functions be replaced, not operators.
 */
export function correct(node: SyntaxNode, result: unknown, results: Results): void {
  if (!Array.isArray(result)) return
  const [left, right] = (node.children ?? []).map((child) => results.get(child))
  if (!Array.isArray(left) || !Array.isArray(right)) return
  if (node.type === 'AdditiveExpression') keepOffset(left, result)
  if (node.type === 'EqualityExpression') correctEquality(node.text ?? '', left, right, result)
}

const offset = /(Z|[+-]\d\d:\d\d)$/

/** A dateTime plus a duration stays in its time zone; the engine moves it into the server's. */
function keepOffset(left: readonly unknown[], result: unknown[]): void {
  const [before, after] = [plainValue(left[0]), result[0]]
  if (!isTime(before) || !isTime(after)) return
  const zone = offset.exec(before.asStr)?.[0]
  if (zone === undefined || offset.exec(after.asStr)?.[0] === zone) return
  result[0] = alike(after, after.ctx, inZone(after.asStr, zone, before))
}

function inZone(text: string, zone: string, before: EngineTime): string {
  const minutes =
    zone === 'Z' ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)))
  const local = new Date(Date.parse(text) + minutes * 60_000).toISOString().slice(0, -1)
  const parts = before.asStr.replace(offset, '')
  const digits = parts.includes('.') || !local.endsWith('.000') ? local.length : Math.min(parts.length, 19)
  return local.slice(0, digits) + zone
}

function correctEquality(
  sign: string,
  left: readonly unknown[],
  right: readonly unknown[],
  result: unknown[],
): void {
  if ((sign === '=' || sign === '!=') && offsetUnknown(left, right)) result.length = 0
  if ((sign === '~' || sign === '!~') && left.length > 1 && left.length === right.length) {
    const same = sameItems(left, right)
    if (same !== undefined) result[0] = same === (sign === '~')
  }
}

/** Of two times of which one names its offset and one does not, nobody can say whether they are equal. */
function offsetUnknown(left: readonly unknown[], right: readonly unknown[]): boolean {
  const [one, other] = [plainValue(left[0]), plainValue(right[0])]
  if (left.length !== 1 || right.length !== 1 || !isTime(one) || !isTime(other)) return false
  const both = [one.asStr, other.asStr]
  return both.every((text) => /^\d{4}.*T/.test(text)) && both.filter((text) => offset.test(text)).length === 1
}

/** Equivalence of lists of strings does not look at their order; undefined when they are not all strings. */
function sameItems(left: readonly unknown[], right: readonly unknown[]): boolean | undefined {
  const [ones, others] = [left, right].map((nodes) => nodes.map(plainValue))
  const texts = [...(ones ?? []), ...(others ?? [])]
  if (!texts.every((text) => typeof text === 'string')) return undefined
  const order = (values: readonly unknown[] | undefined) =>
    (values ?? []).map((text) => String(text).toLowerCase().replace(/\s+/g, ' ').trim()).sort()
  const [a, b] = [order(ones), order(others)]
  return a.every((text, at) => text === b[at])
}
