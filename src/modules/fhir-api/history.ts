import { dateRange } from '#fhir/search/date-range.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { countHistory, type History, type HistoryEntry, type HistoryQuery, listHistory } from '#store/history.ts'
import { type Answer, etag } from './answer.ts'
import { bundleBytes, type EntryBytes } from './bundle-bytes.ts'
import { type Call, type Pairs, preference } from './call.ts'
import { fhirApiErrors } from './errors.ts'

const methods = { create: 'POST', update: 'PUT', delete: 'DELETE' } as const
const statuses = { create: '201', update: '200', delete: '204' } as const
const usualPage = 50
const mostPage = 1000
const known = new Set([
  '_count',
  '_since',
  '_at',
  '_list',
  '_sort',
  '_cursor',
  '_format',
  '_pretty',
  '_summary',
  '_elements',
])

const nothing: History = { entries: [], more: false }

/** History of a resource, a type or everything. http://hl7.org/fhir/R4/http.html#history */
export async function historyAnswer(ctx: Context, call: Call): Promise<Answer> {
  const used = usedPairs(call)
  const query = questionOf(call)
  const total = await countHistory(ctx, query)
  const { entries, more, last } = query.count === 0 ? nothing : await listHistory(ctx, query)
  const patients = new Set(entries.map((one) => one.patientId))
  await writeAudit(ctx, {
    action: 'read',
    outcome: 'success',
    patientId: patients.size === 1 ? [...patients][0] : undefined,
    entities: entries.map((one) => `${one.type}/${one.id}/_history/${one.version}`),
    detail: { channel: 'fhir', kind: 'history' },
  })
  const path = [call.type, call.id, '_history'].filter((part) => part !== '').join('/')
  const address = (pairs: Pairs) => {
    const text = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name, value])).toString()
    return `${call.base}/${path}${text ? `?${text}` : ''}`
  }
  const link = [{ relation: 'self', url: address(used) }]
  if (last !== undefined && more) {
    const rest = used.filter(([name]) => name !== '_cursor')
    link.push({ relation: 'next', url: address([...rest, ['_cursor', String(last)]]) })
  }
  const body = bundleBytes(
    { type: 'history', ...(total === undefined ? {} : { total }), link },
    entries.map((one) => entryOf(call.base, one)),
  )
  return { status: 200, headers: {}, body }
}

/** The parameters that count; others are refused or, usually, left out, which the self link shows. */
function usedPairs(call: Call): Pairs {
  const unknown = call.pairs.find(([name]) => !known.has(name))
  if (unknown && preference(call, 'handling') === 'strict')
    throw fhirApiErrors.badParameter({ parameter: unknown[0].slice(0, 60), value: unknown[1].slice(0, 60) })
  return call.pairs.filter(([name]) => known.has(name))
}

function questionOf(call: Call): HistoryQuery & { readonly count: number } {
  const sort = call.query('_sort') ?? '-_lastUpdated'
  if (sort !== '_lastUpdated' && sort !== '-_lastUpdated' && sort !== 'none') throw refused('_sort', sort)
  const lists = call.query('_list')
  const since = timeOf(call, '_since')
  const at = timeOf(call, '_at')
  const cursor = wholeNumber('_cursor', call.query('_cursor'))
  const given = wholeNumber('_count', call.query('_count'))
  return {
    ...(call.type === '' ? {} : { type: call.type }),
    ...(call.id === '' ? {} : { id: call.id }),
    ...(lists === undefined || lists === '' ? {} : { lists }),
    count: call.query('_summary') === 'count' ? 0 : Math.min(given ?? usualPage, mostPage),
    ascending: sort === '_lastUpdated',
    ...(since ? { since: new Date(since.lo) } : {}),
    ...(at ? { at: { from: new Date(at.lo), to: new Date(at.hi) } } : {}),
    ...(cursor === undefined ? {} : { cursor }),
  }
}

const refused = (parameter: string, value: string) =>
  fhirApiErrors.badParameter({ parameter, value: value.slice(0, 60) })

/** A moment or a period. A plus sign of the zone that was not escaped arrives as a space. */
function timeOf(call: Call, name: '_since' | '_at') {
  const text = call.query(name)
  if (text === undefined || text === '') return undefined
  const range = dateRange(text.replace(' ', '+'))
  if (!range) throw refused(name, text)
  return range
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw refused(name, text)
  return Number(text)
}

function entryOf(base: string, one: HistoryEntry): EntryBytes {
  return {
    fullUrl: `${base}/${one.type}/${one.id}`,
    resource: one.deleted ? undefined : one.content,
    rest: {
      request: { method: methods[one.kind], url: one.kind === 'create' ? one.type : `${one.type}/${one.id}` },
      response: {
        status: statuses[one.kind],
        etag: etag(one.version),
        lastModified: one.recordedAt.toISOString(),
      },
    },
  }
}
