import { createHash } from 'node:crypto'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import {
  describePaper,
  describeSignature,
  installedTrust,
  provenFile,
  sayDetails,
  verifyPaper,
} from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { SignatureView, ValidationView } from './contract.ts'
import { readPaper } from './find-papers.ts'
import { blobOf } from './paper-resource.ts'
import { formOfPaper } from './paper-view.ts'

/** Checks the signatures of a paper now, and says the outcome in words. */
export async function validatePaper(ctx: Context, id: string): Promise<ValidationView> {
  const paper = await readPaper(ctx, id)
  const named = blobOf(paper)
  const proven = await provenFile(ctx, named)
  const [signed, bytes] = await Promise.all([ctx.blobs.get(named), ctx.blobs.get(proven)])
  const isBeginning = bytes.subarray(0, signed.length).equals(signed)
  const sameBytes = createHash('sha256').update(signed).digest('hex') === named && isBeginning
  const found = verifyPaper(bytes, await installedTrust(ctx), ctx.now())
  const form = formOfPaper(paper)
  const titleOf = (slot: string) => form?.slots.find((one) => one.id === slot)?.title[ctx.language] ?? slot
  const signatures: SignatureView[] = found.signatures.map((one) => ({
    field: one.field,
    title: titleOf(one.field),
    signer: one.signer,
    ...present({
      organization: one.organization,
      at: one.at && instantInVietnam(one.at),
      timeStampAt: one.timeStamp && instantInVietnam(one.timeStamp.at),
      timeStampAuthority: one.timeStamp?.authority,
    }),
    verdict: one.verdict,
    level: one.level,
    faults: [...one.faults],
    doubts: [...one.doubts],
    text: describeSignature(one, ctx.language),
    details: sayDetails(one, ctx.language),
  }))
  const verdict = sameBytes ? found.verdict : 'broken'
  return {
    verdict,
    text: describePaper({ ...found, verdict }, ctx.language),
    sameBytes,
    ...(proven === named ? {} : { provenSha256: proven }),
    added: found.added,
    open: found.open.map(titleOf),
    signatures,
  }
}
