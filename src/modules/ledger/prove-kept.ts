import { createHash } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { erasedBy } from '#store/ledger/erased.ts'
import { type LeafLine, readLeafLine, versionLine } from '#store/ledger/leaf-line.ts'
import { leafHash } from '#store/ledger/merkle.ts'
import { listVersions } from '#store/ledger/record-leaves.ts'
import { listSignedHeads } from '#store/ledger/signed-heads.ts'
import { verifyInclusion } from '#store/ledger/verify-proof.ts'
import type { InclusionView, KeptState, ProofView } from './contract.ts'
import { ledgerErrors } from './errors.ts'
import { headView } from './list-heads.ts'
import { inclusion } from './prove-entries.ts'

interface Kept {
  readonly line: string
  readonly kept: KeptState
}

/** One entry under the newest signed head, and whether what is kept now is what the entry says. */
export async function proveKept(ctx: Context, entry: string): Promise<ProofView> {
  const { line, kept } = await keptOf(ctx, entry)
  const [newest] = await listSignedHeads(ctx, { count: 1 })
  const head = newest && (await headView(ctx, newest))
  const proof = head && (await underHead(ctx, entry, head.size))
  const holds = Boolean(
    head && proof && head.faults.length === 0 && proof.root === head.root && leadsToRoot(proof, line),
  )
  return { entry, line, kept, proof, head, holds }
}

/** The leaf is made anew from what is kept, not taken from the ledger. */
function leadsToRoot({ position, size, root, proof }: InclusionView, line: string): boolean {
  const bytes = (hex: string) => Buffer.from(hex, 'hex')
  return verifyInclusion({
    leafHash: leafHash(Buffer.from(line)),
    position,
    size,
    root: bytes(root),
    proof: proof.map(bytes),
  })
}

async function underHead(ctx: Context, entry: string, size: number): Promise<InclusionView | undefined> {
  try {
    return await inclusion(ctx, { entry, size })
  } catch (error) {
    if ((error as { code?: string }).code === 'ledger.noLeaf') return undefined
    throw error
  }
}

const versionName = /^([A-Za-z]+)\/([A-Za-z0-9.-]{1,64})\/_history\/(\d{1,9})$/

async function keptOf(ctx: Context, entry: string): Promise<Kept> {
  const [, type, id, version] = versionName.exec(entry) ?? []
  if (type && id) return keptVersion(ctx, { type, id, version: Number(version) })
  const line = readLeafLine(entry)
  if (!line) throw ledgerErrors.badName({ what: entry.slice(0, 120) })
  return { line: entry, kept: await keptFile(ctx, line) }
}

async function keptVersion(ctx: Context, key: { type: string; id: string; version: number }): Promise<Kept> {
  const [found] = await listVersions(ctx, [key])
  if (!found) throw ledgerErrors.noLeaf({ size: '–', what: `${key.type}/${key.id}/_history/${key.version}` })
  const line = versionLine({ facility: ctx.facility, ...found })
  const same = createHash('sha256').update(found.content).digest().equals(found.hash)
  if (same) return { line, kept: found.deleted ? 'deleted' : 'same' }
  return { line, kept: (await erasedBy(ctx, [found.seq])).size > 0 ? 'erased' : 'altered' }
}

/** Bytes of a detached signature stand in their Provenance, the list of an archiving in the record. */
async function keptFile(ctx: Context, { kind, sha256 }: LeafLine): Promise<KeptState> {
  if (!(await ctx.blobs.has(sha256))) return kind === 'file' ? 'absent' : 'elsewhere'
  const bytes = await ctx.blobs.get(sha256)
  return createHash('sha256').update(bytes).digest('hex') === sha256 ? 'same' : 'altered'
}
