import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { type HistoryEntry, type HistoryQuery, listHistory } from '#store/history.ts'
import { type Answer, etag } from './answer.ts'
import { bundleBytes, type EntryBytes } from './bundle-bytes.ts'
import { fhirApiErrors } from './errors.ts'

const methods = { create: 'POST', update: 'PUT', delete: 'DELETE' } as const
const statuses = { create: '201', update: '200', delete: '204' } as const
const usualPage = 50

/** http://hl7.org/fhir/R4/http.html#history */
export async function historyAnswer(
  ctx: Context,
  base: string,
  of: { readonly type?: string; readonly id?: string },
  query: Readonly<Record<string, string>>,
): Promise<Answer> {
  const count = Math.max(1, wholeNumber('_count', query['_count']) ?? usualPage)
  const asked = questionOf(of, query, count)
  const entries = await listHistory(ctx, asked)
  const patients = new Set(entries.map((one) => one.patientId))
  await writeAudit(ctx, {
    action: 'read',
    outcome: 'success',
    patientId: patients.size === 1 ? [...patients][0] : undefined,
    entities: entries.map((one) => `${one.type}/${one.id}/_history/${one.version}`),
    detail: { channel: 'fhir', kind: 'history' },
  })
  const path = [of.type, of.id, '_history'].filter((part) => part !== undefined).join('/')
  const last = entries.at(-1)
  const link = [{ relation: 'self', url: `${base}/${path}` }]
  if (last && entries.length === count)
    link.push({ relation: 'next', url: `${base}/${path}?_count=${count}&_before=${last.seq}` })
  return {
    status: 200,
    headers: {},
    body: bundleBytes(
      { type: 'history', link },
      entries.map((one) => entryOf(base, one)),
    ),
  }
}

function questionOf(
  of: { readonly type?: string; readonly id?: string },
  query: Readonly<Record<string, string>>,
  count: number,
): HistoryQuery {
  const since = query['_since'] === undefined ? undefined : new Date(query['_since'].replace(' ', '+'))
  if (since && Number.isNaN(since.getTime()))
    throw fhirApiErrors.badHeader({ header: '_since', value: String(query['_since']).slice(0, 60) })
  const before = wholeNumber('_before', query['_before'])
  return { ...of, count, ...(since ? { since } : {}), ...(before === undefined ? {} : { before }) }
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,15}$/.test(text)) throw fhirApiErrors.badHeader({ header: name, value: text.slice(0, 60) })
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
