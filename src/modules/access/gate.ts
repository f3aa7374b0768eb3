import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Asked, Verb } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'
import type { Gate, Passed, RouteInput, RouteKey } from '#platform/http/gate.ts'
import { search } from '#store/search.ts'
import { accessErrors } from './errors.ts'
import { seesAll, withAccess } from './view.ts'

/** A resource that a request names. */
interface Named {
  /** Types of the resource; of several the one that is stored under the id. */
  readonly type?: string | readonly string[]
  readonly as?: string
  /** Where its id stands: `params.id`, `query.patient`, `body.document.id`. */
  readonly at?: string | readonly string[]
  /** It stands there by another name than its id. */
  readonly find?: 'requisition' | 'accession' | 'scan'
}

/** What one or more routes are about: a line of data/access/routes.json. */
export interface AboutRoute extends Named {
  readonly method?: string
  /** Ends with `*` for all that begins so. */
  readonly path: string
  /** Further resources that the request names. */
  readonly and?: readonly Named[]
  readonly verb?: Verb
  /** Another verb when the request has the member. */
  readonly verbWith?: Readonly<Record<string, Verb>>
  /** Why the route is about no resource. */
  readonly none?: string
  /** Rows of the answer that name a record or patient are left out when that one is refused. */
  readonly rows?: { readonly key: string; readonly type: string; readonly as?: string; readonly in?: string }
  /** What the route reads is filtered like a search. */
  readonly filtered?: boolean
}

const file = new URL('../../../data/access/routes.json', import.meta.url)
const { about } = JSON.parse(readFileSync(file, 'utf8')) as { readonly about: readonly AboutRoute[] }

/** What a route of the API is about; undefined when nobody has said so. */
export function aboutRoute({ method, path }: RouteKey): AboutRoute | undefined {
  return about.find(
    (one) =>
      (one.method === undefined || one.method === method) &&
      (one.path.endsWith('*') ? path.startsWith(one.path.slice(0, -1)) : path === one.path),
  )
}

/**
 * Decides about a request of the API before it runs. Whoever may see everything passes unasked; a route that nobody has
 * described is refused to all others.
 */
export const gate: Gate = async (ctx, route, input) => {
  if (seesAll(ctx, 'TREAT')) return { ctx }
  const line = aboutRoute(route)
  if (!line) throw accessErrors.noDecision()
  const inner = withAccess(ctx)
  const verb = verbOf(line, route, input)
  for (const asked of await askedOf(ctx, [line, ...(line.and ?? [])], input)) {
    const [may] = (await inner.access?.permitted(inner, [asked], verb)) ?? [true]
    if (!may) await inner.access?.refuse(inner, asked, verb)
  }
  const passed: Passed = { ctx: line.filtered ? inner : ctx }
  const { rows } = line
  return rows ? { ...passed, answer: (value) => withoutRefused(inner, value, rows) } : passed
}

/** What a request is about, for the journal. */
export interface AboutRequest {
  readonly verb: Verb | undefined
  /** Whether it names a resource. */
  readonly named: boolean
  readonly rows: AboutRoute['rows']
  /** The resources that it names. */
  asked(ctx: Context): Promise<readonly Asked[]>
}

export function aboutRequest(route: RouteKey, input: RouteInput): AboutRequest {
  const line = aboutRoute(route)
  const named = line ? [line, ...(line.and ?? [])] : []
  return {
    verb: line && (line.verb !== undefined || line.verbWith) ? verbOf(line, route, input) : undefined,
    named: named.some(
      (one) => one.type !== undefined && [one.at ?? []].flat().some((at) => idsAt(input, at).length > 0),
    ),
    rows: line?.rows,
    asked: (ctx) => askedOf(ctx, named, input),
  }
}

function verbOf(line: AboutRoute, { method }: RouteKey, input: RouteInput): Verb {
  for (const [at, verb] of Object.entries(line.verbWith ?? {})) if (idsAt(input, at).length > 0) return verb
  return line.verb ?? (method === 'GET' ? 'read' : 'write')
}

