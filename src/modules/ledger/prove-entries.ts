import type { Context } from '#platform/context.ts'
import { readLeafLine } from '#store/ledger/leaf-line.ts'
import { rootOf, subtrees } from '#store/ledger/merkle.ts'
import { type LeafOf, proveConsistency, proveInclusion } from '#store/ledger/prove.ts'
import { readNodes } from '#store/ledger/read-nodes.ts'
import { listLeafHashes, readSize } from '#store/ledger/read-size.ts'
import type {
  ConsistencyQuery,
  ConsistencyView,
  InclusionQuery,
  InclusionView,
  LeavesQuery,
  LeavesView,
} from './contract.ts'
import { ledgerErrors } from './errors.ts'

const usualLeaves = 1000

async function withinSize(ctx: Context, asked: number | undefined): Promise<number> {
  const { size } = await readSize(ctx)
  if (asked !== undefined && asked > size) throw ledgerErrors.beyond({ size, asked })
  return asked ?? size
}

/** That the ledger of `size` entries begins with all entries of the one of `first`. */
export async function consistency(ctx: Context, { first, size }: ConsistencyQuery): Promise<ConsistencyView> {
  if (first > size) throw ledgerErrors.order({ first, size })
  await withinSize(ctx, size)
  const proof = await proveConsistency(ctx, first, size)
  return { first, size, proof: proof.map((one) => one.toString('hex')) }
}

const versionName = /^([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})\/_history\/(\d{1,9})$/
const auditName = /^audit\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function leafOf(entry: string): LeafOf {
  const [, type, id, version] = versionName.exec(entry) ?? []
  if (type && id) return { type, id, version: Number(version) }
  const auditId = auditName.exec(entry)?.[1]
  if (auditId) return { auditId }
  if (readLeafLine(entry)) return { line: entry }
  throw ledgerErrors.badName({ what: entry.slice(0, 120) })
}

/** That an entry stands in the ledger of `size` entries; without a size, of all that have their place. */
export async function inclusion(ctx: Context, { entry, size: asked }: InclusionQuery): Promise<InclusionView> {
  const size = await withinSize(ctx, asked)
  const found = await proveInclusion(ctx, leafOf(entry), size)
  if (!found) throw ledgerErrors.noLeaf({ size, what: entry.slice(0, 120) })
  return {
    position: found.position,
    size,
    leafHash: found.leafHash.toString('hex'),
    root: rootOf(await readNodes(ctx, subtrees(0, size)), size).toString('hex'),
    proof: found.proof.map((one) => one.toString('hex')),
  }
}

/** Hashes of leaves in their order, for those who compute the root themselves; they tell nothing of a patient. */
export async function leaves(ctx: Context, { from, count }: LeavesQuery): Promise<LeavesView> {
  const hashes = await listLeafHashes(ctx, from, count ?? usualLeaves)
  return { from, leafHashes: hashes.map((one) => one.toString('hex')) }
}
