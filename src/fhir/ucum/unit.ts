import type { Atom } from './atoms.ts'
import { type Component, parseUnit, type Term } from './parse-unit.ts'
import { invert, multiply, one, power, type Ratio, ratioOf } from './ratio.ts'
import { type Scale, scaleOf } from './scales.ts'

/** What a code means: a factor and powers of base units; `scale` when the number is not proportional to the quantity. */
export interface Meaning {
  readonly ratio: Ratio
  readonly dimension: ReadonlyMap<string, number>
  /** The number is multiplied by `before` (a prefix), put on the scale, then multiplied by the ratio. */
  readonly scale?: { readonly before: Ratio; readonly of: Scale }
}

const atomMeanings = new Map<string, Meaning>()

export function meaningOf(code: string): Meaning | undefined {
  const term = parseUnit(code)
  return term && meaningOfTerm(term)
}

function meaningOfTerm(term: Term): Meaning | undefined {
  const [only] = term
  if (only && term.length === 1 && !only.divides) return meaningOfComponent(only.component)
  let ratio = one
  const dimension = new Map<string, number>()
  for (const part of term) {
    const found = meaningOfComponent(part.component)
    const meaning = found && proportional(found)
    if (!meaning) return undefined
    ratio = multiply(ratio, part.divides ? invert(meaning.ratio) : meaning.ratio)
    add(dimension, meaning.dimension, part.divides ? -1 : 1)
  }
  return { ratio, dimension }
}

function meaningOfComponent(component: Component): Meaning | undefined {
  if (component.kind === 'number') return { ratio: ratioOf(component.digits), dimension: new Map() }
  if (component.kind === 'group') return meaningOfTerm(component.term)
  const { prefix, exponent } = component
  const atom = meaningOfAtom(component.atom)
  if (!atom) return undefined
  const before = prefix ? ratioOf(prefix.value) : one
  if (atom.scale && exponent === 1) return { ...atom, scale: { ...atom.scale, before } }
  const meaning = proportional(atom)
  if (!meaning) return undefined
  const dimension = new Map<string, number>()
  add(dimension, meaning.dimension, exponent)
  return { ratio: power(multiply(before, meaning.ratio), exponent), dimension }
}

function meaningOfAtom(atom: Atom): Meaning | undefined {
  const known = atomMeanings.get(atom.code)
  if (known) return known
  const made = makeAtom(atom)
  if (made) atomMeanings.set(atom.code, made)
  return made
}

function makeAtom(atom: Atom): Meaning | undefined {
  if (atom.unit === undefined || atom.arbitrary) return { ratio: one, dimension: new Map([[atom.code, 1]]) }
  const unit = meaningOf(atom.unit)
  if (!unit) return undefined
  const meaning = { ...unit, ratio: multiply(unit.ratio, ratioOf(atom.value ?? '1')) }
  const scale = atom.scale && scaleOf(atom.scale)
  return scale ? { ...meaning, scale: { before: one, of: scale } } : meaning
}

/** A unit as a factor in a product: only temperatures may be meant as differences. */
function proportional(meaning: Meaning): Meaning | undefined {
  if (!meaning.scale) return meaning
  const { before, of } = meaning.scale
  if (of.linear === undefined) return undefined
  const step = of.linear === 5 / 9 ? { over: 5n, under: 9n } : ratioOf(String(of.linear))
  return { ratio: multiply(multiply(meaning.ratio, before), step), dimension: meaning.dimension }
}

function add(to: Map<string, number>, from: ReadonlyMap<string, number>, times: number) {
  for (const [base, exponent] of from) {
    const sum = (to.get(base) ?? 0) + exponent * times
    if (sum === 0) to.delete(base)
    else to.set(base, sum)
  }
}

/** `g.m-3`: base units in the order of their letters; `1` for a number. */
export function baseUnitOf(meaning: Meaning): string {
  const parts = [...meaning.dimension].sort(([a], [b]) => (a < b ? -1 : 1))
  return parts.map(([base, exponent]) => (exponent === 1 ? base : `${base}${exponent}`)).join('.') || '1'
}
