import { createHash } from 'node:crypto'
import { attachedFolder, fileEnding, historyPath } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { VersionLeaf } from '#store/ledger/record-leaves.ts'

/** Every version with its stored bytes; a deletion has none, only its leaf. */
export function historyFiles(versions: readonly VersionLeaf[]): ReadonlyMap<string, Buffer> {
  return new Map(versions.filter(({ deleted }) => !deleted).map((one) => [historyPath(one), one.content]))
}

const named = /"urn:lanong:blob:([0-9a-f]{64})"/g

/** Files that any version names and that are not among the papers: images, scans, papers before their last signature. */
export async function attachedFiles(
  ctx: Context,
  versions: readonly VersionLeaf[],
  papers: readonly Buffer[],
): Promise<ReadonlyMap<string, Buffer>> {
  const there = new Set(papers.map((bytes) => createHash('sha256').update(bytes).digest('hex')))
  const files = new Map<string, Buffer>()
  for (const { content } of versions)
    for (const [, hash = ''] of content.toString('utf8').matchAll(named)) {
      if (there.has(hash) || !(await ctx.blobs.has(hash))) continue
      there.add(hash)
      const bytes = await ctx.blobs.get(hash)
      files.set(`${attachedFolder}${hash}${fileEnding(bytes)}`, bytes)
    }
  return files
}
