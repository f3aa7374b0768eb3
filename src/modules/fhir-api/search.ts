import type { Context } from '#platform/context.ts'
import { readMaybeOld } from '#platform/db/read-maybe-old.ts'
import { writeAudit } from '#store/audit.ts'
import { compartmentCodes, structures } from '#store/definitions.ts'
import { storeErrors } from '#store/errors.ts'
import { knowParameters } from '#store/search/custom-parameters.ts'
import { unknownNames } from '#store/search/known-names.ts'
import { search, searchCompartment, searchSystem } from '#store/search.ts'
import type { SearchPage, SeenBy } from '#store/types.ts'
import type { Answer } from './answer.ts'
import { bundleBytes, bundleOf, matchEntry } from './bundle-bytes.ts'
import { type Call, lastOf, type Pairs, preference, readPairs } from './call.ts'
import { fhirApiErrors } from './errors.ts'

/** By GET: of everything, of a type, of a compartment. http://hl7.org/fhir/R4/http.html#search */
export function searchAnswer(ctx: Context, call: Call): Promise<Answer> {
  return searched(ctx, call, call.pairs)
}

/** The same by POST: parameters of the address and of the form count together. */
export function searchByForm(ctx: Context, call: Call): Promise<Answer> {
  return searched(ctx, call, [...call.pairs, ...readPairs(call.body.form())])
}

/** Where a search looks. */
interface Place {
  /** Below the base: `Patient/1/Observation`; empty for everything. */
  readonly path: string
  /** Types whose parameters count. */
  readonly types: readonly string[]
  find(ctx: Context, query: string, seenBy: SeenBy): Promise<SearchPage>
}

async function searched(ctx: Context, call: Call, pairs: Pairs): Promise<Answer> {
  const place = placeOf(call, pairs)
  await knowParameters(ctx)
  const used = usedPairs(ctx, call, place, pairs)
  const query = textOf(used)
  const detail = { channel: 'fhir', query: `${place.path}?${query}`.slice(0, 2000) }
  const page = await readMaybeOld(ctx, (reading) => place.find(reading, query, { base: call.base, detail }))
  if (!page.seen) await noteSearch(ctx, page, detail)
  const address = (some: Pairs) =>
    `${call.base}${place.path === '' ? '' : `/${place.path}`}${some.length === 0 ? '' : `?${textOf(some)}`}`
  const link = [{ relation: 'self', url: address(used) }]
  if (page.next !== undefined) {
    const rest = used.filter(([name]) => name !== '_cursor')
    link.push({ relation: 'next', url: address([...rest, ['_cursor', page.next]]) })
  }
  const head = { type: 'searchset', ...(page.total === undefined ? {} : { total: page.total }), link }
  if (page.seen) return { status: 200, headers: {}, body: bundleOf(head, page.seen) }
  const entries = [
    ...page.matches.map((one) => matchEntry(call.base, one, 'match')),
    ...page.included.map((one) => matchEntry(call.base, one, 'include')),
  ]
  return { status: 200, headers: {}, body: bundleBytes(head, entries) }
}

async function noteSearch(ctx: Context, page: SearchPage, detail: SeenBy['detail']): Promise<void> {
  const shown = [...page.matches, ...page.included]
  await writeAudit(ctx, {
    action: 'search',
    outcome: 'success',
    patients: [...new Set(shown.flatMap((one) => one.patientId ?? []))],
    entities: shown.map((one) => `${one.within ?? `${one.type}/${one.id}`}/_history/${one.version}`),
    detail,
  })
}

const wholeCompartment = '*'

function placeOf({ type, id, part }: Call, pairs: Pairs): Place {
  if (type === '') return { path: '', types: typesOf(pairs), find: searchSystem }
  if (id === '')
    return { path: type, types: [type], find: (ctx, query, seenBy) => search(ctx, type, query, seenBy) }
  const codes = compartmentCodes(type)
  const member = part === '' ? wholeCompartment : part
  if (Object.keys(codes).length === 0) throw fhirApiErrors.unknownAddress()
  if (member !== wholeCompartment && !structures.isResource(member))
    throw fhirApiErrors.unknownType({ type: member.slice(0, 60) })
  return {
    path: `${type}/${id}/${member}`,
    types: member === wholeCompartment ? typesOf(pairs, Object.keys(codes)) : [member],
    find: (ctx, query, seenBy) => searchCompartment(ctx, type, id, member, query, seenBy),
  }
}

/** The types that `_type` names, or all. */
function typesOf(pairs: Pairs, all: readonly string[] = Object.keys(structures.resourceTypes)): readonly string[] {
  const named = lastOf(pairs, '_type')
  return named === undefined ? all : named.split(',')
}

/** The parameters that the server knows; others are refused or, usually, left out, which the self link shows. */
function usedPairs(ctx: Context, call: Call, { types }: Place, pairs: Pairs): Pairs {
  if (pairs.length === 0) return pairs
  const unknown = unknownToAll(ctx, types, pairs)
  const [first] = unknown
  if (first !== undefined && preference(call, 'handling') === 'strict')
    throw storeErrors.unknownParameter({
      type: types.length === 1 ? (types[0] ?? '*') : '*',
      parameter: first.slice(0, 60),
    })
  return unknown.size === 0 ? pairs : pairs.filter(([name]) => !unknown.has(name))
}

function unknownToAll(ctx: Context, types: readonly string[], pairs: Pairs): ReadonlySet<string> {
  let unknown: ReadonlySet<string> = new Set(pairs.map(([name]) => name))
  for (const type of types) {
    if (unknown.size === 0) return unknown
    unknown = unknownNames(type, [...unknown], ctx.facility)
  }
  return unknown
}

function textOf(pairs: Pairs): string {
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()
}
