import { createHash } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { signCms } from './cms/build.ts'
import { oids } from './der/oids.ts'
import { openTrustServices } from './evidence/trust-services.ts'
import type { Signer } from './signers/signer.ts'

/** A CMS signature beside its content, with a time stamp (CAdES baseline T). */
export async function signDetached(ctx: Context, content: Buffer, signer: Signer): Promise<Buffer> {
  const { stamper } = await openTrustServices(ctx)
  const digest = createHash('sha256').update(content).digest()
  return signCms(signer, { digest, contentType: oids.data }, stamper)
}
