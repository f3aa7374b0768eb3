import { type RawBuilder, sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import type { AccessView } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'
import { indexPlan, parametersOf, typeNumber } from '../definitions.ts'
import { onlyPermitted } from '../permitted.ts'
import { type StoredRow, storedOf } from '../stored-version.ts'
import type { StoredVersion } from '../types.ts'
import { refuseCut, withinBytes } from '../within-bytes.ts'
import { askPlanned } from './planned.ts'
import { presentTypes } from './present-types.ts'
import { canonicalNames, canonicalsIn, localIn, valuesIn } from './referred.ts'
import { badValue, tooCostly } from './refusals.ts'
import type { Inclusion, SearchRequest } from './request.ts'
import { findParameter, needType } from './scope.ts'
import { why } from './why.ts'

/** Most resources that _include and _revinclude add to one page. */
const mostIncluded = 1000
/** Most turns of `:iterate`. */
const mostTurns = 50
/** Most hashes that one turn looks for. */
const mostHashes = 50_000

const columns = sql`r.type, r.id, r.version, r.recorded_at, r.content, r.hash, r.patient`
/** What `_include` and `_revinclude` add to a page, each once and none that is on the page already. */
export async function includedIn(
  ctx: Context,
  matches: readonly StoredVersion[],
  request: SearchRequest,
): Promise<readonly StoredVersion[]> {
  for (const one of [...request.include, ...request.revinclude]) check(ctx, one)
  const found: StoredVersion[] = []
  if (request.include.length === 0 && request.revinclude.length === 0) return found
  const seen = new Set(matches.map(keyOf))
  let turn = 0
  for (let from = matches; from.length > 0; turn++) {
    if (turn > mostTurns) throw tooCostly(`_include:iterate needs more than ${mostTurns} turns`)
    const wanted = (list: readonly Inclusion[]) => (turn === 0 ? list : list.filter((one) => one.iterate))
    const more = [
      ...(await forward(ctx, from, wanted(request.include), seen)),
      // Nothing outside can refer to what is contained.
      ...(await backward(
        ctx,
        from.filter(({ within }) => within === undefined),
        wanted(request.revinclude),
      )),
    ].filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one)))
    found.push(...more)
    if (found.length > mostIncluded)
      throw tooCostly(`_include and _revinclude add more than ${mostIncluded} resources`)
    from = more
  }
  return found
}

const keyOf = ({ type, id, within }: StoredVersion) => (within === undefined ? `${type}/${id}` : `${within}#${id}`)

function check(ctx: Context, { type, parameter, target }: Inclusion): void {
  if (type !== '*') needType(type)
  if (target !== undefined) needType(target)
  if (type === '*' || parameter === '*') return
  if (findParameter(ctx, type, parameter).kind !== 'reference')
    throw badValue('_include', `${type}:${parameter}`, why('notReference'))
}

/** The reference parameters of a type that an inclusion means. */
function parametersFor(ctx: Context, type: string, parameter: string): readonly Parameter[] {
  const known = parametersOf(ctx.facility, type)
  const all = parameter === '*' ? [...known.values()] : [known.get(parameter)].filter((one) => one !== undefined)
  return all.filter((one) => one.kind === 'reference')
}

/** What references of a turn lead to. */
interface Targets {
  readonly local: Map<string, { readonly type: string; readonly id: string }>
  readonly canonical: Map<string, readonly string[]>
}

async function forward(
  ctx: Context,
  from: readonly StoredVersion[],
  wanted: readonly Inclusion[],
  seen: ReadonlySet<string>,
): Promise<readonly StoredVersion[]> {
  const targets: Targets = { local: new Map(), canonical: new Map() }
  for (const match of from) {
    const mine = wanted.filter((one) => one.type === match.type || one.type === '*')
    if (mine.length > 0) collect(ctx, match, mine, targets)
  }
  for (const key of seen) targets.local.delete(key)
  if (targets.local.size > mostIncluded) throw tooCostly(`_include adds more than ${mostIncluded} resources`)
  const local = await onlyPermitted(ctx, [...targets.local.values()])
  return [...(await readAll(ctx, local)), ...(await byCanonical(ctx, targets.canonical))]
}

function collect(
  ctx: Context,
  match: StoredVersion,
  mine: readonly Inclusion[],
  { local, canonical }: Targets,
): void {
  const resource = parseJsonBytes(match.content)
  for (const { parameter, target } of mine)
    for (const one of parametersFor(ctx, match.type, parameter)) {
      const values = valuesIn(match.type, one, resource)
      const found = localIn(ctx, values).filter((to) => target === undefined || target === to.type)
      for (const to of found) local.set(`${to.type}/${to.id}`, to)
      for (const url of canonicalsIn(values)) canonical.set(url, target === undefined ? one.targets : [target])
    }
}

