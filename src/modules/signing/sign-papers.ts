import { AppError } from '#kernel/app-error.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { inSavepoint, runCommand } from '#platform/http/command.ts'
import { isLast, readForSigning, type Shown, type SignAs, type ToSign } from './batch/read-for-signing.ts'
import { refuseUnseen } from './batch/shown.ts'
import { type SignedFile, writeSigned } from './batch/write-signed.ts'
import type { SignAnswer, SignedPaper, UnsignedPaper } from './contract.ts'
import { signingErrors } from './errors.ts'
import { checkIdentity, checkSigner } from './evidence/check-signer.ts'
import { completePaper } from './evidence/complete-paper.ts'
import { paperStamper } from './evidence/trust-services.ts'
import { signPaper } from './pades/sign.ts'
import { slotTitle } from './paper.ts'
import { signatureMark } from './signature-mark.ts'
import { asSigner, inOneCall } from './signers/in-one-call.ts'
import type { OpenKey, Signer } from './signers/signer.ts'
import { readSlots, type Slot } from './slots.ts'
import { subjectName } from './x509/certificate.ts'

/** In order of their ids, so that two batches cannot block each other. */
async function readAll(ctx: Context, documents: readonly Shown[], as: SignAs): Promise<ToSign[]> {
  const sorted = [...documents].sort((a, b) => a.id.localeCompare(b.id))
  const twice = sorted.find((one, index) => sorted[index - 1]?.id === one.id)
  if (twice) throw signingErrors.contentChanged({ id: twice.id })
  const slots = await readSlots(
    ctx,
    sorted.map(({ id }) => id),
  )
  const read: ToSign[] = []
  for (const shown of sorted) {
    const own = slots.filter((slot) => slot.document_id === shown.id)
    read.push(await readForSigning(ctx, shown, own, as))
  }
  return read
}

/** One place after the other: each signature covers those before it. */
async function signPlace(ctx: Context, of: ToSign, bytes: Buffer, slot: Slot, signer: Signer): Promise<Buffer> {
  const stamper = await paperStamper(ctx)
  const at = ctx.now()
  const { paper, shown } = of
  const title = slotTitle(paper, slot.slot, 'vi')
  const name = subjectName(signer.certificate)
  const { sha256 } = shown
  const appearance = await signatureMark(ctx, { paper, slot: slot.slot, bytes, name, title, at, sha256 })
  return signPaper(bytes, { field: slot.slot, name, reason: title, at, appearance }, signer, stamper)
}

async function signFile(ctx: Context, of: ToSign, signer: Signer, key: OpenKey): Promise<SignedFile> {
  const at = ctx.now()
  const also = key.batchBound ? [] : of.also
  let signed = await signPlace(ctx, of, of.bytes, of.slot, signer)
  for (const slot of also) signed = await signPlace(ctx, of, signed, slot, asSigner(key))
  const places = [of.slot, ...also].map(({ slot }) => slot)
  const { bytes, outcome } = await completePaper(ctx, signed, { last: isLast(of.slots, places) })
  return { of, bytes, places, name: subjectName(signer.certificate), at, outcome }
}

function unsigned(id: string, reason: unknown): UnsignedPaper {
  if (!(reason instanceof AppError) || reason.category === 'fault') throw reason
  return { id, code: reason.code, details: reason.details }
}

interface Tried {
  readonly files: readonly SignedFile[]
  readonly failed: readonly UnsignedPaper[]
}

/** Everything that was signed; when nothing was, why. */
async function signFiles(ctx: Context, papers: readonly ToSign[], key: OpenKey): Promise<Tried> {
  const outcomes = await inOneCall(
    key,
    papers.map((paper) => (signer: Signer) => signFile(ctx, paper, signer, key)),
  )
  const files = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const refused = outcomes.find((outcome) => outcome.status === 'rejected')
  if (files.length === 0 && refused) throw refused.reason
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [unsigned(papers[index]?.shown.id ?? '', outcome.reason)] : [],
  )
  return { files, failed }
}

async function writeFiles(ctx: Context, { files, failed }: Tried): Promise<SignAnswer> {
  const signed: SignedPaper[] = []
  const refused: UnsignedPaper[] = []
  for (const file of files) {
    try {
      signed.push(await inSavepoint(ctx, () => writeSigned(ctx, file)))
    } catch (error) {
      if (files.length + failed.length === 1) throw error
      refused.push(unsigned(file.of.shown.id, error))
    }
  }
  return { signed, failed: [...failed, ...refused], signedAt: instantInVietnam(ctx.now()) }
}

export interface SignCommand {
  readonly id: string | undefined
  readonly input: unknown
  readonly documents: readonly Shown[]
  /** In which the papers were shown. */
  readonly batch: string | undefined
  readonly as: SignAs
}

/**
 * Signs papers with one authentication. What may not be signed is refused before the key is asked; what the key fails to
 * sign (token pulled out, service cut off), or somebody changed meanwhile, is listed, and the rest stays signed. The
 * key is asked outside of any transaction: a remote service may take its time.
 *
 * @param open opens the signer's key, after everything else is known to be right
 */
export async function signPapers(
  ctx: Context,
  { id, input, documents, batch, as }: SignCommand,
  open: () => Promise<OpenKey>,
): Promise<SignAnswer> {
  await refuseUnseen(ctx, batch, documents)
  const papers = await readAll(ctx, documents, as)
  const key = await open()
  await (as === 'facility' ? checkIdentity(ctx, key) : checkSigner(ctx, key))
  const tried = await signFiles(ctx, papers, key)
  return runCommand(ctx, id, input, (tx) => writeFiles(tx, tried))
}
