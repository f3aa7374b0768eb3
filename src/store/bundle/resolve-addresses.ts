import { isLargeSystem, piecesOf } from '#fhir/terminology/large-system.ts'
import type { Context } from '#platform/context.ts'
import { pause } from '#platform/pause.ts'
import { storeErrors } from '../errors.ts'
import { findOne } from './find-one.ts'
import type { Planned } from './plan.ts'
import { type Addresses, conditionalReferences, refersTo, rewriteReferences } from './rewrite-references.ts'

/** Resolves references among the entries; gives those whose conditional references find nothing stored yet. */
export async function resolveAddresses(ctx: Context, planned: readonly Planned[]): Promise<readonly Planned[]> {
  const addresses = new Map<string, string>()
  for (const { entry, type, id } of planned)
    if (entry.fullUrl !== undefined) addresses.set(entry.fullUrl, `${type}/${id}`)
  if (addresses.size > 0)
    for (const one of planned) rewriteReferences(written(one), within(one.entry.fullUrl, addresses))
  return resolveConditions(ctx, planned, true)
}

/** A relative reference is completed by the address of its own entry before it is looked for among the others. */
function within(fullUrl: string | undefined, addresses: ReadonlyMap<string, string>): Addresses {
  const base =
    fullUrl === undefined ? null : /^(https?:\/\/.+\/)[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.exec(fullUrl)
  const root = base?.[1]
  if (root === undefined) return addresses
  return { get: (text) => addresses.get(text) ?? addresses.get(root + text) }
}

/** Replaces conditional references by what they find; gives the holders of those that find nothing. */
export async function resolveConditions(
  ctx: Context,
  planned: readonly Planned[],
  mayWait = false,
): Promise<readonly Planned[]> {
  const found = new Map<string, string>()
  const waiting: Planned[] = []
  for (const one of planned) {
    const resource = written(one)
    const wanted = await wantedBy(resource)
    if (wanted.size === 0) continue
    const missing = await findAll(ctx, wanted, found)
    rewriteReferences(resource, found)
    for (const reference of missing) if (!mayWait || !makes(planned, reference)) throw nothingFound(reference)
    if (missing.length > 0) waiting.push(one)
  }
  return waiting
}

async function wantedBy(resource: unknown): Promise<ReadonlySet<string>> {
  if (!isLargeSystem(resource)) return conditionalReferences(resource)
  const wanted = new Set<string>()
  for (const piece of piecesOf(resource)) {
    conditionalReferences(piece.resource, wanted)
    await pause()
  }
  return wanted
}

const written = ({ change }: Planned) => (change && change.kind !== 'delete' ? change.resource : undefined)

/** Looks for each reference once; gives those that find nothing. */
async function findAll(
  ctx: Context,
  wanted: ReadonlySet<string>,
  found: Map<string, string>,
): Promise<readonly string[]> {
  const missing: string[] = []
  for (const reference of wanted) {
    const address = found.get(reference) ?? (await resolveOne(ctx, reference))
    if (address === undefined) missing.push(reference)
    else found.set(reference, address)
  }
  return missing
}

const nothingFound = (reference: string) => storeErrors.notFoundOnce({ query: reference.slice(0, 120), count: 0 })

/** Whether an entry makes a resource of the type that a conditional reference asks for. */
function makes(planned: readonly Planned[], reference: string): boolean {
  const [type] = reference.split('?', 1)
  return planned.some((one) => one.type === type && written(one) !== undefined)
}

/** Entries that wait for others to be stored, and those that refer to them. */
export function lateOnes(planned: readonly Planned[], waiting: readonly Planned[]): ReadonlySet<Planned> {
  const late = new Set(waiting)
  for (let before = 0; before !== late.size; ) {
    before = late.size
    const addresses = new Set([...late].map(({ type, id }) => `${type}/${id}`))
    for (const one of planned) if (refersTo(written(one), addresses)) late.add(one)
  }
  return late
}

async function resolveOne(ctx: Context, reference: string): Promise<string | undefined> {
  const [type = '', query = ''] = reference.split('?', 2)
  const id = await findOne(ctx, type, query)
  return id === undefined ? undefined : `${type}/${id}`
}
