import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { storeErrors } from '#store/errors.ts'
import { unknownNames } from '#store/search/known-names.ts'
import { search } from '#store/search.ts'
import type { Answer } from './answer.ts'
import { bundleBytes, matchEntry } from './bundle-bytes.ts'
import { type Call, type Pairs, preference, readPairs } from './call.ts'

/** http://hl7.org/fhir/R4/http.html#search by GET: of a type */
export function searchAnswer(ctx: Context, call: Call): Promise<Answer> {
  return searched(ctx, call, call.pairs)
}

/** The same by POST: parameters of the address and of the form count together. */
export function searchByForm(ctx: Context, call: Call): Promise<Answer> {
  return searched(ctx, call, [...call.pairs, ...readPairs(call.body.form())])
}

async function searched(ctx: Context, call: Call, pairs: Pairs): Promise<Answer> {
  const used = usedPairs(call, pairs)
  const query = textOf(used)
  const page = await search(ctx, call.type, query)
  const patients = new Set(page.matches.map((one) => one.patientId))
  await writeAudit(ctx, {
    action: 'search',
    outcome: 'success',
    patientId: patients.size === 1 ? [...patients][0] : undefined,
    entities: [...page.matches, ...page.included].map((one) => `${one.type}/${one.id}/_history/${one.version}`),
    detail: { channel: 'fhir', query: `${call.type}?${query}`.slice(0, 2000) },
  })
  const address = (some: Pairs) => `${call.base}/${call.type}${some.length === 0 ? '' : `?${textOf(some)}`}`
  const link = [{ relation: 'self', url: address(used) }]
  if (page.next !== undefined) {
    const rest = used.filter(([name]) => name !== '_cursor')
    link.push({ relation: 'next', url: address([...rest, ['_cursor', page.next]]) })
  }
  const head = { type: 'searchset', ...(page.total === undefined ? {} : { total: page.total }), link }
  const entries = [
    ...page.matches.map((one) => matchEntry(call.base, one, 'match')),
    ...page.included.map((one) => matchEntry(call.base, one, 'include')),
  ]
  return { status: 200, headers: {}, body: bundleBytes(head, entries) }
}

/** The parameters that the server knows; others are refused or, usually, left out, which the self link shows. */
function usedPairs({ type, header }: Call, pairs: Pairs): Pairs {
  const unknown = unknownNames(
    type,
    pairs.map(([name]) => name),
  )
  const [first] = unknown
  if (first !== undefined && preference({ header }, 'handling') === 'strict')
    throw storeErrors.unknownParameter({ type, parameter: first.slice(0, 60) })
  return pairs.filter(([name]) => !unknown.has(name))
}

function textOf(pairs: Pairs): string {
  return new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()
}
