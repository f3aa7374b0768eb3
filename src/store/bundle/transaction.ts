import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { commit } from '../commit.ts'
import { storeErrors } from '../errors.ts'
import type { Committed } from '../types.ts'
import { type Entry, readEntries } from './entries.ts'
import { findExisting } from './find-existing.ts'
import { lockConditions } from './lock-conditions.ts'
import { type Planned, type Planning, plan, type TransactionOptions } from './plan.ts'
import { lateOnes, resolveAddresses, resolveConditions } from './resolve-addresses.ts'

/** What became of one writing entry. */
export interface EntryResult {
  readonly entry: Entry
  readonly type: string
  readonly id: string
  /** Undefined when nothing had to be written: ifNoneExist found one, a conditional delete found none. */
  readonly committed: Committed | undefined
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

/**
 * Writes entries, references among them resolved: in one commit, or in two when a conditional reference names what
 * the entries themselves make. Deletions are planned first, so that a condition does not find what goes.
 */
export async function writeEntries(
  ctx: Context,
  entries: readonly Entry[],
  options: TransactionOptions,
): Promise<readonly EntryResult[]> {
  await lockConditions(ctx, entries)
  const planning: Planning = {
    options,
    present: options.keepIds ? await findExisting(ctx, entries) : new Set<string>(),
    deleted: new Set(),
  }
  const planned: Planned[] = []
  for (const entry of deletionsFirst(entries)) planned.push(await plan(ctx, entry, planning))
  refuseTwice(planned)
  const waiting = await resolveAddresses(ctx, planned)
  const committed = new Map<Planned, Committed>()
  const write = async (some: readonly Planned[]) => {
    const writing = some.filter((one) => one.change !== undefined)
    const done = await commit(
      ctx,
      writing.flatMap((one) => one.change ?? []),
      options,
    )
    for (const [at, one] of done.entries()) if (writing[at]) committed.set(writing[at], one)
  }
  if (waiting.length === 0) await write(planned)
  else {
    const late = lateOnes(planned, waiting)
    await write(planned.filter((one) => !late.has(one)))
    await resolveConditions(ctx, waiting)
    await write([...late])
  }
  const results = planned.map((one) => ({
    entry: one.entry,
    type: one.type,
    id: one.id,
    committed: committed.get(one),
  }))
  return results.sort((a, b) => a.entry.index - b.entry.index)
}

function deletionsFirst(entries: readonly Entry[]): readonly Entry[] {
  if (!entries.some((entry) => entry.method === 'DELETE')) return entries
  return entries.toSorted((a, b) => Number(b.method === 'DELETE') - Number(a.method === 'DELETE'))
}

/** Two changes of one resource in one transaction: http://hl7.org/fhir/R4/http.html#trules */
function refuseTwice(planned: readonly Planned[]): void {
  const seen = new Set<string>()
  for (const { type, id, change } of planned) {
    if (!change) continue
    const key = `${type}/${id}`
    if (seen.has(key)) throw storeErrors.twice({ type, id })
    seen.add(key)
  }
}
