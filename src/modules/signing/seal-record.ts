import type { Context } from '#platform/context.ts'
import { signDetached } from './detached.ts'
import { completeDetached } from './evidence/complete-detached.ts'
import { openTrustServices } from './evidence/trust-services.ts'
import { type ArchiveInput, buildArchive } from './record-archive/build.ts'
import { openSeal } from './seal/open-seal.ts'

/** Makes the export file of a record, sealed by the facility with a time stamp. */
export async function buildRecordArchive(ctx: Context, input: Omit<ArchiveInput, 'roots'>): Promise<Buffer> {
  const { trust, stamper } = await openTrustServices(ctx)
  const prove = async (signature: Buffer) => (await completeDetached(ctx, signature)).bytes
  return buildArchive({ ...input, roots: trust.roots }, await openSeal(ctx), stamper, prove)
}

/** A signature of the facility beside its content, with a time stamp. */
export async function sealDetached(ctx: Context, content: Buffer): Promise<Buffer> {
  return signDetached(ctx, content, await openSeal(ctx))
}

/** The same with proofs for later years (CAdES B-LTA), as far as the authorities answer. */
export async function sealForYears(ctx: Context, content: Buffer): Promise<Buffer> {
  return (await completeDetached(ctx, await sealDetached(ctx, content))).bytes
}
