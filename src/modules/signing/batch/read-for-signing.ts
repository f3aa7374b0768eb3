import { createHash } from 'node:crypto'
import type { DocumentReference, QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { SignBody } from '../contract.ts'
import { signingErrors } from '../errors.ts'
import { blobHash, slotTitle } from '../paper.ts'
import { sealErrors } from '../seal/errors.ts'
import type { Slot } from '../slots.ts'
import { alsoMine, isForMe, officesOf, ownFirst, signedApart } from '../standing.ts'
import { isSignedPlace, placesInTurn, sealOffice } from '../turns.ts'

/** A paper as the signer saw it. */
export type Shown = SignBody['documents'][number]
export type Paper = DocumentReference & { id: string }

/** A place whose turn it is and that is the acting person's. */
async function mySlot(ctx: Context, paper: Paper, slots: readonly Slot[]): Promise<Slot> {
  const offices = await officesOf(ctx)
  const inTurn = placesInTurn(slots)
  const mine = ownFirst(
    ctx,
    inTurn.filter((slot) => isForMe(ctx, offices, slot)),
  )
  const free = mine.find((slot) => !signedApart(ctx, slot, slots))
  if (free) return free
  const [next] = mine.length > 0 ? mine : inTurn
  const before = next && signedApart(ctx, next, slots)
  const titleOf = ({ slot }: Slot) => slotTitle(paper, slot, ctx.language)
  if (next && before && mine.length > 0)
    throw signingErrors.samePerson({ id: paper.id, slot: titleOf(next), signed: titleOf(before) })
  const later = slots.some((slot) => isForMe(ctx, offices, slot))
  if (later && next) throw signingErrors.notYourTurn({ id: paper.id, slot: titleOf(next) })
  throw signingErrors.noSlot({ id: paper.id })
}

/** The place of the seal, once everybody before it has signed. */
function placeOfSeal(ctx: Context, paper: Paper, slots: readonly Slot[]): Slot {
  const inTurn = placesInTurn(slots)
  const place = inTurn.find(({ role }) => role === sealOffice)
  if (place) return place
  const [next] = inTurn
  if (next && slots.some(({ role, state }) => role === sealOffice && state === 'waiting'))
    throw signingErrors.notYourTurn({ id: paper.id, slot: slotTitle(paper, next.slot, ctx.language) })
  throw sealErrors.noPlace({ id: paper.id })
}

/** As whom the acting person signs: with their own key, or with the seal of the facility. */
export type SignAs = 'person' | 'facility'

const counts: ReadonlySet<string> = new Set(['completed', 'amended'])

/** A form that is cancelled, or open again to be changed, has no paper that can be signed until it is completed anew. */
async function refuseOpenForm(ctx: Context, { id, context }: Paper): Promise<void> {
  for (const { reference } of context?.related ?? []) {
    const [type, formId = ''] = reference?.split('/') ?? []
    if (type !== 'QuestionnaireResponse') continue
    const { status } = await readResource<QuestionnaireResponse & { id: string }>(ctx, type, formId)
    if (!counts.has(status)) throw signingErrors.formNotCompleted({ id, state: status })
  }
}

/** The paper, when it is still the one that the signer was shown. What you see is what you sign. */
async function shownPaper(ctx: Context, shown: Shown): Promise<{ paper: Paper; bytes: Buffer }> {
  const paper = await readResource<Paper>(ctx, 'DocumentReference', shown.id)
  if (paper.status !== 'current') throw signingErrors.notSignable({ id: shown.id, state: paper.status ?? '' })
  if (paper.docStatus !== 'preliminary')
    throw signingErrors.notSignable({ id: shown.id, state: paper.docStatus ?? '' })
  const same = paper.meta?.versionId === String(shown.version) && blobHash(paper) === shown.sha256
  if (!same) throw signingErrors.contentChanged({ id: shown.id })
  await refuseOpenForm(ctx, paper)
  const bytes = await ctx.blobs.get(shown.sha256)
  if (createHash('sha256').update(bytes).digest('hex') !== shown.sha256)
    throw signingErrors.contentChanged({ id: shown.id })
  return { paper, bytes }
}

/** A paper that the acting person may sign now, and where. */
export interface ToSign {
  readonly shown: Shown
  readonly as: SignAs
  readonly paper: Paper
  readonly bytes: Buffer
  /** All places of the paper. */
  readonly slots: readonly Slot[]
  readonly slot: Slot
  /** Places that the same person signs with it. */
  readonly also: readonly Slot[]
}

/** Whether everyone has signed once these places are. */
export const isLast = (slots: readonly Slot[], signing: readonly string[]): boolean =>
  slots.filter(isSignedPlace).every(({ slot, state }) => state === 'signed' || signing.includes(slot))

/** Everything that must hold before a paper is signed; asked again, with its places locked, before it is written. */
export async function readForSigning(
  ctx: Context,
  shown: Shown,
  slots: readonly Slot[],
  as: SignAs,
): Promise<ToSign> {
  const { paper, bytes } = await shownPaper(ctx, shown)
  const slot = as === 'facility' ? placeOfSeal(ctx, paper, slots) : await mySlot(ctx, paper, slots)
  const also = as === 'facility' ? [] : await alsoMine(ctx, paper, slot, slots)
  return { shown, as, paper, bytes, slots, slot, also }
}
