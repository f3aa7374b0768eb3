import { finish, type Steps } from '#kernel/steps.ts'
import type { Structures } from '../structure.ts'
import { hashEnd, hashStart } from './hash.ts'
import { compositeVisit } from './index-composite.ts'
import { leafOf } from './index-leaf.ts'
import type { Relative } from './index-values.ts'
import type { Parameter } from './parameter.ts'
import { type SearchIndex, Sink } from './search-index.ts'
import { addPath, each, type Visit, type Visits } from './visit.ts'
import { narrativeText, wordsOf } from './words.ts'

export type { SearchIndex } from './search-index.ts'

/** Which parameters of a type have their own column in the table of current resources. */
export interface Promoted {
  readonly time: string | undefined
  readonly code: string | undefined
  readonly value: string | undefined
}

export interface IndexRules {
  readonly structures: Structures
  readonly facility: number
  readonly type: string
  readonly parameters: readonly Parameter[]
  readonly promoted: Promoted
}

/** Gives the hash of what follows a beginning: `hasher('code=')('http://loinc.org|8302-2')`. */
export type Hasher = (head: string) => (text: string) => number

/** How resources of one type are indexed, and how what is asked of them is hashed. */
export interface IndexPlan {
  readonly type: string
  readonly promoted: Promoted
  /** Hash of a search text of this facility and type: `code=http://loinc.org|8302-2`. */
  hash(text: string): number
  /** @param relative which absolute references lead to this server */
  index(resource: unknown, relative?: Relative): SearchIndex
  /** The same with pauses in long lists. */
  inSteps(resource: unknown, relative?: Relative): Steps<SearchIndex>
}

/** Compiles the extraction of everything a resource of a type is found by. */
export function compileIndex(rules: IndexRules): IndexPlan {
  const { facility, type, promoted } = rules
  const prefix = hashStart(`${facility} ${type} `)
  const hash = (text: string) => hashEnd(prefix, text)
  const hasher: Hasher = (head) => {
    const from = hashStart(head, prefix)
    return (text) => hashEnd(from, text)
  }
  let visits: Visits<Sink> | undefined
  function* inSteps(resource: unknown, relative?: Relative): Steps<SearchIndex> {
    // At the first resource of the type: a search needs only the hashes.
    visits ??= compileVisits(rules, hasher)
    const sink = new Sink(resource, relative)
    const given = resource as Record<string, unknown>
    let pausedAt = 0
    for (const name in given) {
      const value = given[name]
      const list = visits.members.get(name)
      if (!list) continue
      if (Array.isArray(value) && value.length > itemsPerStep) yield* visitLong(value, sink, list)
      else visitAll(value, sink, list)
      if (sink.toks.size - pausedAt < toksPerStep) continue
      pausedAt = sink.toks.size
      yield
    }
    for (const visit of visits.whole) visit(resource, sink)
    return sink
  }
  const index: IndexPlan['index'] = (resource, relative) => finish(inSteps(resource, relative))
  return { type, promoted, hash, index, inSteps }
}

/** Items of a long list between two pauses. */
const itemsPerStep = 250
/** Hashes of single values between two: codes of one concept. */
const toksPerStep = 20_000

function visitAll(value: unknown, sink: Sink, visits: readonly Visit<Sink>[]): void {
  for (const visit of visits) each(value, sink, visit)
}

function* visitLong(list: readonly unknown[], sink: Sink, visits: readonly Visit<Sink>[]): Steps<void> {
  for (const visit of visits)
    for (let from = 0; from < list.length; from += itemsPerStep) {
      each(list.slice(from, from + itemsPerStep), sink, visit)
      yield
    }
}

function compileVisits(rules: IndexRules, hasher: Hasher): Visits<Sink> {
  const visits: Visits<Sink> = { members: new Map(), whole: [] }
  for (const parameter of rules.parameters) addParameter(rules, visits, parameter, hasher)
  addWords(visits, hasher('_text~'))
  return visits
}

/** Extracts everything a resource is found by. */
export function indexResource(plan: IndexPlan, resource: unknown, relative?: Relative): SearchIndex {
  return plan.index(resource, relative)
}

function addParameter(rules: IndexRules, visits: Visits<Sink>, parameter: Parameter, hasher: Hasher): void {
  const { structures, type } = rules
  if (parameter.ofRoot || parameter.anyOf.length > 0) return
  if (parameter.kind === 'composite') {
    const visit = compositeVisit(structures, type, parameter, hasher)
    for (const path of parameter.paths) addPath(visits, structures, type, path, visit)
    return
  }
  const present = hasher(parameter.code)(':present')
  const leaf = (of: string): Visit<Sink> | undefined => {
    const visit = leafOf(rules, parameter, of, hasher)
    return visit && presentToo(present, visit)
  }
  for (const path of parameter.paths) addPath(visits, structures, type, path, leaf)
  const { find } = parameter
  if (find)
    visits.whole.push((value, sink) => {
      for (const found of find(value)) leaf(guessType(found))?.(found, sink)
    })
}

function presentToo(present: number, visit: Visit<Sink>): Visit<Sink> {
  return (value, sink) => {
    sink.toks.add(present)
    visit(value, sink)
  }
}

/** Members by which a FHIR type is told, the first that fits. */
const marks: readonly (readonly [type: string, any: readonly string[]])[] = [
  ['HumanName', ['family', 'given']],
  ['Address', ['line', 'city', 'postalCode', 'country']],
  ['CodeableConcept', ['coding', 'text']],
  ['Reference', ['reference']],
  ['Period', ['start', 'end']],
  ['Money', ['currency']],
  ['Range', ['low', 'high']],
  ['Quantity', ['unit', 'comparator']],
  ['ContactPoint', ['rank']],
  ['Timing', ['repeat', 'event']],
]

/** FHIRPath gives values without their types; their members tell enough for the index. */
function guessType(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value === 'boolean' ? 'boolean' : 'string'
  const found = marks.find(([, any]) => any.some((name) => Object.hasOwn(value, name)))
  if (found) return found[0]
  if (!Object.hasOwn(value, 'value')) return 'Coding'
  return Object.hasOwn(value, 'code') ? 'Quantity' : 'Identifier'
}

/** Words of the narrative, for `_text`. */
function addWords(visits: Visits<Sink>, hash: (text: string) => number): void {
  const visit: Visit<Sink> = (value, sink) => {
    const { div } = value as { div?: unknown }
    if (typeof div !== 'string') return
    for (const word of wordsOf(narrativeText(div))) sink.toks.add(hash(word))
  }
  visits.members.set('text', [...(visits.members.get('text') ?? []), visit])
}
