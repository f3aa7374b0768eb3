import type { DocumentReference } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import type { WaitingPaper } from './contract.ts'
import { blobHash, formOf, slotTitle } from './paper.ts'
import { findKey } from './signers/key-table.ts'
import { readSlots, type Slot, slotsForMe } from './slots.ts'
import { alsoMine, officesOf, ownFirst, signedApart } from './standing.ts'
import { placesInTurn } from './turns.ts'

/** A place on a paper, as the lists show it. */
export function waitingPaper(ctx: Context, paper: DocumentReference, slot: Slot): WaitingPaper {
  const form = formOf(paper)
  return {
    id: slot.document_id,
    version: Number(paper.meta?.versionId ?? 1),
    sha256: blobHash(paper),
    form: form.code,
    title: form.title[ctx.language],
    slot: slot.slot,
    slotTitle: slotTitle(paper, slot.slot, ctx.language),
    since: instantInVietnam(slot.since),
    date: paper.date ?? '',
    encounterId: idOf(paper.context?.encounter?.[0]),
    patientId: idOf(paper.subject),
    patientName: paper.subject?.display ?? '',
    recordNumber: paper.content?.[0]?.attachment?.title?.split(' ').at(-1) ?? '',
    ...present({
      correctionReason: paper.extension?.find((one) => one.url === ext.correctionReason)?.valueString,
    }),
  }
}

interface MyPlace {
  readonly place: Slot
  readonly ofPaper: readonly Slot[]
}

/** My places on papers where nobody stands before me, and where I have not signed as somebody else. */
async function myTurn(ctx: Context): Promise<MyPlace[]> {
  const mine = await slotsForMe(ctx, await officesOf(ctx))
  const all = await readSlots(ctx, [...new Set(mine.map((slot) => slot.document_id))])
  const of = Map.groupBy(all, (slot) => slot.document_id)
  const open = mine.filter(({ document_id, slot }) => {
    const own = of.get(document_id) ?? []
    const place = placesInTurn(own).find((one) => one.slot === slot)
    return place !== undefined && !signedApart(ctx, place, own)
  })
  // Who may sign in two places of one turn signs them one after the other.
  return [...Map.groupBy(open, (slot) => slot.document_id)].flatMap(([id, places]) => {
    const [place] = ownFirst(ctx, places)
    return place ? [{ place, ofPaper: of.get(id) ?? [] }] : []
  })
}

/** The paper with every place that one act of the acting person signs. */
async function withAll(ctx: Context, { place, ofPaper }: MyPlace): Promise<WaitingPaper | undefined> {
  const paper = await findResource<DocumentReference>(ctx, 'DocumentReference', place.document_id)
  if (paper?.status !== 'current') return undefined
  const also = await alsoMine(ctx, paper, place, ofPaper)
  const isBatchBound = also.length > 0 && (await findKey(ctx, ctx.actor.id))?.kind === 'remote'
  const places = isBatchBound ? [place] : [place, ...also]
  const slotTitles = places.map(({ slot }) => slotTitle(paper, slot, ctx.language)).join(', ')
  return { ...waitingPaper(ctx, paper, place), slotTitle: slotTitles }
}

/** Papers that wait for the acting person's signature, oldest first. */
export async function listWaiting(ctx: Context): Promise<WaitingPaper[]> {
  const turns = await myTurn(ctx)
  const found = await Promise.all(turns.map((one) => withAll(ctx, one)))
  return found.filter((one) => one !== undefined)
}

/** The papers of places, those that are in force. */
export async function papersOf(ctx: Context, slots: readonly Slot[]): Promise<WaitingPaper[]> {
  const found = await Promise.all(
    slots.map(async (slot) => {
      const paper = await findResource<DocumentReference>(ctx, 'DocumentReference', slot.document_id)
      return paper?.status === 'current' ? waitingPaper(ctx, paper, slot) : undefined
    }),
  )
  return found.filter((one) => one !== undefined)
}

/** As many as the list shows. */
export const countWaiting = async (ctx: Context): Promise<number> => (await listWaiting(ctx)).length
