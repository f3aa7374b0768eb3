import type { Resource } from '@medplum/fhirtypes'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { traced } from '#platform/tracing/spans.ts'
import { compartmentCodes, structures } from './definitions.ts'
import { storeErrors } from './errors.ts'
import { parseStored } from './read.ts'
import type { Part } from './search/branches-of-part.ts'
import { commonTokens } from './search/common-tokens.ts'
import { readContained, showContained } from './search/contained.ts'
import { knowParameters } from './search/custom-parameters.ts'
import { boundByFirst } from './search/first-key.ts'
import { includedIn } from './search/include.ts'
import { unknownNames } from './search/known-names.ts'
import { afterOf, orderOf } from './search/order.ts'
import { countAll, estimateAll, type PageQuery, pageQuery, prepare, readPage } from './search/page.ts'
import { presentTypes } from './search/present-types.ts'
import { readConditions, scopeOf } from './search/read-conditions.ts'
import { mostPerPage, pairsOf, readRequest, type SearchRequest } from './search/request.ts'
import { readSeenPage } from './search/seen-page.ts'
import type { SearchPage, SearchQuery, SeenBy } from './types.ts'

const usualPage = 50

/**
 * Finds resources of a type by a FHIR search. An unknown parameter is refused; the HTTP layer removes it
 * before when the client is lenient.
 */
export async function search(
  ctx: Context,
  type: string,
  query: SearchQuery,
  seenBy?: SeenBy,
): Promise<SearchPage> {
  await knowParameters(ctx)
  const request = readRequest(query)
  return answer(ctx, request, await partsOfType(ctx, type, request), seenBy)
}

/** Finds resources of every type, or of those that `_type` names. http://hl7.org/fhir/R4/http.html#search */
export async function searchSystem(ctx: Context, query: SearchQuery, seenBy?: SeenBy): Promise<SearchPage> {
  await knowParameters(ctx)
  const request = readRequest(query)
  return answer(ctx, request, await partsOf(ctx, request, query, await typesOf(ctx, request)), seenBy)
}

/**
 * Finds resources of a compartment: of one type, or of all with `*`. A resource is in it when any parameter of the
 * published definition leads to its focus.
 */
export async function searchCompartment(
  ctx: Context,
  compartment: string,
  id: string,
  type: string,
  query: SearchQuery,
  seenBy?: SeenBy,
): Promise<SearchPage> {
  await knowParameters(ctx)
  const codes = compartmentCodes(compartment)
  const request = readRequest(query)
  if (type !== '*' && !structures.isResource(type)) throw storeErrors.unknownType({ type: type.slice(0, 60) })
  const known = type === '*' ? await typesOf(ctx, request) : [type]
  const types = known.filter((one) => (codes[one] ?? []).length > 0)
  const parts = type === '*' ? await partsOf(ctx, request, query, types) : []
  if (type !== '*' && types.length > 0) parts.push(...(await partsOfType(ctx, type, request)))
  for (const { scope, conditions } of parts)
    conditions.tokens.push({
      hashes: (codes[scope.type] ?? []).map((code) => scope.hash(`${code}=${compartment}/${id}`)),
    })
  return answer(ctx, request, parts, seenBy)
}

/** The resources themselves, those that stand in others, or both. */
async function partsOfType(ctx: Context, type: string, request: SearchRequest): Promise<Part[]> {
  const { clauses, contained, containedType } = request
  const parts: Part[] = []
  if (contained !== 'true') {
    const scope = scopeOf(ctx, type)
    parts.push({ scope, conditions: await readConditions(scope, clauses) })
  }
  if (contained !== 'false') {
    const scope = scopeOf(ctx, type)
    parts.push({ scope, conditions: await readContained(scope, clauses), contained: containedType })
  }
  return parts
}

