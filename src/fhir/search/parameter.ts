import type { Structures } from '../structure.ts'
import { type Path, parseExpression } from './expression.ts'
import { paramNumber } from './hash.ts'

export type ParameterKind =
  | 'token'
  | 'reference'
  | 'date'
  | 'string'
  | 'uri'
  | 'number'
  | 'quantity'
  | 'composite'
  | 'special'

/** One row of data/fhir/r4/search-parameters.json. */
export interface ParameterRow {
  readonly code: string
  readonly type: string
  readonly base: readonly string[]
  readonly expression?: string
  readonly target?: readonly string[]
  readonly component?: readonly (readonly [code: string, expression: string])[]
}

export interface Component {
  readonly parameter: Parameter
  readonly paths: readonly Path[]
}

/** A search parameter of one resource type, ready to use. */
export interface Parameter {
  readonly code: string
  readonly kind: ParameterKind
  /** Number of the parameter in the side tables. */
  readonly number: number
  readonly paths: readonly Path[]
  /** FHIR types of what the paths find. */
  readonly types: ReadonlySet<string>
  /** Stands for the paths of a parameter whose expression needs all of FHIRPath. */
  readonly find: ((resource: unknown) => readonly unknown[]) | undefined
  /** Types a reference may have; empty means any. */
  readonly targets: readonly string[]
  readonly components: readonly Component[]
  /** A composite over the resource itself: searched as its components joined by AND, not indexed by itself. */
  readonly ofRoot: boolean
  /** Searched as these parameters joined by OR, not indexed by itself (data/fhir/local/derived.json). */
  readonly anyOf: readonly string[]
}

export interface Unsupported {
  readonly base: string
  readonly code: string
  readonly reason: string
}

export interface Parameters {
  /** Parameters of a type by code; compiled when the type is first met. */
  of(type: string): ReadonlyMap<string, Parameter>
  /** What cannot run of a type. */
  unsupportedOf(type: string): readonly Unsupported[]
  /** What cannot run, of all types. Compiles them all. */
  unsupported(): readonly Unsupported[]
}

const kinds: readonly string[] = ['token', 'reference', 'date', 'string', 'uri', 'number', 'quantity', 'composite']
/** Bases of parameters that every type has. */
export const general: ReadonlySet<string> = new Set(['Resource', 'DomainResource'])
/** Answered by the store itself, not by an index of their own. */
const builtIn = new Set(['_id', '_lastUpdated', '_text', '_content'])
/** The one special parameter of R4: positions near a point. */
const special = 'near'

/** Makes an evaluator of an expression that is more than a path; throws when it is no FHIRPath. */
export type CompileExpression = (expression: string) => (resource: unknown) => readonly unknown[]

/** Compiles the search parameters; what cannot run is listed with its reason, not dropped in silence. */
export function compileParameters(
  structures: Structures,
  rows: readonly ParameterRow[],
  derived: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {},
): Parameters {
  const byBase = new Map<string, ParameterRow[]>()
  for (const row of rows) {
    if (builtIn.has(row.code)) continue
    for (const base of row.base) byBase.set(base, [...(byBase.get(base) ?? []), row])
  }
  const compiled = new Map<string, Compiled>()
  const compile = (type: string): Compiled => {
    const known = compiled.get(type)
    if (known) return known
    const made = compileType(
      { structures, type, derived: derived[type] ?? {} },
      [...general, type].map((base) => [base, byBase.get(base) ?? []]),
    )
    compiled.set(type, made)
    return made
  }
  return {
    of: (type) => (structures.isResource(type) ? compile(type).parameters : none),
    unsupportedOf: (type) => (structures.isResource(type) ? compile(type).unsupported : []),
    unsupported: () => {
      const all = Object.keys(structures.resourceTypes).flatMap((type) => compile(type).unsupported)
      return [...new Map(all.map((one) => [`${one.base} ${one.code}`, one])).values()]
    },
  }
}

export interface Work {
  readonly structures: Structures
  readonly type: string
  readonly more?: CompileExpression
  readonly derived: Readonly<Record<string, readonly string[]>>
  /** Parameters that are compiled already; a row with the code of one of them is left out. */
  readonly known?: ReadonlyMap<string, Parameter>
}

const none: ReadonlyMap<string, Parameter> = new Map()

export interface Compiled {
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly unsupported: readonly Unsupported[]
}

type RowsOfBase = readonly [base: string, rows: readonly ParameterRow[]]

