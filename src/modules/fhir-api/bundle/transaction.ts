import { informationOutcome } from '#fhir/outcome.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction, runCommand } from '#platform/http/command.ts'
import type { Entry } from '#store/bundle/entries.ts'
import { type EntryResult, writeEntries } from '#store/bundle/transaction.ts'
import { storeErrors } from '#store/errors.ts'
import { findCurrent, readVersion } from '#store/read.ts'
import { type Answer, etag } from '../answer.ts'
import { resourceOf } from '../body.ts'
import { bundleBytes, type EntryBytes } from '../bundle-bytes.ts'
import { type Call, preference } from '../call.ts'
import { conditionOf, ifMatch, ifNoneExist, onlyCreates, refuseExisting } from '../condition.ts'
import { fhirApiErrors } from '../errors.ts'
import type { RunOperation } from '../operations.ts'
import { readPatch } from '../patch.ts'
import { permit } from '../permit.ts'
import { type BundleEntry, type RawEntry, readEntry } from './entries.ts'
import { responseEntry, statusText } from './response.ts'
import { inOrder, runEntry } from './run-entry.ts'

export interface TransactionParts {
  readonly bundle: unknown
  readonly entries: readonly RawEntry[]
  readonly run: RunOperation
}

/** Where the resource of a writing entry is, kept under the command id. */
interface Place {
  readonly index: number
  readonly status: number
  readonly type: string
  readonly id: string
  /** 0 when there was nothing to delete. */
  readonly version: number
  readonly at: string
}

/** All entries or none; what it reads, it reads after its own changes. */
export async function transactionAnswer(ctx: Context, outer: Call, parts: TransactionParts): Promise<Answer> {
  const entries = parts.entries.map((raw, index) => readEntry(outer, raw, index))
  refuseSameUrls(entries)
  for (const permission of new Set(entries.flatMap((entry) => entry.interaction?.permission ?? [])))
    permit(ctx, permission)
  let answered: EntryBytes[] | undefined
  const work = async (tx: Context) => {
    const places = await writeAll(tx, entries.filter(isWrite))
    answered = await respond(tx, outer, entries, places, parts.run)
    return places
  }
  const commandId = outer.header('x-command-id')
  const places =
    commandId === undefined ? await inTransaction(ctx, work) : await runCommand(ctx, commandId, parts.bundle, work)
  // A repeated command did no work: its answer is made again from what was written then.
  answered ??= await respond(ctx, outer, entries, places, parts.run)
  return { status: 200, headers: {}, body: bundleBytes({ type: 'transaction-response' }, answered) }
}

const isWrite = (entry: BundleEntry) => entry.interaction?.permission === 'fhir.write'

/** http://hl7.org/fhir/R4/bundle.html#bundle-unique: no two entries stand for the same thing. */
function refuseSameUrls(entries: readonly BundleEntry[]): void {
  const seen = new Set<string>()
  for (const { fullUrl, index } of entries) {
    if (fullUrl === undefined) continue
    if (seen.has(fullUrl)) throw fhirApiErrors.entryTwice({ index, url: fullUrl.slice(0, 120) })
    seen.add(fullUrl)
  }
}

async function writeAll(ctx: Context, entries: readonly BundleEntry[]): Promise<readonly Place[]> {
  const ready: Entry[] = []
  for (const entry of inOrder(entries)) ready.push(await toStore(ctx, entry))
  refuseSameConditions(ready)
  const onlyNew = new Set(entries.filter(isOnlyNew).map((entry) => entry.index))
  const writing = writeEntries(ctx, ready, { purpose: 'fhir' })
  const results = await (onlyNew.size > 0 ? writing.catch(refuseExisting) : writing)
  for (const { entry, type, id, committed } of results)
    if (onlyNew.has(entry.index) && !committed?.created) throw fhirApiErrors.existsAlready({ type, id })
  const places: Place[] = []
  for (const result of results) places.push(await placeOf(ctx, result))
  return places
}

const isOnlyNew = ({ method, call }: BundleEntry) => method === 'PUT' && onlyCreates(call.header('if-none-match'))

async function toStore(ctx: Context, given: BundleEntry): Promise<Entry> {
  const { index, method, fullUrl, call } = given
  const { type } = call
  const entry: Entry = {
    index,
    method: 'PUT',
    type,
    id: call.id || undefined,
    query: undefined,
    url: '',
    fullUrl,
    ifVersion: ifMatch(call.header('if-match')),
    resource: undefined,
  }
  if (method === 'POST') {
    const query = ifNoneExist(call.header('if-none-exist'))
    return { ...entry, method, query, resource: resourceOf(await call.body.value(), type) }
  }
  const aimed = call.id === '' ? { ...entry, query: conditionOf(call.pairs) } : entry
  if (method === 'DELETE') return { ...aimed, method }
  if (method === 'PATCH') return (await readPatch(call)).toUpdate(ctx, aimed)
  const resource = resourceOf(await call.body.value(), type)
  if (call.id !== '' && resource.id !== call.id) throw storeErrors.idMismatch({ type, id: call.id })
  return { ...aimed, resource, ...(isOnlyNew(given) ? { id: undefined } : {}) }
}

/** The same condition twice would stand for one resource, or make two where one was meant. */
function refuseSameConditions(entries: readonly Entry[]): void {
  const seen = new Set<string>()
  for (const { type, query, index } of entries) {
    if (query === undefined) continue
    const key = `${type}?${query}`
    if (seen.has(key)) throw fhirApiErrors.conditionTwice({ index, condition: key.slice(0, 120) })
    seen.add(key)
  }
}

async function placeOf(ctx: Context, { entry, type, id, committed }: EntryResult): Promise<Place> {
  const place = { index: entry.index, type, id }
  if (entry.method === 'DELETE')
    return { ...place, status: 204, version: committed?.version ?? 0, at: ctx.now().toISOString() }
  if (committed)
    return {
      ...place,
      status: committed.created ? 201 : 200,
      version: committed.version,
      at: committed.recordedAt.toISOString(),
    }
  const found = await findCurrent(ctx, type, id)
  return {
    ...place,
    status: 200,
    version: found?.version ?? 0,
    at: (found?.recordedAt ?? ctx.now()).toISOString(),
  }
}

/** The answers in the order of the entries; one reading entry that fails fails all. */
async function respond(
  ctx: Context,
  outer: Call,
  entries: readonly BundleEntry[],
  places: readonly Place[],
  run: RunOperation,
): Promise<EntryBytes[]> {
  const answered: EntryBytes[] = []
  for (const place of places) answered[place.index] = await placeEntry(ctx, outer, place)
  for (const entry of inOrder(entries.filter((one) => !isWrite(one))))
    answered[entry.index] = responseEntry(await runEntry(ctx, entry, run))
  return answered
}

async function placeEntry(ctx: Context, outer: Call, place: Place): Promise<EntryBytes> {
  const { type, id, version } = place
  const status = statusText(place.status)
  const tag = version > 0 ? { etag: etag(version) } : {}
  if (place.status === 204) return { rest: { response: { status, ...tag } } }
  const wanted = preference(outer, 'return')
  const location = `${outer.base}/${type}/${id}/_history/${version}`
  const outcome = wanted === 'OperationOutcome' ? { outcome: informationOutcome('Stored.') } : {}
  return {
    fullUrl: `${outer.base}/${type}/${id}`,
    resource: wanted === 'representation' ? (await readVersion(ctx, type, id, version)).content : undefined,
    rest: { response: { status, location, ...tag, lastModified: place.at, ...outcome } },
  }
}
