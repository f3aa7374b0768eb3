import { informationOutcome } from '#fhir/outcome.ts'
import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction, runCommand } from '#platform/http/command.ts'
import type { Entry } from '#store/bundle/entries.ts'
import { type EntryResult, writeEntries } from '#store/bundle/transaction.ts'
import { storeErrors } from '#store/errors.ts'
import { findCurrent, readVersion } from '#store/read.ts'
import { search } from '#store/search.ts'
import { type Answer, etag, jsonAnswer } from './answer.ts'
import { resourceBody } from './binary.ts'
import { type Call, preference } from './call.ts'
import { conditionOf, ifMatch, ifNoneExist, onlyCreates, refuseExisting } from './condition.ts'
import { fhirApiErrors } from './errors.ts'
import { readPatch } from './patch.ts'

/** What was written, kept under the command id. */
interface Written {
  readonly status: number
  readonly id: string
  /** 0 when there was nothing to delete. */
  readonly version: number
  readonly at: string
}

/** The bytes of what was written just now; an answer that is repeated reads them again. */
const fresh = new WeakMap<Written, Buffer>()

type Work = (ctx: Context) => Promise<Written>

/** http://hl7.org/fhir/R4/http.html#create, also conditional */
export async function createAnswer(ctx: Context, call: Call): Promise<Answer> {
  const resource = await resourceBody(call)
  const query = ifNoneExist(call.header('if-none-exist'))
  return writeAnswer(
    ctx,
    call,
    resource,
    (tx) => write(tx, { ...entryOf(call), method: 'POST', query, resource }),
    query === undefined,
  )
}

/** http://hl7.org/fhir/R4/http.html#update, also conditional, also of what is not there yet */
export async function updateAnswer(ctx: Context, call: Call): Promise<Answer> {
  const resource = await resourceBody(call)
  if (call.id !== '' && resource.id !== call.id) throw storeErrors.idMismatch({ type: call.type, id: call.id })
  const onlyNew = onlyCreates(call.header('if-none-match'))
  const aimed: Entry = { ...entryOf(call), ...target(call), method: 'PUT', resource }
  // Without an address the resource's own id is taken, which must be free.
  const entry = onlyNew ? { ...aimed, id: undefined } : aimed
  return writeAnswer(
    ctx,
    call,
    resource,
    async (tx) => {
      await needVersion(tx, entry)
      return onlyNew ? create(tx, entry) : write(tx, entry)
    },
    call.id !== '' && !ctx.config.fhirUpdatesNeedVersion,
  )
}

/** Writes what must be new; a condition that found something has written it and is undone. */
async function create(ctx: Context, entry: Entry): Promise<Written> {
  const written = await write(ctx, entry).catch(refuseExisting)
  if (written.status !== 201) throw fhirApiErrors.existsAlready({ type: entry.type, id: written.id })
  return written
}

/** http://hl7.org/fhir/R4/http.html#patch, also conditional */
export async function patchAnswer(ctx: Context, call: Call): Promise<Answer> {
  const patch = await readPatch(call)
  return writeAnswer(ctx, call, patch.source, async (tx) => {
    const entry = await patch.toUpdate(tx, { ...entryOf(call), ...target(call) })
    return write(tx, entry)
  })
}

/** http://hl7.org/fhir/R4/http.html#delete, also conditional; deleting what is not there changes nothing. */
export async function deleteAnswer(ctx: Context, call: Call): Promise<Answer> {
  const entry: Entry = { ...entryOf(call), ...target(call), method: 'DELETE' }
  const written = await once(
    ctx,
    call,
    undefined,
    async (tx) => {
      const most = call.id === '' ? call.query('_count') : undefined
      if (most !== undefined) return deleteSeveral(tx, entry, most)
      const done = await write(tx, entry)
      if (done.version === 0 && entry.ifVersion !== undefined)
        throw storeErrors.versionConflict({
          type: call.type,
          id: done.id,
          expected: entry.ifVersion,
          current: 'none',
        })
      return done
    },
    call.id !== '',
  )
  const headers = written.version > 0 ? { etag: etag(written.version) } : {}
  if (preference(call, 'return') === 'OperationOutcome')
    return jsonAnswer(200, informationOutcome('Deleted.'), headers)
  return { status: 204, headers, body: undefined }
}

