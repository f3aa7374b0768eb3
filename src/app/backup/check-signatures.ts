import { sql } from 'kysely'
import { installedTrust, verifyPaper } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'

const newest = 100

/** Signatures of the newest papers, checked with the files that came back. */
export async function checkSignatures(
  ctx: Context,
): Promise<{ readonly papers: number; readonly faults: readonly string[] }> {
  const { rows } = await sql<{ document: string; hash: string }>`
    select document_id as document, file_sha256 as hash from paper_evidence
    where facility = ${ctx.facility} and kind = 'paper' order by updated_at desc limit ${newest}`.execute(ctx.db)
  const trust = await installedTrust(ctx)
  const faults: string[] = []
  for (const { document, hash } of rows) {
    const bytes = await ctx.blobs.get(hash).catch(() => undefined)
    const verdict = bytes ? verifyPaper(bytes, trust, ctx.now()).verdict : 'missing'
    if (verdict === 'broken' || verdict === 'unsigned' || verdict === 'missing')
      faults.push(`${document}: ${verdict}`)
  }
  return { papers: rows.length, faults }
}