export function compileType(work: Work, given: readonly RowsOfBase[]): Compiled {
  const parameters = new Map(work.known)
  const unsupported: Unsupported[] = []
  const add = (base: string, row: ParameterRow, made: Parameter | string) => {
    if (work.known?.has(row.code)) return
    const anyOf = work.derived[row.code]
    if (anyOf) parameters.set(row.code, { ...parameterOf(row, []), anyOf })
    else if (typeof made === 'string') unsupported.push({ base, code: row.code, reason: made })
    else parameters.set(made.code, made)
  }
  for (const [base, rows] of given)
    for (const row of rows) if (row.type !== 'composite') add(base, row, kept(work, row))
  for (const [base, rows] of given)
    for (const row of rows) if (row.type === 'composite') add(base, row, composite(work.type, row, parameters))
  return { parameters, unsupported }
}

const compiledRows = new WeakMap<ParameterRow, Map<string, Parameter | string>>()

/** What was made of a row for a type before is used again. */
function kept(work: Work, row: ParameterRow): Parameter | string {
  const ofTypes = compiledRows.get(row) ?? new Map<string, Parameter | string>()
  compiledRows.set(row, ofTypes)
  const made = ofTypes.get(work.type) ?? simple(work, row)
  ofTypes.set(work.type, made)
  return made
}

/** The parameter, or why it cannot run. */
function simple(work: Work, row: ParameterRow): Parameter | string {
  if (row.type === special || row.code === special) return parameterOf(row, readPaths(row))
  if (!kinds.includes(row.type)) return `type ${row.type.slice(0, 40)}`
  if (!row.expression) return 'has no expression'
  try {
    const paths = parseExpression(row.expression)
    const mine = paths
      .filter((path) => path.base === '' || path.base === work.type || general.has(path.base))
      .map((path) => valueOfExtension(work, path))
    const types = new Set(mine.flatMap((path) => reached(work.structures, path, work.type)))
    if (types.size === 0) return 'expression finds no element'
    return { ...parameterOf(row, mine), types }
  } catch (error) {
    return whole(work, row, (error as Error).message)
  }
}

/** A parameter whose expression is more than a path, such as a custom one with `first()`. */
function whole(work: Work, row: ParameterRow, reason: string): Parameter | string {
  if (!work.more || !row.expression) return reason
  try {
    return { ...parameterOf(row, []), find: work.more(row.expression) }
  } catch (error) {
    return (error as Error).message.slice(0, 200)
  }
}

/** An expression that ends at an extension means what the extension holds. */
function valueOfExtension({ structures, type }: Work, path: Path): Path {
  const types = reached(structures, path, type)
  const isExtension = types.length > 0 && types.every((one) => one === 'Extension')
  return isExtension ? { ...path, steps: [...path.steps, { kind: 'child', name: 'value' }] } : path
}

const mostComponents = 6

function composite(type: string, row: ParameterRow, known: ReadonlyMap<string, Parameter>): Parameter | string {
  const mine = readPaths(row).filter((path) => path.base === '' || path.base === type)
  const given = row.component ?? []
  const components = given
    .map(([code, text]) => componentOf(known.get(code), text))
    .filter((one) => one !== undefined)
  if (given.length < 2 || given.length > mostComponents || components.length !== given.length)
    return 'a component is not supported'
  if (mine.length === 0) return 'expression finds no element'
  const ofRoot = mine.every((path) => path.steps.length === 0)
  if (!ofRoot && mine.some((path) => path.steps.length === 0)) return 'searches two places at once'
  return { ...parameterOf(row, mine), components, ofRoot }
}

function componentOf(parameter: Parameter | undefined, text: string): Component | undefined {
  if (!parameter || parameter.kind === 'composite' || parameter.kind === 'special') return undefined
  try {
    return { parameter, paths: parseExpression(text, true) }
  } catch {
    return undefined
  }
}

function readPaths(row: ParameterRow): readonly Path[] {
  try {
    return row.expression ? parseExpression(row.expression) : []
  } catch {
    return []
  }
}

function parameterOf(row: ParameterRow, paths: readonly Path[]): Parameter {
  return {
    code: row.code,
    kind: row.type as ParameterKind,
    number: paramNumber(row.code),
    paths,
    types: new Set(),
    find: undefined,
    targets: row.target ?? [],
    components: [],
    ofRoot: false,
    anyOf: [],
  }
}

/** The types that the steps lead to; none when they name no element, so that a misspelt path is found at start. */
function reached(structures: Structures, path: Path, type: string): readonly string[] {
  let types: readonly string[] = [type]
  for (const step of path.steps) {
    if (step.kind === 'child')
      types = types.flatMap((one) => structures.childrenOf(one, step.name).map((child) => child.type))
    else if (step.kind === 'extension') types = ['Extension']
    else if (step.kind === 'ofType') types = types.filter((one) => one === step.type)
    else if (step.kind === 'notFalse') types = ['boolean']
  }
  return types
}
