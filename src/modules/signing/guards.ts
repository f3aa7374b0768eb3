import type { DocumentReference, Provenance } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { signingErrors } from './errors.ts'
import { installedTrust } from './installed-trust.ts'
import { verifyPaper } from './pades/verify.ts'
import { blobHash, formOf, isPaper } from './paper.ts'
import { readSlots } from './slots.ts'
import { isSignedPlace } from './turns.ts'
import { placesOf } from './worklist/places.ts'

const isFinal = (paper: DocumentReference | undefined) =>
  paper?.docStatus === 'final' || paper?.docStatus === 'amended'

/** What of a signed paper may not change: everything but its mark as superseded or cancelled, and why. */
function frozen(paper: DocumentReference): string {
  const { meta: _meta, status: _status, text: _text, extension = [], ...rest } = paper
  return JSON.stringify([rest, extension.filter(({ url }) => url !== ext.cancelReason)])
}

const reasonOf = (paper: DocumentReference) =>
  paper.extension?.find(({ url }) => url === ext.cancelReason)?.valueString

/** A paper in force is superseded by another, or cancelled with a reason; neither is ever taken back. */
function isAllowed(before: DocumentReference, after: DocumentReference): boolean {
  if (after.status === before.status) return reasonOf(after) === reasonOf(before)
  if (before.status !== 'current') return false
  if (after.status === 'superseded') return reasonOf(after) === undefined
  return after.status === 'entered-in-error' && (reasonOf(after) ?? '').trim() !== ''
}

function refuseChange(before: DocumentReference, after: DocumentReference | undefined, id: string): void {
  if (!after || !isAllowed(before, after) || frozen(before) !== frozen(after))
    throw signingErrors.contentLocked({ id })
}

/** A file that already carries a signature may only grow by further signatures. */
async function refuseLoss(
  ctx: Context,
  before: DocumentReference,
  after: DocumentReference | undefined,
  id: string,
): Promise<void> {
  const signed = (await readSlots(ctx, [id])).some((slot) => slot.state === 'signed')
  if (!signed) return
  if (!after) throw signingErrors.contentLocked({ id })
  if (blobHash(after) === blobHash(before)) return
  const [old, now] = await Promise.all([ctx.blobs.get(blobHash(before)), ctx.blobs.get(blobHash(after))])
  if (!now.subarray(0, old.length).equals(old)) throw signingErrors.contentLocked({ id })
}

/**
 * A paper counts as signed only when its file proves it: every place that it waits for signed, no signature wrong. What
 * is not proven yet, as while no time-stamp authority answers, is a debt and no reason to refuse.
 */
async function refuseUnproven(ctx: Context, after: DocumentReference, id: string): Promise<void> {
  const bytes = await ctx.blobs.get(blobHash(after))
  const { verdict, open } = verifyPaper(bytes, await installedTrust(ctx), ctx.now())
  const listed = await readSlots(ctx, [id])
  const told = listed.length > 0 ? listed : placesOf(after)
  const awaited = new Set(told.filter(isSignedPlace).map(({ slot }) => slot))
  const left = told.length > 0 ? open.filter((field) => awaited.has(field)) : open
  if (verdict === 'broken' || verdict === 'unsigned' || left.length > 0) throw signingErrors.serverOnly()
}

async function checkPaper(ctx: Context, change: GuardedChange): Promise<void> {
  const before = change.before as DocumentReference | undefined
  const after = change.after as DocumentReference | undefined
  if (before && isPaper(before)) {
    if (isFinal(before) || before.status === 'entered-in-error') refuseChange(before, after, change.id)
    else await refuseLoss(ctx, before, after, change.id)
  }
  if (!after || !isPaper(after)) return
  // Throws for a form that does not exist, so that no list of papers can meet one later.
  formOf(after)
  if (!(await ctx.blobs.has(blobHash(after)))) throw signingErrors.fileMissing({ id: change.id })
  if (isFinal(after) && !isFinal(before)) await refuseUnproven(ctx, after, change.id)
}

/** The content of a signed paper is immutable, and only real signatures make it signed. */
export const signedPaperIsFinal: Guard = {
  name: 'signed paper is final',
  types: ['DocumentReference'],
  check: checkPaper,
}

/** Evidence of a signature stays as it was written. */
export const signatureEvidenceStays: Guard = {
  name: 'signature evidence stays',
  types: ['Provenance'],
  check(_ctx, change) {
    const before = change.before as Provenance | undefined
    if (before?.signature && before.signature.length > 0) throw signingErrors.evidenceLocked()
  },
}
