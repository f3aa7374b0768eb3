import { type RawBuilder, sql } from 'kysely'
import type { Parameter } from '#fhir/search/parameter.ts'
import type { Context } from '#platform/context.ts'
import { indexPlan, parametersOf, structures, typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import type { Condition } from './compare.ts'
import { tooCostly } from './refusals.ts'
import type { RawClause } from './request.ts'

/** Deepest nesting of chains, `_has` and brackets of `_filter` together. */
export const mostDepth = 10
/** Most searches that the parts of one search may need. */
const mostParts = 60

/** One search however it is nested: it counts its parts, and reads conditions of inner parts. */
export interface Search {
  parts: number
  add(scope: Scope, into: Conditions, clause: RawClause): void | Promise<void>
}

/** Parameters that are no search parameter of a type: the store answers them itself. */
export const specialNames: ReadonlySet<string> = new Set([
  '_id',
  '_lastUpdated',
  '_text',
  '_content',
  '_list',
  '_query',
  '_has',
  '_filter',
])

/** What is searched: a type under an alias. Inner scopes of chains have their own alias. */
export interface Scope {
  readonly ctx: Context
  readonly type: string
  readonly typeNumber: number
  readonly hash: (text: string) => number
  /** Alias of the row in SQL. */
  readonly r: RawBuilder<unknown>
  readonly depth: number
  readonly search: Search
}

/** One equality condition: any of the hashes. */
export interface TokenTest {
  readonly hashes: readonly number[]
  /** The same by column: the main code itself, and the mark of rows that have it as a further code. */
  readonly column?: { readonly code: number; readonly other: number }
}

/** What a search of one type asks of its rows; all must be met. */
export interface Conditions {
  readonly tokens: TokenTest[]
  /** Any other condition over the alias. */
  readonly others: Condition[]
  /** Those of the others that only compare columns of the row. */
  readonly columns: Condition[]
  /** Those of the others that an index of texts answers: they are looked up first, as long as few have it. */
  readonly lookups: Lookup[]
  /** Clinical time: bounds of its beginning, for rows that last at most a day and for all. */
  readonly times: TimeBound[]
  /** The row's patient, when it is known. */
  patient?: string
  ids?: readonly string[]
  /** A condition that no index answers, by the name of its parameter: the others must narrow the search. */
  unindexed?: string
  /** For each `_content`: lists of words, all of one of which stand in whatever fits. */
  readonly contents: (readonly (readonly string[])[])[]
  /** Conditions of the time of storing, over a column that holds it. */
  readonly stored: ((at: RawBuilder<unknown>) => Condition)[]
}

/** A condition, and the ids of all that meet it. */
export interface Lookup {
  readonly condition: Condition
  readonly ids: RawBuilder<{ readonly id: string }>
}

export interface TimeBound {
  /** Earliest beginning of every row that fits. */
  readonly from?: number
  /** Earliest beginning of a row that fits and lasts at most a day. */
  readonly fromShort?: number
}

export function noConditions(): Conditions {
  return { tokens: [], others: [], columns: [], lookups: [], times: [], stored: [], contents: [] }
}

/** What an inner search begins with: what others hide does not exist for it. */
export async function openConditions(scope: Scope): Promise<Conditions> {
  const into = noConditions()
  await hideRefused(scope, into)
  return into
}

/** What others hide does not exist for a search; told after its clauses, it knows whose resources are asked for. */
export async function hideRefused({ ctx, type, r }: Scope, into: Conditions): Promise<void> {
  const { patient } = into
  const seen = await ctx.access?.where(ctx, type, r, patient === undefined ? {} : { patient })
  if (seen) into.others.push(seen)
}

/** The scope of a whole search. */
export function outerScope(ctx: Context, type: string, add: Search['add']): Scope {
  return open(ctx, type, 0, { parts: 0, add })
}

/** The scope of an inner part of a search. */
export function innerScope(outer: Scope, type: string): Scope {
  if (outer.depth >= mostDepth) throw tooCostly(`chains and _has are nested more than ${mostDepth} deep`)
  if (++outer.search.parts > mostParts) throw tooCostly(`it has more than ${mostParts} chained parts`)
  return open(outer.ctx, type, outer.depth + 1, outer.search)
}

function open(ctx: Context, type: string, depth: number, search: Search): Scope {
  needType(type)
  const { hash } = indexPlan(ctx.facility, type)
  return { ctx, type, typeNumber: typeNumber(type), hash, r: sql.raw(`r${depth || ''}`), depth, search }
}

export function findParameter(ctx: Context, type: string, name: string): Parameter {
  const found = parametersOf(ctx.facility, type).get(name)
  if (!found) throw storeErrors.unknownParameter({ type, parameter: name.slice(0, 60) })
  return found
}

export function needType(type: string): void {
  if (!structures.isResource(type)) throw storeErrors.unknownType({ type: type.slice(0, 60) })
}
