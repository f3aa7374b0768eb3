import { createHash } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { signCms } from './cms/build.ts'
import { oids } from './der/oids.ts'
import { checkSigner } from './evidence/check-signer.ts'
import { completeDetached } from './evidence/complete-detached.ts'
import type { Outcome } from './evidence/complete-paper.ts'
import { provenFile, writeOutcome } from './evidence/debts.ts'
import { paperStamper } from './evidence/trust-services.ts'
import { type Authentication, openMyKey } from './signer-keys.ts'
import { asSigner } from './signers/in-one-call.ts'

/** A signature of the acting person beside its content, and how far it is proven. */
export interface SignedContent {
  readonly signature: Buffer
  /** The same with all its proofs. */
  readonly proven: Buffer
  readonly outcome: Outcome
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/**
 * Signs a content with the acting person's key (CAdES): asks key, time stamps and authorities, so it runs outside of any
 * transaction. While a service is down, the policy of the house decides whether it is signed and owed.
 */
export async function signContent(ctx: Context, content: Buffer, given: Authentication): Promise<SignedContent> {
  const key = await openMyKey(ctx, given)
  await checkSigner(ctx, key)
  const digest = createHash('sha256').update(content).digest()
  const stamper = await paperStamper(ctx)
  const signature = await signCms(asSigner(key), { digest, contentType: oids.data }, stamper)
  const { bytes: proven, outcome } = await completeDetached(ctx, signature)
  return { signature, proven, outcome }
}

/** Keeps the proofs of a signature behind its evidence, with what is owed. */
export async function keepProofs(ctx: Context, evidenceId: string, signed: SignedContent): Promise<void> {
  const file = await ctx.blobs.put(signed.proven)
  await writeOutcome(
    ctx,
    { documentId: evidenceId, sha256: sha256(signed.signature), file, kind: 'row' },
    signed.outcome,
  )
}

/** A signature with the proofs that came later, as it is kept now. */
export async function provenSignature(ctx: Context, signature: Buffer): Promise<Buffer> {
  const own = sha256(signature)
  const file = await provenFile(ctx, own)
  return file === own ? signature : ctx.blobs.get(file)
}
