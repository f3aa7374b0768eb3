import { viewErrors } from './errors.ts'
import type { ViewColumn } from './view-definition.ts'

const columnName = /^[A-Za-z][A-Za-z0-9_]{0,62}$/
const mostNested = 20

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const bad = (path: string, reason: string) => viewErrors.invalid({ path, reason })

/** Checks the form of a view and gives its columns in their order. */
export function columnsOf(view: unknown, isType: (name: string) => boolean): readonly ViewColumn[] {
  if (!isObject(view)) throw bad('', 'it must be an object')
  const { resource, select, where, constant } = view
  if (typeof resource !== 'string' || !isType(resource)) throw bad('resource', 'name a resource type of FHIR R4')
  if (!Array.isArray(select) || select.length === 0) throw bad('select', 'give at least one')
  for (const [at, one] of listOf(where, 'where').entries())
    if (!isObject(one) || typeof one['path'] !== 'string') throw bad(`where[${at}].path`, 'it is missing')
  for (const [at, one] of listOf(constant, 'constant').entries())
    if (
      !isObject(one) ||
      typeof one['name'] !== 'string' ||
      !Object.keys(one).some((key) => key.startsWith('value'))
    )
      throw bad(`constant[${at}]`, 'give name and value')
  const columns = select.flatMap((one, at) => ofSelect(one, `select[${at}]`, 0))
  if (columns.length === 0) throw bad('select', 'it has no column')
  needUnique(columns, 'select')
  return columns
}

function ofSelect(select: unknown, path: string, depth: number): readonly ViewColumn[] {
  if (!isObject(select)) throw bad(path, 'it must be an object')
  if (depth > mostNested) throw bad(path, `it is nested deeper than ${mostNested} levels`)
  const ways = ['forEach', 'forEachOrNull', 'repeat'].filter((key) => select[key] !== undefined)
  if (ways.length > 1) throw bad(path, `only one of ${ways.join(', ')} may be given`)
  const own = listOf(select['column'], `${path}.column`).map((one, at) =>
    checkColumn(one, `${path}.column[${at}]`),
  )
  const nested = listOf(select['select'], `${path}.select`).flatMap((one, at) =>
    ofSelect(one, `${path}.select[${at}]`, depth + 1),
  )
  const branches = listOf(select['unionAll'], `${path}.unionAll`).map((one, at) =>
    ofSelect(one, `${path}.unionAll[${at}]`, depth + 1),
  )
  const shape = (columns: readonly ViewColumn[]) => columns.map((one) => one.name).join(', ')
  const other = branches.findIndex((one) => shape(one) !== shape(branches[0] ?? []))
  if (other >= 0) throw bad(`${path}.unionAll[${other}]`, 'its columns are not those of the first branch')
  const columns = [...own, ...nested, ...(branches[0] ?? [])]
  needUnique(columns, path)
  return columns
}

function checkColumn(column: unknown, path: string): ViewColumn {
  if (!isObject(column)) throw bad(path, 'it must be an object')
  const { name, path: expression } = column
  if (typeof name !== 'string' || !columnName.test(name))
    throw bad(`${path}.name`, 'letters, digits and _ only, a letter first')
  if (typeof expression !== 'string' || expression === '') throw bad(`${path}.path`, 'it is missing')
  return column as unknown as ViewColumn
}

function needUnique(columns: readonly ViewColumn[], path: string): void {
  const seen = new Set<string>()
  for (const { name } of columns) {
    if (seen.has(name)) throw bad(path, `column ${name} occurs twice`)
    seen.add(name)
  }
}

function listOf(value: unknown, path: string): readonly unknown[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw bad(path, 'it must be a list')
  return value
}