async function askedOf(ctx: Context, named: readonly Named[], input: RouteInput): Promise<readonly Asked[]> {
  const asked: Asked[] = []
  for (const one of named) asked.push(...(await resourcesOf(ctx, one, input)))
  return asked
}

async function resourcesOf(
  ctx: Context,
  { type, at, as, find }: Named,
  input: RouteInput,
): Promise<readonly Asked[]> {
  if (type === undefined || at === undefined) return []
  const given = [at].flat().flatMap((place) => idsAt(input, place))
  const ids = find === undefined ? given : await found(ctx, find, given)
  const asked: Asked[] = []
  for (const id of ids)
    asked.push({ type: await storedType(ctx, [type].flat(), id), id, ...(as === undefined ? {} : { as }) })
  return asked
}

/** Ids at a place of the request; what is not there is not asked about: the route itself refuses or does without. */
function idsAt(input: RouteInput, place: string): readonly string[] {
  const value = place
    .split('.')
    .reduce<unknown>((from, name) => (from as Readonly<Record<string, unknown>> | null | undefined)?.[name], input)
  if (value === undefined || value === null || value === false) return []
  return [value].flat().map(String)
}

const queries = { requisition: ['ServiceRequest', 'requisition'], accession: ['Specimen', 'accession'] } as const

async function found(
  ctx: Context,
  by: NonNullable<Named['find']>,
  values: readonly string[],
): Promise<readonly string[]> {
  if (by === 'scan') return recordsOfScans(ctx, values)
  const [type, parameter] = queries[by]
  const ids: string[] = []
  for (const value of values)
    ids.push(...(await search(ctx, type, { [parameter]: value, _count: '1' })).matches.map(({ id }) => id))
  return ids
}

async function recordsOfScans(ctx: Context, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ record: string }>`
    select encounter_id as record from scan
    where facility = ${ctx.facility} and id = any(${[...ids]}::uuid[])`.execute(ctx.db)
  return rows.map(({ record }) => record)
}

async function storedType(ctx: Context, types: readonly string[], id: string): Promise<string> {
  const [first = '', ...others] = types
  for (const type of others.length > 0 ? types : [])
    if ((await search(ctx, type, { _id: id, _count: '1' })).matches.length > 0) return type
  return first
}

type Rows = NonNullable<AboutRoute['rows']>

const idOf = (one: object, key: string) => (one as Readonly<Record<string, unknown>>)[key]

/** The answer without the rows, at any depth, that name a record or patient which is refused. */
export async function withoutRefused(ctx: Context, answer: unknown, rows: Rows): Promise<unknown> {
  const { access } = ctx
  if (!access || typeof answer !== 'object' || answer === null) return answer
  if (rows.in !== undefined) {
    const { in: member, ...rest } = rows
    const list = (answer as Readonly<Record<string, unknown>>)[member]
    const left = (list as readonly object[] | undefined)?.map((one) => ({ [rows.key]: idOf(one, rows.key), one }))
    const kept = (await withoutRefused(ctx, left ?? [], rest)) as readonly { readonly one: unknown }[]
    return { ...answer, [member]: kept.map(({ one }) => one) }
  }
  const ids = new Set<string>()
  walk(answer, rows.key, (id) => ids.add(id))
  if (ids.size === 0) return answer
  const asked = [...ids].map((id) => ({ type: rows.type, id, as: rows.as ?? 'Chart' }))
  const may = await access.permitted(ctx, asked)
  const refused = new Set(asked.filter((_, at) => !may[at]).map(({ id }) => id))
  return refused.size === 0 ? answer : without(answer, rows.key, refused)
}

function walk(value: unknown, key: string, tell: (id: string) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const one of value) walk(one, key, tell)
    return
  }
  for (const [name, one] of Object.entries(value))
    if (name === key && typeof one === 'string') tell(one)
    else walk(one, key, tell)
}

function without(value: unknown, key: string, refused: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return value
      .filter((one) => !(typeof one === 'object' && one !== null && refused.has(String((one as never)[key]))))
      .map((one) => without(one, key, refused))
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, without(one, key, refused)]))
}
