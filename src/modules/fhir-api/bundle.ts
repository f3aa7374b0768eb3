import type { Context } from '#platform/context.ts'
import { inTransaction, runCommand } from '#platform/http/command.ts'
import { toAppError } from '#platform/http/problem.ts'
import { type Entry, readEntries } from '#store/bundle/entries.ts'
import { writeEntries } from '#store/bundle/transaction.ts'
import { type Answer, errorAnswer } from './answer.ts'
import { bundleBytes, type EntryBytes } from './bundle-bytes.ts'
import { readByUrl } from './read-by-url.ts'
import { writeAnswer } from './write.ts'

export interface BundleCall {
  readonly base: string
  readonly bundle: unknown
  readonly commandId: string | undefined
}

/** Where the resource of a writing entry is, kept under the command id. */
interface Place {
  readonly index: number
  readonly type: string
  readonly id: string
  readonly version: number
  readonly status: string
  readonly at: string
}

const isReading = (entry: Entry) => entry.method === 'GET' || entry.method === 'HEAD'

/** http://hl7.org/fhir/R4/http.html#transaction */
export async function bundleAnswer(ctx: Context, call: BundleCall): Promise<Answer> {
  const entries = readEntries(call.bundle, ['batch', 'transaction'])
  const { type } = call.bundle as { type: string }
  return type === 'batch' ? batchAnswer(ctx, call.base, entries) : transactionAnswer(ctx, call, entries)
}

async function transactionAnswer(ctx: Context, call: BundleCall, entries: readonly Entry[]): Promise<Answer> {
  const work = (tx: Context) => writeAll(tx, entries)
  const places =
    call.commandId === undefined
      ? await inTransaction(ctx, work)
      : await runCommand(ctx, call.commandId, call.bundle, work)
  const written = new Map(places.map((place) => [place.index, place]))
  const answered: EntryBytes[] = []
  for (const entry of entries) {
    const place = written.get(entry.index)
    answered.push(place ? placeEntry(call.base, place) : answerEntry(await readByUrl(ctx, call.base, entry.url)))
  }
  return { status: 200, headers: {}, body: bundleBytes({ type: 'transaction-response' }, answered) }
}

async function writeAll(ctx: Context, entries: readonly Entry[]): Promise<readonly Place[]> {
  const results = await writeEntries(
    ctx,
    entries.filter((entry) => !isReading(entry)),
    { purpose: 'fhir' },
  )
  return results.map(({ entry, type, id, committed }) => ({
    index: entry.index,
    type,
    id,
    version: committed?.version ?? 0,
    status: statusOf(entry, committed?.created),
    at: (committed?.recordedAt ?? ctx.now()).toISOString(),
  }))
}

function statusOf(entry: Entry, created: boolean | undefined): string {
  if (entry.method === 'DELETE') return '204 No Content'
  return created ? '201 Created' : '200 OK'
}

function placeEntry(base: string, place: Place): EntryBytes {
  if (place.status.startsWith('204')) return { rest: { response: { status: place.status } } }
  const versioned = place.version > 0
  return {
    fullUrl: `${base}/${place.type}/${place.id}`,
    rest: {
      response: {
        status: place.status,
        location: `${base}/${place.type}/${place.id}${versioned ? `/_history/${place.version}` : ''}`,
        ...(versioned ? { etag: `W/"${place.version}"`, lastModified: place.at } : {}),
      },
    },
  }
}

/** http://hl7.org/fhir/R4/http.html#batch: every entry stands for itself. */
async function batchAnswer(ctx: Context, base: string, entries: readonly Entry[]): Promise<Answer> {
  const answered: EntryBytes[] = []
  for (const entry of entries) answered.push(answerEntry(await batchEntry(ctx, base, entry)))
  return { status: 200, headers: {}, body: bundleBytes({ type: 'batch-response' }, answered) }
}

async function batchEntry(ctx: Context, base: string, entry: Entry): Promise<Answer> {
  try {
    if (isReading(entry)) return await readByUrl(ctx, base, entry.url)
    const { method, type, id, query, resource } = entry
    const ifMatch = entry.ifVersion === undefined ? undefined : `"${entry.ifVersion}"`
    return await writeAnswer(ctx, {
      base,
      method: method as 'POST' | 'PUT' | 'DELETE',
      type,
      id,
      query,
      ifMatch,
      resource,
    })
  } catch (error) {
    const known = toAppError(error)
    if (known.category === 'fault') throw error
    return errorAnswer(ctx, known, known.message)
  }
}

function answerEntry(answer: Answer): EntryBytes {
  const { location, etag, ...headers } = answer.headers
  const response: Record<string, unknown> = { status: String(answer.status) }
  if (location) response['location'] = location
  if (etag) response['etag'] = etag
  if (headers['last-modified']) response['lastModified'] = new Date(headers['last-modified']).toISOString()
  if (answer.status < 400) return { resource: answer.body, rest: { response } }
  return { rest: { response: { ...response, outcome: JSON.parse(answer.body?.toString() ?? '{}') as unknown } } }
}