/** One part per type that knows all parameters asked for. */
async function partsOf(
  ctx: Context,
  request: SearchRequest,
  query: SearchQuery,
  types: readonly string[],
): Promise<Part[]> {
  const names = pairsOf(query).map(([name]) => name)
  const able = types.filter((type) => unknownNames(type, names, ctx.facility).size === 0)
  const [first] = types
  const unknown = first === undefined ? undefined : [...unknownNames(first, names, ctx.facility)][0]
  if (able.length === 0 && unknown !== undefined)
    throw storeErrors.unknownParameter({ type: '*', parameter: unknown.slice(0, 60) })
  const parts: Part[] = []
  for (const type of able) parts.push(...(await partsOfType(ctx, type, request)))
  return parts
}

async function typesOf(ctx: Context, request: SearchRequest): Promise<readonly string[]> {
  for (const type of request.types)
    if (!structures.isResource(type)) throw storeErrors.unknownType({ type: type.slice(0, 60) })
  return request.types.length > 0 ? [...new Set(request.types)] : presentTypes(ctx)
}

function answer(
  ctx: Context,
  request: SearchRequest,
  parts: readonly Part[],
  seenBy?: SeenBy,
): Promise<SearchPage> {
  const [only] = parts.length === 1 ? parts : []
  return traced('store search', { 'lanong.resource.type': only?.scope.type }, () =>
    find(ctx, request, parts, seenBy),
  )
}

async function find(
  ctx: Context,
  request: SearchRequest,
  parts: readonly Part[],
  seenBy?: SeenBy,
): Promise<SearchPage> {
  const [first] = parts
  if (!first) return { matches: [], included: [], ...(request.total === 'none' ? {} : { total: 0 }) }
  const common = await commonTokens(ctx)
  const alone = parts.length === 1 && first.contained === undefined
  const orders = parts.map((part) => orderOf(part.scope, request, alone))
  const all = countsAll(ctx, request)
  for (const [at, part] of parts.entries())
    await prepare(part, request.countOnly ? undefined : orders[at], common, all)
  const counted =
    request.total === 'none' ? {} : { total: await (all ? countAll : estimateAll)(ctx, parts, common) }
  if (request.countOnly) return { matches: [], included: [], ...counted }
  const count = request.count ?? usualPage
  const [order] = orders
  if (alone && order) await boundByFirst(first, order, afterOf(order.keys, request.cursor), count + 1, common)
  const asked = pageQuery(parts, orders, count, request.cursor, common)
  return { ...(await found(ctx, request, asked, seenBy)), ...counted }
}

/** Estimates are of all that is stored, not of what somebody may see. */
const countsAll = ({ access }: Context, { total }: SearchRequest) =>
  total === 'accurate' || (total === 'estimate' && access !== undefined)

async function found(
  ctx: Context,
  request: SearchRequest,
  asked: PageQuery | undefined,
  seenBy: SeenBy | undefined,
): Promise<SearchPage> {
  const alone = request.include.length + request.revinclude.length === 0 && request.contained === 'false'
  if (seenBy && asked && alone && !ctx.db.isTransaction) {
    const { page, next } = await readSeenPage(ctx, asked, seenBy)
    return { matches: [], included: [], seen: page, ...present({ next }) }
  }
  const page = await readPage(ctx, asked)
  const matches = request.contained === 'false' ? page.matches : await showContained(ctx, page.matches, request)
  const { next } = page
  return { matches, included: await includedIn(ctx, matches, request), ...present({ next }) }
}

/** The resources themselves, up to 1,000 unless `_count` says less. */
export async function searchResources<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  query: SearchQuery,
): Promise<T[]> {
  const given = typeof query === 'string' ? new URLSearchParams(query).has('_count') : '_count' in query
  const whole: SearchQuery = given
    ? query
    : typeof query === 'string'
      ? `${query}${query ? '&' : ''}_count=${mostPerPage}`
      : { ...query, _count: String(mostPerPage) }
  const page = await search(ctx, type, whole)
  return page.matches.map((one) => parseStored<T>(one))
}
