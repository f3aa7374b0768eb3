import type { Context } from '#platform/context.ts'
import { PdfDocument } from '#platform/pdf/document.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { commit } from '#store/commit.ts'
import { signingErrors } from '../errors.ts'
import { checkIdentity } from '../evidence/check-signer.ts'
import { completePaper, type Outcome } from '../evidence/complete-paper.ts'
import { provenFile, writeOutcome } from '../evidence/debts.ts'
import { paperStamper } from '../evidence/trust-services.ts'
import { signatureFields } from '../pades/fields.ts'
import { signPaper } from '../pades/sign.ts'
import { blobHash, withContent } from '../paper.ts'
import { openSeal } from '../seal/open-seal.ts'
import { fieldSize } from '../signature-mark.ts'
import { subjectName } from '../x509/certificate.ts'
import type { Paper } from './paper-to-confirm.ts'
import { relationOf } from './rules.ts'
import type { Confirmed } from './statement.ts'

/** How each way is called on a paper. None of them is a digital signature. */
export const methodTitle = {
  drawn: 'Chữ ký vẽ tay có người chứng kiến, không phải chữ ký số',
  otp: 'Xác nhận bằng mã một lần',
  passkey: 'Xác nhận bằng sinh trắc học trên thiết bị của người xác nhận',
  fingerprint: 'Xác nhận bằng vân tay',
} as const

const isFinal = ({ docStatus }: Paper) => docStatus === 'final' || docStatus === 'amended'

function hasOpenField(bytes: Buffer, place: string): boolean {
  try {
    return signatureFields(new PdfDocument(bytes)).some(
      ({ name, signature }) => name === place && signature === undefined,
    )
  } catch {
    return false
  }
}

async function mark(bytes: Buffer, { by, method, place, confirmedAt, witness }: Confirmed): Promise<Buffer> {
  const [year, month, day] = confirmedAt.slice(0, 10).split('-')
  const relation = relationOf(by.relation)?.vi
  const { pdf } = await paperRenderer().render({
    template: '_print/confirmation.typ',
    data: {
      ...fieldSize(bytes, place),
      name: relation ? `${by.name} (${relation})` : by.name,
      method: methodTitle[method],
      time: `${confirmedAt.slice(11, 19)} ngày ${day}/${month}/${year}`,
      witness: witness ?? '',
    },
    at: new Date(confirmedAt),
    standard: 'a-2b',
  })
  return pdf
}

/** A file with a confirmation in its place, that nobody knows of yet. */
export interface Printed {
  readonly bytes: Buffer
  readonly outcome: Outcome
  /** SHA-256 of the file that it grew from. */
  readonly before: string
}

/**
 * Puts a confirmation into its place on the paper: method, name and time, under the seal of the facility, which vouches
 * for what it took down. Undefined for a file without such a place, and for one that is no PDF.
 */
export async function printConfirmation(
  ctx: Context,
  paper: Paper,
  confirmed: Confirmed,
): Promise<Printed | undefined> {
  const { place, by, method } = confirmed
  const before = isFinal(paper) ? await provenFile(ctx, blobHash(paper)) : blobHash(paper)
  const bytes = await ctx.blobs.get(before)
  if (!hasOpenField(bytes, place)) return undefined
  const seal = await openSeal(ctx)
  await checkIdentity(ctx, seal)
  const signed = await signPaper(
    bytes,
    {
      field: place,
      name: subjectName(seal.certificate),
      reason: `${methodTitle[method]}: ${by.name}`,
      at: ctx.now(),
      appearance: await mark(bytes, confirmed),
    },
    seal,
    await paperStamper(ctx),
  )
  return { ...(await completePaper(ctx, signed, { last: isFinal(paper) })), before }
}

/** Makes the printed confirmation the paper's file; of a paper that everybody has signed it grows behind that. */
export async function keepPrinted(ctx: Context, paper: Paper, { bytes, outcome, before }: Printed): Promise<void> {
  const file = await ctx.blobs.put(bytes)
  if (isFinal(paper)) {
    const base = blobHash(paper)
    if ((await provenFile(ctx, base)) !== before) throw signingErrors.contentChanged({ id: paper.id })
    return writeOutcome(ctx, { documentId: paper.id, sha256: base, file }, outcome)
  }
  const resource = withContent(paper, file, bytes.length)
  await commit(ctx, [{ kind: 'update', resource, ifVersion: Number(paper.meta?.versionId) }])
  await writeOutcome(ctx, { documentId: paper.id, sha256: file }, outcome)
}