function entryOf(call: Call): Entry {
  return {
    index: 0,
    method: 'PUT',
    type: call.type,
    id: undefined,
    query: undefined,
    url: '',
    fullUrl: undefined,
    ifVersion: ifMatch(call.header('if-match')),
    resource: undefined,
  }
}

/** The id of the address, or else its condition. */
function target(call: Call): Pick<Entry, 'id' | 'query'> {
  if (call.id !== '') return { id: call.id, query: undefined }
  return { id: undefined, query: conditionOf(call.pairs) }
}

/** Where the setting asks for it, nothing is overwritten unseen. */
async function needVersion(ctx: Context, entry: Entry): Promise<void> {
  if (!ctx.config.fhirUpdatesNeedVersion || entry.ifVersion !== undefined || entry.id === undefined) return
  if (await findCurrent(ctx, entry.type, entry.id)) throw fhirApiErrors.versionNeeded({ type: entry.type })
}

async function writeAnswer(ctx: Context, call: Call, input: unknown, work: Work, plain = false): Promise<Answer> {
  const written = await once(ctx, call, input, work, plain)
  const { id, version, status } = written
  const headers = {
    etag: etag(version),
    'last-modified': new Date(written.at).toUTCString(),
    location: `${call.base}/${call.type}/${id}/_history/${version}`,
  }
  const wanted = preference(call, 'return') ?? (call.inBundle ? 'minimal' : 'representation')
  if (wanted === 'minimal') return { status, headers, body: undefined }
  if (wanted === 'OperationOutcome') return jsonAnswer(status, informationOutcome('Stored.'), headers)
  const body = fresh.get(written) ?? (await readVersion(ctx, call.type, id, version)).content
  return { status, headers, body }
}

/**
 * With X-Command-Id a write is made once; repeating it returns the first answer. A write of a known id (`plain`)
 * needs no transaction of its own: the store makes one for all writes of the moment.
 */
function once(ctx: Context, call: Call, input: unknown, work: Work, plain: boolean): Promise<Written> {
  const commandId = call.header('x-command-id')
  if (commandId === undefined) return plain ? work(ctx) : inTransaction(ctx, work)
  const conditions = ['if-match', 'if-none-exist', 'if-none-match'].map((name) => call.header(name))
  const given = [call.type, call.id, call.queryText, ...conditions, input]
  return runCommand(ctx, commandId, given, work)
}

async function write(ctx: Context, entry: Entry): Promise<Written> {
  const [result] = await writeEntries(ctx, [entry], { purpose: 'fhir' }).catch((error: unknown) => {
    if (entry.method === 'DELETE' && isGone(error))
      return [{ entry, type: entry.type, id: '', committed: undefined }]
    throw error
  })
  if (!result) throw new Error('one entry gives one result')
  return writtenOf(ctx, result)
}

/** Deleting what is not there succeeds and changes nothing. http://hl7.org/fhir/R4/http.html#delete */
function isGone(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'store.deleted' || error.code === 'common.notFound')
}

async function writtenOf(ctx: Context, { entry, type, id, committed }: EntryResult): Promise<Written> {
  if (committed) {
    const { created, version, recordedAt, content } = committed
    const written = { status: created ? 201 : 200, id, version, at: recordedAt.toISOString() }
    fresh.set(written, content)
    return written
  }
  const found = entry.method === 'DELETE' ? undefined : await findCurrent(ctx, type, id)
  return { status: 200, id, version: found?.version ?? 0, at: (found?.recordedAt ?? ctx.now()).toISOString() }
}

/** Most resources that one conditional delete with `_count` takes. */
const mostDeleted = 100

/** Deletes all matches, at most as many as the client says; with more it deletes none. */
async function deleteSeveral(ctx: Context, entry: Entry, count: string): Promise<Written> {
  const most = /^\d{1,3}$/.test(count) ? Number(count) : 0
  if (most < 1 || most > mostDeleted)
    throw fhirApiErrors.badParameter({ parameter: '_count', value: `${count.slice(0, 20)} (1–${mostDeleted})` })
  const { matches } = await search(ctx, entry.type, `${entry.query}&_count=${most + 1}`)
  if (matches.length > most) throw fhirApiErrors.tooMany({ most })
  const entries = matches.map(({ id }, index): Entry => ({ ...entry, index, id, query: undefined }))
  await writeEntries(ctx, entries, { purpose: 'fhir' })
  return { status: 200, id: '', version: 0, at: ctx.now().toISOString() }
}
