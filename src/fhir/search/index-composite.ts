import type { Structures } from '../structure.ts'
import { evaluate, type Path, type Typed } from './expression.ts'
import { unitAdder } from './index-leaf.ts'
import type { Hasher } from './index-resource.ts'
import { dateSpan, foldForSearch, numberSpan, referenceForms, stringParts, tokenForms } from './index-values.ts'
import type { Component, Parameter } from './parameter.ts'
import type { Sink } from './search-index.ts'
import type { Visit } from './visit.ts'

/** Kinds of components that are found by equality and so are part of the key. */
export const keyKinds: ReadonlySet<string> = new Set(['token', 'reference', 'uri'])

/** Between the parts of a composite that has more than one part beside its key. */
export const partSeparator = '\u001f'

/** Most combinations of values of one node that are kept. */
const mostCombinations = 2000

/**
 * What is done with each node a composite parameter finds. Its equality components together are one key:
 * - only keys: a hash;
 * - one number, date or quantity beside them: a row of `search_ordered` with the key;
 * - anything else: a row of `search_string` that begins with the key, one per combination.
 */
export function compositeVisit(structures: Structures, type: string, parameter: Parameter, hasher: Hasher) {
  const hash = hasher(`${parameter.code}=`)
  const others = parameter.components.filter((one) => !keyKinds.has(one.parameter.kind))
  const [only] = others
  const ranged = others.length === 1 && only !== undefined && only.parameter.kind !== 'string' ? only : undefined
  const units = unitAdder(parameter.code, hasher)
  return (nodeType: string): Visit<Sink> =>
    (value, sink) => {
      const find = (path: Path) =>
        path.base === '%resource'
          ? evaluate(structures, path, { type, value: sink.resource })
          : evaluate(structures, path, { type: nodeType, value })
      const keys = combine(
        parameter.components
          .filter((one) => keyKinds.has(one.parameter.kind))
          .map((one) => formsOf(one, find, sink)),
      )
      if (others.length === 0) for (const key of keys) sink.toks.add(hash(key))
      else if (ranged) addRanged(parameter, ranged, keys, find, sink, hash, units)
      else
        for (const key of combine([keys, ...others.map((one) => partsOf(one, find))], partSeparator))
          sink.strings.push({ param: parameter.number, value: key })
    }
}

type Find = (path: Path) => readonly Typed[]

function addRanged(
  parameter: Parameter,
  component: Component,
  keys: readonly string[],
  find: Find,
  sink: Sink,
  hash: (text: string) => number,
  units: ReturnType<typeof unitAdder>,
): void {
  for (const one of component.paths.flatMap(find)) {
    const span = spanOf(component, one)
    if (!span) continue
    const { entry } = units(span.unit ?? '')
    if (entry) sink.texts.push(entry)
    for (const key of keys)
      sink.ordered.push({
        param: parameter.number,
        key: hash(key),
        lo: span.lo,
        hi: span.hi,
        unit: span.unit,
      })
  }
}

function spanOf(
  component: Component,
  one: Typed,
): { lo: number; hi: number; unit?: string | undefined } | undefined {
  return component.parameter.kind === 'date' ? dateSpan(one) : numberSpan(one)
}

/** The forms of an equality component; `system|` alone is no answer to a pair. */
function formsOf(component: Component, find: Find, sink: Sink): readonly string[] {
  const values = component.paths.flatMap(find)
  const { kind } = component.parameter
  if (kind === 'reference') return values.flatMap((one) => referenceForms(one, sink.relative))
  if (kind === 'uri') return values.flatMap((one) => (typeof one.value === 'string' ? [one.value] : []))
  return values.flatMap(tokenForms).filter((form) => !form.endsWith('|'))
}

/** The other components as text: `lo,hi,unit`, or the folded string. */
function partsOf(component: Component, find: Find): readonly string[] {
  const values = component.paths.flatMap(find)
  if (component.parameter.kind === 'string') return values.flatMap(stringParts).map(foldForSearch)
  return values.flatMap((one) => {
    const span = spanOf(component, one)
    return span ? [`${span.lo},${span.hi},${span.unit ?? ''}`] : []
  })
}

/** Every choice of one of each list, joined; as many as are kept, however long the lists are. */
function combine(lists: readonly (readonly string[])[], separator = '$'): readonly string[] {
  let made: readonly string[] | undefined
  for (const list of lists) {
    if (made) made = joined(made, list, separator)
    else made = list.slice(0, mostCombinations)
  }
  return made ?? ['']
}

function joined(heads: readonly string[], tails: readonly string[], separator: string): readonly string[] {
  const made: string[] = []
  for (const head of heads)
    for (const tail of tails) {
      if (made.length === mostCombinations) return made
      made.push(head + separator + tail)
    }
  return made
}
