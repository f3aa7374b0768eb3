import { type Part, parseUnit, type Term } from './parse-unit.ts'
import { type Factor, factorOf, invert, multiply } from './ratio.ts'
import { baseUnitOf, type Meaning, meaningOf } from './unit.ts'

export const ucumSystem = 'http://unitsofmeasure.org'

export interface CanonicalQuantity {
  readonly value: number
  readonly unit: string
}

interface Prepared {
  readonly meaning: Meaning
  readonly unit: string
  readonly factor: Factor
  readonly before: Factor | undefined
}

/** Codes seen are kept; a client that invents codes can not fill the memory. */
const most = 5000
const prepared = new Map<string, Prepared | null>()
const conversions = new Map<string, Factor>()

function prepare(code: string): Prepared | null {
  const known = prepared.get(code)
  if (known !== undefined) return known
  const meaning = meaningOf(code)
  const made = meaning
    ? {
        meaning,
        unit: baseUnitOf(meaning),
        factor: factorOf(meaning.ratio),
        before: meaning.scale && factorOf(meaning.scale.before),
      }
    : null
  if (prepared.size >= most) prepared.clear()
  prepared.set(code, made)
  return made
}

/** True for a code UCUM defines or allows to be built. */
export function isUnit(code: string): boolean {
  return prepare(code) !== null
}

/**
 * The quantity in base units (m, s, g, rad, K, C, cd and arbitrary units such as `[iU]`), so that 5.5 mmol/L and
 * 5500 umol/L meet. Undefined when the code is not UCUM or the number leaves what a double can hold.
 */
export function canonicalQuantity(value: number, code: string): CanonicalQuantity | undefined {
  const unit = prepare(code)
  if (!unit) return undefined
  const result = toBase(value, unit)
  return Number.isFinite(result) ? { value: result, unit: unit.unit } : undefined
}

/** The same quantity counted in another unit; undefined when the two do not measure the same. */
export function convert(value: number, from: string, to: string): number | undefined {
  const source = prepare(from)
  const target = prepare(to)
  if (!source || !target || source.unit !== target.unit) return undefined
  const result =
    source.meaning.scale || target.meaning.scale
      ? fromBase(toBase(value, source), target)
      : apply(value, conversion(from, source, to, target))
  return Number.isFinite(result) ? result : undefined
}

/** A readable name, `(milligram) / (deciliter)`; undefined when the code is not UCUM. */
export function unitName(code: string): string | undefined {
  if (code === '') return '(unity)'
  const term = parseUnit(code)
  return term && nameOfTerm(term)
}

function apply(value: number, factor: Factor): number {
  return (value * factor.times) / factor.by
}

function toBase(value: number, unit: Prepared): number {
  const { scale } = unit.meaning
  if (!scale || !unit.before) return apply(value, unit.factor)
  return apply(scale.of.ratio(apply(value, unit.before)), unit.factor)
}

function fromBase(value: number, unit: Prepared): number {
  const { scale } = unit.meaning
  const ratio = apply(value, { times: unit.factor.by, by: unit.factor.times })
  if (!scale || !unit.before) return ratio
  return apply(scale.of.number(ratio), { times: unit.before.by, by: unit.before.times })
}

function conversion(from: string, source: Prepared, to: string, target: Prepared): Factor {
  const key = `${from} ${to}`
  const known = conversions.get(key)
  if (known) return known
  const made = factorOf(multiply(source.meaning.ratio, invert(target.meaning.ratio)))
  if (conversions.size >= most) conversions.clear()
  conversions.set(key, made)
  return made
}

function nameOfTerm(term: Term): string {
  return term.map((part, at) => `${operatorName(part, at)}${nameOfPart(part)}`).join('')
}

function operatorName(part: Part, at: number): string {
  if (part.divides) return at === 0 ? '/ ' : ' / '
  return at === 0 ? '' : ' * '
}

function nameOfPart({ component }: Part): string {
  if (component.kind === 'number') return component.digits
  if (component.kind === 'group') return `(${nameOfTerm(component.term)})`
  const name = `${component.prefix?.name ?? ''}${component.atom.name}`
  return component.exponent === 1 ? `(${name})` : `(${name} ^ ${component.exponent})`
}
