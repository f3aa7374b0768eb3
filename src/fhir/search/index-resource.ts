import type { Structures } from '../structure.ts'
import { least } from './date-range.ts'
import { evaluate, type Path, type Typed } from './expression.ts'
import { hash53 } from './hash.ts'
import {
  dateSpan,
  foldForSearch,
  numberSpan,
  type Relative,
  referenceForms,
  stringParts,
  tokenForms,
  unitForms,
} from './index-values.ts'
import type { Parameter, ParameterKind } from './parameter.ts'

/** Which parameters of a type have their own column in the table of current resources. */
export interface Promoted {
  readonly time: string | undefined
  readonly code: string | undefined
  readonly value: string | undefined
}

export interface OrderedValue {
  readonly param: number
  readonly key: number
  readonly lo: number
  readonly hi: number
  readonly unit: string | undefined
}

export interface StringValue {
  readonly param: number
  readonly value: string
}

/** All by which a resource is found. */
export interface SearchIndex {
  readonly toks: Set<number>
  readonly ordered: OrderedValue[]
  readonly strings: StringValue[]
  code: number | undefined
  ct: number
  ctEnd: number
  value: number | undefined
}

export interface IndexPlan {
  readonly structures: Structures
  readonly type: string
  readonly parameters: readonly Parameter[]
  readonly promoted: Promoted
  /** Hash of a search text of this facility and type: `code=http://loinc.org|8302-2`. */
  hash(text: string): number
}

interface Call extends IndexPlan {
  readonly relative: Relative | undefined
}

/** The hash by which equality searches find a value; facility and type are part of it. */
export function searchHash(facility: number, type: string): (text: string) => number {
  const cache = new Map<string, number>()
  const mostCached = 20_000
  return (text) => {
    const known = cache.get(text)
    if (known !== undefined) return known
    const made = hash53(`${facility} ${type} ${text}`)
    if (cache.size < mostCached && text.length < 80) cache.set(text, made)
    return made
  }
}

/**
 * Extracts everything a resource is found by.
 *
 * @param relative which absolute references lead to this server
 */
export function indexResource(given: IndexPlan, resource: unknown, relative?: Relative): SearchIndex {
  const plan: Call = { ...given, relative }
  const index: SearchIndex = {
    toks: new Set(),
    ordered: [],
    strings: [],
    code: undefined,
    ct: least,
    ctEnd: least,
    value: undefined,
  }
  const root: Typed = { type: plan.type, value: resource }
  for (const parameter of plan.parameters) {
    if (parameter.ofRoot || parameter.anyOf.length > 0) continue
    const values = valuesOf(plan.structures, parameter.paths, root)
    if (values.length === 0) continue
    if (parameter.kind === 'composite') addComposite(plan, index, parameter, values)
    else {
      index.toks.add(plan.hash(`${parameter.code}:present`))
      adders[parameter.kind](plan, index, parameter, values)
    }
  }
  return index
}

function valuesOf(structures: Structures, paths: readonly Path[], root: Typed): readonly Typed[] {
  if (paths.length === 1 && paths[0]) return evaluate(structures, paths[0], root)
  return paths.flatMap((path) => evaluate(structures, path, root))
}

type Adder = (plan: Call, index: SearchIndex, parameter: Parameter, values: readonly Typed[]) => void

const adders: Readonly<Record<Exclude<ParameterKind, 'composite'>, Adder>> = {
  token: addTokens,
  reference: addReferences,
  uri: addUris,
  string: addStrings,
  date: addDates,
  number: addNumbers,
  quantity: addNumbers,
}

function addUris(plan: Call, index: SearchIndex, parameter: Parameter, values: readonly Typed[]): void {
  for (const one of values)
    if (typeof one.value === 'string') index.toks.add(plan.hash(`${parameter.code}=${one.value}`))
}

