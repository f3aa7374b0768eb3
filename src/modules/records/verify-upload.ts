import { createHash } from 'node:crypto'
import { commonErrors } from '#kernel/common-errors.ts'
import { installedTrust, verifyFile } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { UploadVerdict } from './contract.ts'

/** Largest file that the verify page takes; larger ones are for `lanong verify`. */
export const mostUploadBytes = 100 * 1024 * 1024

/** The verdict of `lanong verify` on an uploaded paper or exported record; nothing of the file is kept. */
export async function verifyUpload(ctx: Context, body: unknown): Promise<UploadVerdict> {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw commonErrors.invalid({ reason: 'send the file as application/octet-stream' })
  const { roots } = await installedTrust(ctx)
  const { ok, kind, lines } = verifyFile(body, ctx.language, roots)
  return { ok, kind, lines, sha256: createHash('sha256').update(body).digest('hex'), size: body.length }
}
