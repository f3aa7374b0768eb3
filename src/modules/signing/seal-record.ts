import type { Context } from '#platform/context.ts'
import { openAuthority } from './authority.ts'
import { type ArchiveInput, buildArchive } from './record-archive/build.ts'

/** Makes the export file of a record, sealed by the facility with a time stamp. */
export async function buildRecordArchive(ctx: Context, input: Omit<ArchiveInput, 'roots'>): Promise<Buffer> {
  const authority = await openAuthority(ctx)
  return buildArchive({ ...input, roots: [authority.root] }, authority.seal, authority.stamper)
}
