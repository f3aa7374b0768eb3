import { createHash } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { checkIdentity } from './evidence/check-signer.ts'
import { completePaper } from './evidence/complete-paper.ts'
import { writeOutcome } from './evidence/debts.ts'
import { paperStamper } from './evidence/trust-services.ts'
import { addSignatureFields, type FieldPlace } from './pades/fields.ts'
import { signPaper } from './pades/sign.ts'
import { openSeal } from './seal/open-seal.ts'
import { signatureMark } from './signature-mark.ts'
import { subjectName } from './x509/certificate.ts'

/** Puts the seal of the facility, with a time stamp and proofs, on a paper that no person signs, and keeps the file. */
export async function sealPaper(
  ctx: Context,
  pdf: Buffer,
  what: { readonly id: string; readonly place: FieldPlace; readonly title: string; readonly empty: Buffer },
): Promise<{ sha256: string; size: number }> {
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
  const { bytes: proven, outcome } = await completePaper(ctx, signed, { last: true })
  const sha256 = await ctx.blobs.put(proven)
  await writeOutcome(ctx, { documentId: what.id, sha256 }, outcome)
  return { sha256, size: proven.length }
}
