import type { SearchParameter } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { checkTypes } from '#fhir/fhirpath/strict.ts'
import { parseJsonBytes } from '#fhir/json.ts'
import type { Parameter, ParameterRow } from '#fhir/search/parameter.ts'
import type { Config } from '#platform/config.ts'
import type { Context } from '#platform/context.ts'
import {
  changeParameters,
  parameters,
  publishedRows,
  replaceParameters,
  structures,
  tryParameters,
  typeNumber,
} from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import type { Commit } from '../write.ts'

/** How long a process goes without looking whether others have changed the facility's parameters. */
const keptMs = 2000
/** After a change of its own a process looks every time, until it is committed for sure. */
const unsettledMs = 5000

interface Known {
  checkedAt: number
  unsettledUntil: number
  /** Greatest number and count of the versions of SearchParameter that were read. */
  seq: number
  count: number
  /** Those in use that the standard does not define, by id. */
  own: Map<string, SearchParameter>
}

/** By the settings of the program and the facility: one process may serve several databases in turn, as tests do. */
const known = new WeakMap<Config, Map<number, Known>>()

function stateOf({ config, facility }: Context): Known {
  const facilities = known.get(config) ?? new Map<number, Known>()
  known.set(config, facilities)
  const state = facilities.get(facility) ?? {
    checkedAt: 0,
    unsettledUntil: 0,
    seq: unread,
    count: 0,
    own: new Map(),
  }
  facilities.set(facility, state)
  return state
}

const unread = -1

/** Takes up the SearchParameter resources of the facility when they have changed. */
export async function knowParameters(ctx: Context): Promise<void> {
  const state = stateOf(ctx)
  const now = Date.now()
  if (now - state.checkedAt < keptMs && now > state.unsettledUntil) return
  const { rows } = await sql<{ seq: number; count: number }>`
    select coalesce(max(seq), 0) as seq, count(*)::int as count from resource_version
    where ${isParameter(ctx)} and version > 0`.execute(ctx.db)
  const point = rows[0] ?? { seq: 0, count: 0 }
  if (point.seq !== state.seq || point.count !== state.count) await readChanged(ctx, state, point)
  state.checkedAt = now
}

const isParameter = ({ facility }: Context) =>
  sql`facility = ${facility} and type = ${typeNumber('SearchParameter')}`

interface Row {
  readonly id: string
  readonly deleted: boolean
  readonly content: Buffer
}

/**
 * Reads the versions since the last look. When they are not all that is new (a transaction was undone, or one with
 * lower numbers ended later) everything is read.
 */
async function readChanged(ctx: Context, state: Known, point: Pick<Known, 'seq' | 'count'>): Promise<void> {
  const newer = state.seq === unread ? [] : await versionsSince(ctx, state.seq)
  if (state.seq !== unread && state.count + newer.length === point.count) {
    takeUp(state, newer)
    const changed = [...newer.map((row) => row.id), ...compositesOf(state)]
    changeParameters(ctx.facility, new Map(changed.map((id) => [id, rowOf(state, id)])))
  } else {
    state.own = new Map()
    takeUp(state, await currentOnes(ctx))
    const made = [...state.own.keys()].map((id) => [id, rowOf(state, id)] as const)
    replaceParameters(ctx.facility, new Map(made.flatMap(([id, row]) => (row ? [[id, row] as const] : []))))
  }
  Object.assign(state, point)
}

async function versionsSince(ctx: Context, seq: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select id, kind = 'd' as deleted, content from resource_version
    where ${isParameter(ctx)} and version > 0 and seq > ${seq} order by seq`.execute(ctx.db)
  return rows
}

async function currentOnes(ctx: Context): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select id, false as deleted, content from resource where ${isParameter(ctx)}`.execute(ctx.db)
  return rows
}

function takeUp(state: Known, rows: readonly Row[]): void {
  for (const { id, deleted, content } of rows) {
    const one = deleted ? undefined : (parseJsonBytes(content) as SearchParameter)
    if (one && isOwn(one)) state.own.set(id, one)
    else state.own.delete(id)
  }
}

