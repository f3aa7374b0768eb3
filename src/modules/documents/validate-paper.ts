import { createHash } from 'node:crypto'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { describePaper, describeSignature, installedTrust, verifyPaper } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { SignatureView, ValidationView } from './contract.ts'
import { readPaper } from './find-papers.ts'
import { blobOf } from './paper-resource.ts'
import { formOfPaper } from './paper-view.ts'

/** Checks the signatures of a paper now, and says the outcome in words. */
export async function validatePaper(ctx: Context, id: string): Promise<ValidationView> {
  const paper = await readPaper(ctx, id)
  const bytes = await ctx.blobs.get(blobOf(paper))
  const sameBytes = createHash('sha256').update(bytes).digest('hex') === blobOf(paper)
  const found = verifyPaper(bytes, await installedTrust(ctx))
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
    faults: [...one.faults],
    text: describeSignature(one, ctx.language),
  }))
  const verdict = sameBytes ? found.verdict : 'broken'
  return {
    verdict,
    text: describePaper({ ...found, verdict }, ctx.language),
    sameBytes,
    added: found.added,
    open: found.open.map(titleOf),
    signatures,
  }
}