function addTokens(plan: Call, index: SearchIndex, parameter: Parameter, values: readonly Typed[]): void {
  for (const one of values) {
    const forms = tokenForms(one)
    for (const form of forms) index.toks.add(plan.hash(`${parameter.code}=${form}`))
    if (parameter.code === plan.promoted.code && index.code === undefined && forms[0] !== undefined)
      index.code = plan.hash(`${parameter.code}=${forms[0]}`)
  }
}

function addReferences(plan: Call, index: SearchIndex, parameter: Parameter, values: readonly Typed[]): void {
  for (const one of values) {
    for (const form of referenceForms(one, plan.relative)) index.toks.add(plan.hash(`${parameter.code}=${form}`))
    const identifier = one.type === 'Reference' ? (one.value as { identifier?: unknown }).identifier : undefined
    if (identifier !== undefined)
      for (const form of tokenForms({ type: 'Identifier', value: identifier }))
        index.toks.add(plan.hash(`${parameter.code}:identifier=${form}`))
  }
}

function addStrings(plan: Call, index: SearchIndex, parameter: Parameter, values: readonly Typed[]): void {
  const folded = new Set<string>()
  for (const part of values.flatMap(stringParts)) {
    index.toks.add(plan.hash(`${parameter.code}:exact=${part}`))
    folded.add(foldForSearch(part))
  }
  for (const value of folded) if (value !== '') index.strings.push({ param: parameter.number, value })
}

function addDates(plan: Call, index: SearchIndex, parameter: Parameter, values: readonly Typed[]): void {
  for (const one of values) {
    const span = dateSpan(one)
    if (!span) continue
    if (parameter.code === plan.promoted.time) {
      // Several dates under one parameter span from the first to the last.
      index.ct = index.ct === least ? span.lo : Math.min(index.ct, span.lo)
      index.ctEnd = Math.max(index.ctEnd, span.hi)
    } else index.ordered.push({ param: parameter.number, key: 0, lo: span.lo, hi: span.hi, unit: undefined })
  }
}

function addNumbers(plan: Call, index: SearchIndex, parameter: Parameter, values: readonly Typed[]): void {
  for (const one of values) {
    const span = numberSpan(one)
    if (!span) continue
    if (parameter.code === plan.promoted.value && values.length === 1 && span.lo === span.hi) {
      index.value = span.lo
      for (const form of unitForms(span.unit ?? '')) index.toks.add(plan.hash(`${parameter.code}#unit=${form}`))
    } else index.ordered.push({ param: parameter.number, key: 0, lo: span.lo, hi: span.hi, unit: span.unit })
  }
}

function addComposite(plan: Call, index: SearchIndex, parameter: Parameter, nodes: readonly Typed[]): void {
  const [first, second] = parameter.components
  if (!first || !second) return
  for (const node of nodes) {
    const keys = valuesOf(plan.structures, first.paths, node).flatMap(tokenForms)
    const values = valuesOf(plan.structures, second.paths, node)
    const whole = keys.filter((key) => !key.endsWith('|'))
    if (second.parameter.kind === 'token') addCompositeTokens(plan, index, parameter, whole, values)
    else for (const key of whole) addCompositeSpan(plan, index, parameter, key, values)
  }
}

function addCompositeTokens(
  plan: Call,
  index: SearchIndex,
  parameter: Parameter,
  keys: readonly string[],
  values: readonly Typed[],
): void {
  for (const form of values.flatMap(tokenForms))
    for (const key of keys) index.toks.add(plan.hash(`${parameter.code}=${key}$${form}`))
}

function addCompositeSpan(
  plan: Call,
  index: SearchIndex,
  parameter: Parameter,
  key: string,
  values: readonly Typed[],
): void {
  const date = parameter.components[1]?.parameter.kind === 'date'
  for (const one of values) {
    const span = date ? dateSpan(one) : numberSpan(one)
    if (!span) continue
    const unit = 'unit' in span ? (span.unit as string) : undefined
    index.ordered.push({
      param: parameter.number,
      key: plan.hash(`${parameter.code}=${key}`),
      lo: span.lo,
      hi: span.hi,
      unit,
    })
  }
}
