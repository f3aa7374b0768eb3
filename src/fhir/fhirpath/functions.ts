import { boundary, power, precision } from './boundaries.ts'
import { addDaysTo, ageAt, daysBetweenDates } from './day-functions.ts'
import { drawingFigure } from './drawing-functions.ts'
import { type EngineContext, plainValue } from './engine-types.ts'
import { fhirPathErrors } from './errors.ts'
import { finds, matchesAll, replaceAll } from './regex.ts'

type Nodes = readonly unknown[]
type Expression = (data: Nodes) => Nodes

const failed = (reason: string) => fhirPathErrors.failed({ reason })

/** The only item of a collection as text; undefined when there is none. */
function textOf(nodes: Nodes, called: string): string | undefined {
  if (nodes.length > 1) throw failed(`${called}() needs one item, not ${nodes.length}`)
  const value = plainValue(nodes[0])
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw failed(`${called}() needs a string`)
}

/** An argument as text; an empty collection came as a list. */
const given = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

type Test = (text: string, pattern: string, flags: string) => boolean

const matcher = (called: string, test: Test) => ({
  fn: (nodes: Nodes, pattern: unknown, flags?: unknown) => {
    const text = textOf(nodes, called)
    const expression = given(pattern)
    if (text === undefined || expression === undefined) return []
    const marks = given(flags) ?? ''
    if (/[^im]/.test(marks)) throw failed(`${called}() knows the flags i and m only`)
    return test(text, expression, marks)
  },
  arity: { 1: ['String'], 2: ['String', 'String'] },
  internalStructures: true,
})

function replaceMatches(nodes: Nodes, pattern: unknown, substitution: unknown) {
  const text = textOf(nodes, 'replaceMatches')
  const [from, to] = [given(pattern), given(substitution)]
  return text === undefined || from === undefined || to === undefined ? [] : replaceAll(text, from, to)
}

/** `iif` asks for one boolean: the criterion of a collection would otherwise count as true or false silently. */
function iif(data: Nodes, criterion: Expression, yes: Expression, no?: Expression): Nodes {
  if (data.length > 1) throw failed(`iif() needs one item, not ${data.length}`)
  const result = criterion(data)
  const value = plainValue(result[0])
  if (result.length > 1 || (result.length === 1 && typeof value !== 'boolean'))
    throw failed('the criterion of iif() is not one boolean')
  return value === true ? yes(data) : (no?.(data) ?? [])
}

const definitions = 'http://hl7.org/fhir/StructureDefinition/'

/** Against the base types; profiles are the business of validation. */
function conformsTo(nodes: Nodes, profile: unknown) {
  const url = given(profile)
  if (nodes.length === 0 || url === undefined) return []
  if (nodes.length > 1) throw failed(`conformsTo() needs one item, not ${nodes.length}`)
  const name = url.startsWith(definitions) ? url.slice(definitions.length) : ''
  if (!/^[A-Z][A-Za-z]+$/.test(name)) throw failed(`the profile ${url.slice(0, 100)} is not known here`)
  const type = (plainValue(nodes[0]) as { resourceType?: unknown })?.resourceType
  return name === type || name === 'Resource' || name === 'DomainResource'
}

/** Says a Reference's target: asked of the caller, who alone knows what can be reached. */
function resolve(this: EngineContext, nodes: Nodes) {
  const find = this.vars[resolverName] as ((reference: string) => unknown) | undefined
  return nodes.flatMap((node) => {
    const value = plainValue(node)
    const text = typeof value === 'string' ? value : (value as { reference?: unknown } | null)?.reference
    const found = typeof text === 'string' ? find?.(text) : undefined
    return found === undefined ? [] : [found]
  })
}

/** Name under which the resolver travels in the environment; no expression can say it. */
export const resolverName = '\u0000resolve'

const own = (fn: unknown, arity: Readonly<Record<number, readonly string[]>>) => ({
  fn,
  arity,
  internalStructures: true,
})

/** Functions that replace the engine's or that it lacks. */
export const functions = {
  matches: matcher('matches', finds),
  matchesFull: matcher('matchesFull', matchesAll),
  replaceMatches: own(replaceMatches, { 2: ['String', 'String'] }),
  iif: own(iif, { 2: ['Expr', 'Expr'], 3: ['Expr', 'Expr', 'Expr'] }),
  conformsTo: own(conformsTo, { 1: ['String'] }),
  resolve: own(resolve, { 0: [] }),
  power: own(power, { 1: ['Number'] }),
  precision: own(precision, { 0: [] }),
  lowBoundary: own(boundary('lowBoundary'), { 0: [], 1: ['Integer'] }),
  highBoundary: own(boundary('highBoundary'), { 0: [], 1: ['Integer'] }),
  ageAt: own(ageAt, { 2: ['AnyAtRoot', 'AnyAtRoot'], 3: ['AnyAtRoot', 'AnyAtRoot', 'String'] }),
  daysBetween: own(daysBetweenDates, { 2: ['AnyAtRoot', 'AnyAtRoot'] }),
  drawingFigure: own(drawingFigure, { 2: ['String', 'String'] }),
  addDays: own(addDaysTo, { 2: ['AnyAtRoot', 'AnyAtRoot'] }),
}
