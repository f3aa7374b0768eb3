import type { Structures } from '../structure.ts'
import { type Path, parseExpression } from './expression.ts'
import { paramNumber } from './hash.ts'

export type ParameterKind = 'token' | 'reference' | 'date' | 'string' | 'uri' | 'number' | 'quantity' | 'composite'

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
  /** Types a reference may have; empty means any. */
  readonly targets: readonly string[]
  readonly components: readonly Component[]
  /** A composite over the resource itself: searched as its components joined by AND, not indexed by itself. */
  readonly ofRoot: boolean
}

export interface Unsupported {
  readonly base: string
  readonly code: string
  readonly reason: string
}

export interface Parameters {
  of(type: string): ReadonlyMap<string, Parameter>
  readonly unsupported: readonly Unsupported[]
}

const kinds: readonly string[] = ['token', 'reference', 'date', 'string', 'uri', 'number', 'quantity', 'composite']
const general = new Set(['Resource', 'DomainResource'])

/** Compiles the search parameters; what cannot run is listed with its reason, not dropped in silence. */
export function compileParameters(structures: Structures, rows: readonly ParameterRow[]): Parameters {
  const byType = new Map<string, Map<string, Parameter>>()
  const unsupported: Unsupported[] = []
  const names = Object.keys(structures.resourceTypes)
  const pending: { type: string; row: ParameterRow }[] = []
  for (const row of rows) {
    for (const base of row.base) {
      for (const type of general.has(base) ? names : [base]) {
        if (row.type === 'composite') pending.push({ type, row })
        else addSimple(type, row, base)
      }
    }
  }
  for (const { type, row } of pending) addComposite(type, row)

  function refuse(code: string, base: string, reason: string): void {
    if (!unsupported.some((one) => one.code === code && one.base === base))
      unsupported.push({ base, code, reason })
  }

  function keep(type: string, parameter: Parameter): void {
    const known = byType.get(type) ?? new Map<string, Parameter>()
    known.set(parameter.code, parameter)
    byType.set(type, known)
  }

  function addSimple(type: string, row: ParameterRow, base: string): void {
    if (row.code === '_id' || row.code === '_lastUpdated') return
    const paths = readPaths(row)
    const mine =
      typeof paths === 'string' ? [] : paths.filter((path) => path.base === type || general.has(path.base))
    if (typeof paths === 'string') refuse(row.code, base, paths)
    else if (!kinds.includes(row.type)) refuse(row.code, base, `type ${row.type}`)
    else if (!mine.some((path) => reaches(structures, path, type)))
      refuse(row.code, base, 'expression finds no element')
    else keep(type, parameterOf(row, mine))
  }

  function addComposite(type: string, row: ParameterRow): void {
    const paths = readPaths(row)
    if (typeof paths === 'string') return refuse(row.code, type, paths)
    const mine = paths.filter((path) => path.base === type)
    const ofRoot = mine.every((path) => path.steps.length === 0)
    const components = (row.component ?? []).map(([code, expression]) => componentOf(type, code, expression))
    const found = components.filter((one) => one !== undefined)
    if (found.length !== 2 || components.length !== 2)
      return refuse(row.code, type, 'a component is not supported')
    if (!ofRoot && mine.some((path) => path.steps.length === 0))
      return refuse(row.code, type, 'searches two places at once')
    if (!ofRoot && found[0]?.parameter.kind !== 'token')
      return refuse(row.code, type, 'does not begin with a token')
    keep(type, { ...parameterOf(row, mine), components: found, ofRoot })
  }

  function componentOf(type: string, code: string, expression: string): Component | undefined {
    const parameter = byType.get(type)?.get(code)
    try {
      return parameter && { parameter, paths: parseExpression(expression, true) }
    } catch {
      return undefined
    }
  }

  const none: ReadonlyMap<string, Parameter> = new Map()
  return { of: (type) => byType.get(type) ?? none, unsupported }
}

function readPaths(row: ParameterRow): readonly Path[] | string {
  if (!row.expression) return 'has no expression'
  try {
    return parseExpression(row.expression)
  } catch (error) {
    return (error as Error).message
  }
}

function parameterOf(row: ParameterRow, paths: readonly Path[]): Parameter {
  return {
    code: row.code,
    kind: row.type as ParameterKind,
    number: paramNumber(row.code),
    paths,
    targets: row.target ?? [],
    components: [],
    ofRoot: false,
  }
}

/** Whether the steps name elements that exist, so that a misspelt path is found at start. */
function reaches(structures: Structures, path: Path, type: string): boolean {
  let types: readonly string[] = [type]
  for (const step of path.steps) {
    if (step.kind === 'child')
      types = types.flatMap((one) => structures.childrenOf(one, step.name).map((child) => child.type))
    else if (step.kind === 'extension') types = ['Extension']
    else if (step.kind === 'ofType') types = types.filter((one) => one === step.type)
    if (types.length === 0) return false
  }
  return true
}
