import type { Context } from '#platform/context.ts'
import { openAuthority } from './authority.ts'
import { signDetached } from './detached.ts'
import { type ArchiveInput, buildArchive } from './record-archive/build.ts'

/** Makes the export file of a record, sealed by the facility with a time stamp. */
export async function buildRecordArchive(ctx: Context, input: Omit<ArchiveInput, 'roots'>): Promise<Buffer> {
  const authority = await openAuthority(ctx)
  return buildArchive({ ...input, roots: [authority.root] }, authority.seal, authority.stamper)
}

/** A signature of the facility beside its content, with a time stamp. */
export async function sealDetached(ctx: Context, content: Buffer): Promise<Buffer> {
  const { seal } = await openAuthority(ctx)
  return signDetached(ctx, content, seal)
}
