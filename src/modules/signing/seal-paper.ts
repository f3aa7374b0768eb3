import { createHash } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { checkIdentity } from './evidence/check-signer.ts'
import { type CompletedPaper, completePaper } from './evidence/complete-paper.ts'
import { writeOutcome } from './evidence/debts.ts'
import { paperStamper } from './evidence/trust-services.ts'
import { addSignatureFields, type FieldPlace } from './pades/fields.ts'
import { signPaper } from './pades/sign.ts'
import { openSeal } from './seal/open-seal.ts'
import { signatureMark } from './signature-mark.ts'
import { subjectName } from './x509/certificate.ts'

/** A sealed paper that nobody knows of yet. */
export type SealedPaper = CompletedPaper

/**
 * Puts the seal of the facility, with a time stamp and proofs, on a paper that no person signs. Asks the key and others
 * outside of the house, so it runs outside of any transaction.
 */
export async function sealPaper(
  ctx: Context,
  pdf: Buffer,
  what: { readonly id: string; readonly place: FieldPlace; readonly title: string; readonly empty: Buffer },
): Promise<SealedPaper> {
  const seal = await openSeal(ctx)
  await checkIdentity(ctx, seal)
  const stamper = await paperStamper(ctx)
  const bytes = addSignatureFields(pdf, [what.place], what.empty)
  const [name, at] = [subjectName(seal.certificate), ctx.now()]
  const appearance = await signatureMark(ctx, {
    paper: { resourceType: 'DocumentReference', id: what.id, status: 'current', content: [{ attachment: {} }] },
    slot: what.place.name,
    bytes,
    name,
    title: what.title,
    at,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  const signed = await signPaper(
    bytes,
    { field: what.place.name, name, reason: what.title, at, appearance },
    seal,
    stamper,
  )
  return completePaper(ctx, signed, { last: true })
}

/** Keeps the file of a sealed paper, and how far it is proven. */
export async function keepSealed(
  ctx: Context,
  documentId: string,
  { bytes, outcome }: SealedPaper,
): Promise<{ readonly sha256: string; readonly size: number }> {
  const sha256 = await ctx.blobs.put(bytes)
  await writeOutcome(ctx, { documentId, sha256 }, outcome)
  return { sha256, size: bytes.length }
}