/** Composites name others by their url, so any change may concern them. */
const compositesOf = ({ own }: Known) => [...own].flatMap(([id, one]) => (one.type === 'composite' ? [id] : []))

/** A parameter that is in use and that the standard does not define. */
function isOwn(one: SearchParameter): boolean {
  const inUse = one.status === 'active' || one.status === 'draft'
  return inUse && publishedRows[idOf(one.url)] === undefined
}

const idOf = (url: string | undefined) => (url ?? '').replace(/^http:\/\/hl7\.org\/fhir\/SearchParameter\//, '')

/** The parameter for the types where no published one has its code. */
function rowOf({ own }: Known, id: string): ParameterRow | undefined {
  const one = own.get(id)
  const base = (one?.base ?? []).filter((type) => !parameters.of(type).has(one?.code ?? ''))
  if (!one?.code || !one.type || base.length === 0) return undefined
  const component = one.component?.map((part): [string, string] => [
    codeOf(own, part.definition?.split('|', 1)[0]),
    part.expression ?? '',
  ])
  return {
    code: one.code,
    type: one.type,
    base,
    ...(one.expression ? { expression: one.expression } : {}),
    ...(one.target ? { target: one.target } : {}),
    ...(component ? { component } : {}),
  }
}

function codeOf(own: ReadonlyMap<string, SearchParameter>, url: string | undefined): string {
  for (const one of own.values()) if (one.url === url && one.code !== undefined) return one.code
  return publishedRows[idOf(url)]?.code ?? ''
}

/** A step of commit: knows the parameters to index by, and refuses new ones that could never run. */
export async function checkParameters(ctx: Context, commit: Commit): Promise<void> {
  await knowParameters(ctx)
  const changed = commit.writes.filter((write) => write.type === 'SearchParameter')
  if (changed.length === 0) return
  stateOf(ctx).unsettledUntil = Date.now() + unsettledMs
  for (const { after } of changed) {
    const given = after as SearchParameter | undefined
    if (!given?.expression || !isOwn(given)) continue
    const reason = whyNot(given)
    if (reason !== undefined)
      throw storeErrors.searchParameter({ code: given.code ?? '', reason: reason.slice(0, 200) })
  }
}

/** FHIR types that a kind of parameter can read; every type has some word for a token. */
const readable: Partial<Readonly<Record<string, RegExp>>> = {
  number: /^(integer|decimal|positiveInt|unsignedInt|Range)$/,
  date: /^(date|dateTime|instant|Period|Timing)$/,
  quantity: /^(Quantity|SimpleQuantity|Age|Count|Distance|Duration|Money|Range)$/,
  reference: /^(Reference|canonical|uri|Resource)$/,
  uri: /^(uri|url|canonical|oid|uuid)$/,
}

/** Why a parameter finds nothing in one of its types; undefined when it can run. */
function whyNot(given: SearchParameter): string | undefined {
  if (given.type === 'composite' || given.type === 'special') return undefined
  const row = {
    code: `own ${given.code}`,
    type: given.type ?? '',
    base: given.base ?? [],
    expression: given.expression ?? '',
  }
  const made = tryParameters()
  made.set('', row)
  for (const type of row.base) {
    if (!structures.isResource(type)) continue
    const found = made.of(type).get(row.code)
    if (!found) return made.unsupportedOf(type).find((one) => one.code === row.code)?.reason ?? 'it finds nothing'
    const reason = unfit(row.type, row.expression, { type, found })
    if (reason !== undefined) return reason
  }
  return undefined
}

interface Found {
  readonly type: string
  readonly found: Parameter
}

function unfit(kind: string, expression: string, { type, found }: Found): string | undefined {
  const misspelt = found.find && faultOf(expression, type)
  if (misspelt) return misspelt
  const fits = readable[kind]
  if (!fits || found.types.size === 0 || [...found.types].some((one) => fits.test(one))) return undefined
  return `a ${kind} cannot be read from ${[...found.types].join(', ')}`
}

/** What an expression that is more than a path names and no type has; a path names its elements to the compiler. */
function faultOf(expression: string, type: string): string | undefined {
  try {
    checkTypes(expression, type)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
