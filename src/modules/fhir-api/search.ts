import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { storeErrors } from '#store/errors.ts'
import { unknownNames } from '#store/search/known-names.ts'
import { search } from '#store/search.ts'
import type { Answer } from './answer.ts'
import { bundleBytes, matchEntry } from './bundle-bytes.ts'

export interface SearchCall {
  readonly base: string
  readonly type: string
  readonly pairs: readonly (readonly [string, string])[]
  /** `Prefer: handling=strict`: an unknown parameter is refused, not left out. */
  readonly strict: boolean
}

/** http://hl7.org/fhir/R4/http.html#search */
export async function searchAnswer(ctx: Context, { base, type, pairs, strict }: SearchCall): Promise<Answer> {
  const unknown = unknownNames(
    type,
    pairs.map(([name]) => name),
  )
  const first = [...unknown][0]
  if (strict && first !== undefined) throw storeErrors.unknownParameter({ type, parameter: first.slice(0, 60) })
  const used = pairs.filter(([name]) => !unknown.has(name))
  const query = new URLSearchParams(used.map(([name, value]): [string, string] => [name, value])).toString()
  const page = await search(ctx, type, query)
  const patients = new Set(page.matches.map((one) => one.patientId))
  await writeAudit(ctx, {
    action: 'search',
    outcome: 'success',
    patientId: patients.size === 1 ? [...patients][0] : undefined,
    entities: [...page.matches, ...page.included].map((one) => `${one.type}/${one.id}/_history/${one.version}`),
    detail: { channel: 'fhir', query: `${type}?${query}`.slice(0, 2000) },
  })
  const withoutCursor = used.filter(([name]) => name !== '_cursor')
  const link = [{ relation: 'self', url: addressOf(base, type, used) }]
  if (page.next !== undefined)
    link.push({ relation: 'next', url: addressOf(base, type, [...withoutCursor, ['_cursor', page.next]]) })
  const head = { type: 'searchset', ...(page.total === undefined ? {} : { total: page.total }), link }
  const entries = [
    ...page.matches.map((one) => matchEntry(base, one, 'match')),
    ...page.included.map((one) => matchEntry(base, one, 'include')),
  ]
  return { status: 200, headers: {}, body: bundleBytes(head, entries) }
}

function addressOf(base: string, type: string, pairs: readonly (readonly [string, string])[]): string {
  const query = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()
  return `${base}/${type}${query ? `?${query}` : ''}`
}