async function readAll(
  ctx: Context,
  list: readonly { readonly type: string; readonly id: string }[],
): Promise<readonly StoredVersion[]> {
  if (list.length === 0) return []
  const asked = sql<StoredRow>`
    select ${columns}
    from unnest(${list.map((one) => typeNumber(one.type))}::smallint[], ${list.map((one) => one.id)}::text[]) as x(type, id)
    join resource r on r.facility = ${ctx.facility} and r.type = x.type and r.id = x.id`
  const rows = await askPlanned(ctx, withinBytes(asked))
  refuseCut(rows)
  return rows.map(storedOf)
}

/** What canonical addresses name: resources of that URL and, when it says one, that version. */
async function byCanonical(
  ctx: Context,
  canonicals: ReadonlyMap<string, readonly string[]>,
): Promise<readonly StoredVersion[]> {
  const hashes = [...canonicals].flatMap(([canonical, types]) =>
    types
      .filter((type) => parametersOf(ctx.facility, type).has('url'))
      .map((type) => indexPlan(ctx.facility, type).hash(`url=${canonical.split('|', 1)[0]}`)),
  )
  const found = await byTokens(ctx, hashes, '_include', [...new Set([...canonicals.values()].flat())])
  return found.filter((one) => {
    const { url, version } = parseJsonBytes(one.content) as { url?: string; version?: string }
    return canonicals.has(url ?? '') || canonicals.has(`${url}|${version}`)
  })
}

async function backward(
  ctx: Context,
  from: readonly StoredVersion[],
  wanted: readonly Inclusion[],
): Promise<readonly StoredVersion[]> {
  const hashes: number[] = []
  const all = wanted.some((one) => one.type === '*') ? await presentTypes(ctx) : []
  for (const { type, parameter, target } of wanted) {
    const to = from.filter((one) => target === undefined || one.type === target)
    for (const one of type === '*' ? all : [type]) {
      for (const hash of referringTo(ctx, one, parameter, to)) hashes.push(hash)
      if (hashes.length > mostHashes) throw tooMany()
    }
  }
  const types = wanted.flatMap(({ type }) => (type === '*' ? all : [type]))
  return byTokens(ctx, hashes, '_revinclude', [...new Set(types)])
}

function tooMany() {
  return tooCostly('_revinclude looks for too many references; make the page smaller')
}

function referringTo(
  ctx: Context,
  type: string,
  parameter: string,
  to: readonly StoredVersion[],
): readonly number[] {
  const { hash } = indexPlan(ctx.facility, type)
  return parametersFor(ctx, type, parameter).flatMap((known) =>
    to.flatMap((match) => namesOf(known, match).map((name) => hash(`${known.code}=${name}`))),
  )
}

/** What a reference parameter may hold that leads to a resource: its address, or its URL when it is canonical. */
function namesOf(parameter: Parameter, match: StoredVersion): readonly string[] {
  if (parameter.targets.length > 0 && !parameter.targets.includes(match.type)) return []
  if (parameter.types.has('Reference') || parameter.types.size === 0) return [keyOf(match)]
  return canonicalNames(match.content)
}

async function byTokens(
  ctx: Context,
  hashes: readonly number[],
  what: string,
  types: readonly string[],
): Promise<readonly StoredVersion[]> {
  if (hashes.length === 0) return []
  const asked = ctx.access
    ? await seenByTokens(ctx, ctx.access, hashes, types)
    : sql<StoredRow>`
    select ${columns} from store_by_tokens(${ctx.facility}, ${[...hashes]}::bigint[], ${mostIncluded + 1}) b
    join resource r on r.facility = ${ctx.facility} and r.type = b.type and r.id = b.id`
  const rows = await askPlanned(ctx, withinBytes(asked), !ctx.access)
  if ((rows[0]?.found ?? 0) > mostIncluded) throw tooCostly(`${what} adds more than ${mostIncluded} resources`)
  refuseCut(rows)
  return rows.map(storedOf)
}

/** The same without what the actor may not see, which is not counted either. */
async function seenByTokens(
  ctx: Context,
  access: AccessView,
  hashes: readonly number[],
  types: readonly string[],
) {
  const parts: RawBuilder<unknown>[] = []
  for (const type of types) {
    const seen = await access.where(ctx, type, sql`r`)
    parts.push(sql`(r.type = ${typeNumber(type)} and ${seen ?? sql`true`})`)
  }
  return sql<StoredRow>`
    select ${columns} from store_by_tokens(${ctx.facility}, ${[...hashes]}::bigint[], null) b
    join resource r on r.facility = ${ctx.facility} and r.type = b.type and r.id = b.id
    where ${parts.length === 0 ? sql`false` : sql.join(parts, sql` or `)} limit ${mostIncluded + 1}`
}
