import { type CompiledPath, compilePath, evaluateNodes } from '../fhirpath/evaluate.ts'
import { fromEngine, toEngine } from '../fhirpath/values.ts'
import { columnsOf } from './check-view.ts'
import { viewErrors } from './errors.ts'
import { withKeyFunctions } from './key-functions.ts'
import type { ViewColumn, ViewDefinition, ViewRow, ViewSelect } from './view-definition.ts'

export interface CompiledView {
  readonly resource: string
  readonly columns: readonly ViewColumn[]
  /** The rows of one resource, every column in every row; null where there is no value. */
  rows(resource: unknown): readonly ViewRow[]
}

type Row = Record<string, unknown>
type Find = (path: CompiledPath, node: unknown) => readonly unknown[]
type Run = (node: unknown, find: Find) => readonly Row[]

const mostRows = 10_000
const mostRepeated = 10_000

/** Compiles a view once; throws a coded error when it is wrong. */
export function compileView(given: unknown, isType: (name: string) => boolean): CompiledView {
  const columns = columnsOf(given, isType)
  const view = given as ViewDefinition
  const constants = constantsOf(view)
  const where = (view.where ?? []).map((one) => ({ text: one.path, path: pathOf(one.path) }))
  const runs = view.select.map(compileSelect)
  return {
    resource: view.resource,
    columns,
    rows(resource) {
      const root = toEngine(resource)
      const environment = { ...constants, resource: root, rootResource: root }
      const find: Find = (path, node) => evaluateNodes(path, node, environment)
      if (!where.every((one) => holds(one, root, find))) return []
      const rows = crossed(runs.map((run) => run(root, find)))
      return rows.map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])))
    },
  }
}

const pathOf = (text: string) => compilePath(withKeyFunctions(text))

function constantsOf(view: ViewDefinition): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (view.constant ?? []).map((one) => {
      const [key, value] = Object.entries(one).find(([name]) => name.startsWith('value')) ?? []
      return [one.name, typeof value === 'string' ? typed(key ?? '', value) : value]
    }),
  )
}

/** A date or time as the literal of FHIRPath that it is; other texts are texts. */
function typed(key: string, value: string): unknown {
  const literals: Readonly<Record<string, string>> = {
    valueDate: `@${value}`,
    valueDateTime: `@${value}${value.includes('T') ? '' : 'T'}`,
    valueInstant: `@${value}`,
    valueTime: `@T${value}`,
  }
  const literal = literals[key]
  return literal === undefined ? value : evaluateNodes(compilePath(literal), {})[0]
}

function holds(one: { readonly text: string; readonly path: CompiledPath }, root: unknown, find: Find): boolean {
  const values = find(one.path, root).map(fromEngine)
  if (values.length === 0) return false
  if (values.length > 1 || typeof values[0] !== 'boolean') throw viewErrors.whereNotBoolean({ path: one.text })
  return values[0]
}

/** Every row of the first with every row of the second, and so on. */
function crossed(parts: readonly (readonly Row[])[]): readonly Row[] {
  return parts.reduce<readonly Row[]>(
    (rows, part) => {
      if (rows.length * part.length > mostRows) throw viewErrors.tooManyRows({ most: mostRows })
      // The later part varies slowest, as the published examples order their rows.
      return part.flatMap((more) => rows.map((row) => ({ ...row, ...more })))
    },
    [{}],
  )
}

function compileSelect(select: ViewSelect): Run {
  const columns = (select.column ?? []).map((column) => ({ column, path: pathOf(column.path) }))
  const nested = (select.select ?? []).map(compileSelect)
  const branches = (select.unionAll ?? []).map(compileSelect)
  const each = select.forEach ?? select.forEachOrNull
  const path = each === undefined ? undefined : pathOf(each)
  const repeat = select.repeat?.map(pathOf)
  return (node, find) => {
    const focus = repeat ? repeated(node, repeat, find) : path ? find(path, node) : [node]
    if (focus.length === 0 && select.forEachOrNull !== undefined) return [{}]
    return focus.flatMap((one) => {
      const own = Object.fromEntries(
        columns.map(({ column, path: at }) => [column.name, cellOf(column, find(at, one))]),
      )
      const parts = [[own], ...nested.map((run) => run(one, find))]
      if (branches.length > 0) parts.push(branches.flatMap((run) => [...run(one, find)]))
      return crossed(parts)
    })
  }
}

/** The nodes that the paths reach, and those that they reach from there, in depth first. */
function repeated(node: unknown, paths: readonly CompiledPath[], find: Find): readonly unknown[] {
  const found: unknown[] = []
  const visit = (from: unknown): void => {
    for (const path of paths)
      for (const one of find(path, from)) {
        if (found.length >= mostRepeated) throw viewErrors.tooManyRows({ most: mostRepeated })
        found.push(one)
        visit(one)
      }
  }
  visit(node)
  return found
}

/** The joined text of nothing is an empty text in a table, as the published tests of views have it. */
const joins = /\.join\([^()]*\)\s*$/

function cellOf(column: ViewColumn, nodes: readonly unknown[]): unknown {
  const values = nodes.map(fromEngine)
  if (column.collection === true) return values
  if (values.length > 1) throw viewErrors.severalValues({ column: column.name })
  return values[0] ?? (joins.test(column.path) ? '' : null)
}
