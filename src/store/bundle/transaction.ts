import type { Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { commit } from '../commit.ts'
import { storeErrors } from '../errors.ts'
import { findCurrent } from '../read.ts'
import { search } from '../search.ts'
import type { Change, CommitOptions, Committed } from '../types.ts'
import { type Entry, readEntries } from './entries.ts'
import { findExisting } from './find-existing.ts'
import { conditionalReferences, rewriteReferences } from './rewrite-references.ts'

export interface TransactionOptions extends CommitOptions {
  /** Import: a POST keeps the id that the resource carries, and is left out when that id is stored already. */
  readonly keepIds?: boolean
}

/** What became of one writing entry. */
export interface EntryResult {
  readonly entry: Entry
  readonly type: string
  readonly id: string
  /** Undefined when nothing had to be written: ifNoneExist found one, a conditional delete found none. */
  readonly committed: Committed | undefined
}

interface Planned {
  readonly entry: Entry
  readonly type: string
  readonly id: string
  readonly change: Change | undefined
}

/** Writes a transaction bundle, all of it or nothing. Reading entries are left to the caller. */
export function writeTransaction(
  ctx: Context,
  bundle: unknown,
  options: TransactionOptions = {},
): Promise<readonly EntryResult[]> {
  const entries = readEntries(bundle, ['transaction']).filter(
    (entry) => entry.method !== 'GET' && entry.method !== 'HEAD',
  )
  return inTransaction(ctx, (tx) => writeEntries(tx, entries, options))
}

/** Writes entries in one commit, references among them resolved. */
export async function writeEntries(
  ctx: Context,
  entries: readonly Entry[],
  options: TransactionOptions,
): Promise<readonly EntryResult[]> {
  const present = options.keepIds ? await findExisting(ctx, entries) : new Set<string>()
  const planned: Planned[] = []
  for (const entry of entries) planned.push(await plan(ctx, entry, options, present))
  await resolveAddresses(ctx, planned)
  const writing = planned.filter((one) => one.change !== undefined)
  const done = await commit(
    ctx,
    writing.flatMap((one) => one.change ?? []),
    options,
  )
  const committed = new Map(writing.map((one, at) => [one, done[at]]))
  return planned.map((one) => ({ entry: one.entry, type: one.type, id: one.id, committed: committed.get(one) }))
}

async function resolveAddresses(ctx: Context, planned: readonly Planned[]): Promise<void> {
  const addresses = new Map<string, string>()
  const conditional = new Set<string>()
  for (const { entry, type, id, change } of planned) {
    if (entry.fullUrl !== undefined) addresses.set(entry.fullUrl, `${type}/${id}`)
    if (change) conditionalReferences(entry.resource, conditional)
  }
  for (const reference of conditional) addresses.set(reference, await resolveOne(ctx, reference))
  if (addresses.size > 0)
    for (const { change } of planned) if (change?.kind !== 'delete') rewriteReferences(change?.resource, addresses)
}

async function resolveOne(ctx: Context, reference: string): Promise<string> {
  const [type = '', query = ''] = reference.split('?', 2)
  const id = await findOne(ctx, type, query)
  if (id === undefined) throw storeErrors.notFoundOnce({ query: reference.slice(0, 120), count: 0 })
  return `${type}/${id}`
}

/** The id of the only match; undefined when there is none. */
export async function findOne(ctx: Context, type: string, query: string): Promise<string | undefined> {
  if (query === '') throw storeErrors.bundle({ reason: 'a condition is empty' })
  const { matches } = await search(ctx, type, `${query}&_count=2`)
  if (matches.length > 1)
    throw storeErrors.notFoundOnce({ query: `${type}?${query}`.slice(0, 120), count: 'several' })
  return matches[0]?.id
}

async function plan(
  ctx: Context,
  entry: Entry,
  options: TransactionOptions,
  present: ReadonlySet<string>,
): Promise<Planned> {
  if (entry.method === 'POST') return planCreate(ctx, entry, options, present)
  return entry.method === 'PUT' ? planUpdate(ctx, entry) : planDelete(ctx, entry)
}

async function planCreate(
  ctx: Context,
  entry: Entry,
  options: TransactionOptions,
  present: ReadonlySet<string>,
): Promise<Planned> {
  const { type } = entry
  const existing = entry.query === undefined ? undefined : await findOne(ctx, type, entry.query)
  if (existing !== undefined) return { entry, type, id: existing, change: undefined }
  const own = options.keepIds ? entry.resource?.id : undefined
  if (own !== undefined && present.has(`${type}/${own}`)) return { entry, type, id: own, change: undefined }
  const id = own ?? ctx.newId()
  return { entry, type, id, change: { kind: 'create', id, resource: given(entry) } }
}

async function planUpdate(ctx: Context, entry: Entry): Promise<Planned> {
  const { type } = entry
  const resource = given(entry)
  const found = entry.query === undefined ? undefined : await findOne(ctx, type, entry.query)
  const id = entry.id ?? found ?? resource.id ?? ctx.newId()
  if (resource.id !== undefined && resource.id !== id) throw storeErrors.idMismatch({ type, id })
  const ifVersion = entry.ifVersion === undefined ? {} : { ifVersion: entry.ifVersion }
  return { entry, type, id, change: { kind: 'update', resource: Object.assign(resource, { id }), ...ifVersion } }
}

async function planDelete(ctx: Context, entry: Entry): Promise<Planned> {
  const { type } = entry
  const id = entry.id ?? (await findOne(ctx, type, entry.query ?? ''))
  if (id === undefined) return { entry, type, id: '', change: undefined }
  // Deleting what is not there succeeds and changes nothing: http://hl7.org/fhir/R4/http.html#delete
  if (!(await findCurrent(ctx, type, id))) return { entry, type, id, change: undefined }
  return {
    entry,
    type,
    id,
    change: { kind: 'delete', type, id, ...(entry.ifVersion === undefined ? {} : { ifVersion: entry.ifVersion }) },
  }
}

function given(entry: Entry): Resource {
  if (!entry.resource) throw storeErrors.bundle({ reason: `entry ${entry.index}: resource is missing` })
  return entry.resource
}
