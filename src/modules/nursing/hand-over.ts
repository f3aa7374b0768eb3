import { createHash } from 'node:crypto'
import type { Communication } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { cs, ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { HandOverBody, HandOverView } from './contract.ts'
import type { Sbar } from './domain/hand-over.ts'
import { previousShift, type Shift, shiftAt } from './domain/shifts.ts'
import { nursingErrors } from './errors.ts'
import { shiftEditions } from './nursing-data.ts'
import { actorOf, ofStay, openStay } from './stay.ts'

type HandOver = Communication & { id: string }
const parts = ['situation', 'background', 'assessment', 'recommendation'] as const

/** One hand-over of a stay and shift has one id: two nurses write the same. */
const handOverId = (encounterId: string, shift: string): string =>
  createHash('sha256').update(`hand-over ${encounterId} ${shift}`).digest('hex').slice(0, 32)

/** Keeps the hand-over of this shift; it may be written again until the next shift has accepted it. */
export async function writeHandOver(ctx: Context, stayId: string, body: HandOverBody): Promise<HandOverView> {
  const stay = await openStay(ctx, stayId)
  const shift = shiftAt(shiftEditions, ctx.now()).id
  const id = handOverId(stayId, shift)
  const before = await findResource<HandOver>(ctx, 'Communication', id)
  if (before?.status === 'completed') throw nursingErrors.handOverTaken({ by: acceptedBy(before) ?? '–' })
  const resource: HandOver = {
    resourceType: 'Communication',
    id,
    status: 'in-progress',
    category: [{ coding: [{ system: cs.communication, code: 'hand-over' }] }],
    ...ofStay(stay),
    sent: instantInVietnam(ctx.now()),
    sender: actorOf(ctx),
    payload: parts.map((part) => ({ id: part, contentString: body[part].trim() || '–' })),
    extension: [{ url: ext.shift, valueCode: shift }],
  }
  await commit(ctx, [
    before
      ? { kind: 'update', resource, ifVersion: Number(before.meta?.versionId ?? 1) }
      : { kind: 'create', resource, id },
  ])
  return handOverView(ctx, resource)
}

const acceptedBy = ({ recipient }: Communication): string | undefined => recipient?.[0]?.display

function isAuthor(ctx: Context, { sender }: HandOver): boolean {
  const me = actorOf(ctx)
  return me.reference ? sender?.reference === me.reference : sender?.display === me.display
}

/** The next shift takes the patient over; another person than who wrote it. */
export async function acceptHandOver(ctx: Context, id: string): Promise<HandOverView> {
  const before = await findResource<HandOver>(ctx, 'Communication', id)
  if (!before || !isHandOver(before)) throw nursingErrors.noHandOver({ id })
  await openStay(ctx, idOf(before.encounter))
  if (before.status === 'completed') throw nursingErrors.handOverTaken({ by: acceptedBy(before) ?? '–' })
  if (isAuthor(ctx, before)) throw nursingErrors.ownHandOver()
  const resource: HandOver = {
    ...before,
    status: 'completed',
    received: instantInVietnam(ctx.now()),
    recipient: [actorOf(ctx)],
  }
  await commit(ctx, [{ kind: 'update', resource, ifVersion: Number(before.meta?.versionId ?? 1) }])
  return handOverView(ctx, resource)
}

const isHandOver = ({ category }: Communication) =>
  category?.some(({ coding }) => coding?.some(({ code }) => code === 'hand-over')) === true

export interface HandOvers {
  /** Of this shift. */
  readonly own: HandOverView | undefined
  /** Of the shift before. */
  readonly left: HandOverView | undefined
}

/** What was handed over of stays in this shift and the one before. */
export async function handOversOf(
  ctx: Context,
  encounterIds: readonly string[],
): Promise<ReadonlyMap<string, HandOvers>> {
  const now = shiftAt(shiftEditions, ctx.now())
  const shifts: readonly Shift[] = [now, previousShift(shiftEditions, now)]
  const ids = encounterIds.flatMap((one) => shifts.map(({ id }) => handOverId(one, id)))
  const found =
    ids.length === 0
      ? []
      : await searchResources<HandOver>(ctx, 'Communication', { _id: ids.join(','), _count: '1000' })
  const byId = new Map(found.map((one) => [one.id, handOverView(ctx, one)]))
  const [ofNow, before] = shifts.map(
    ({ id }) =>
      (one: string) =>
        byId.get(handOverId(one, id)),
  )
  return new Map(encounterIds.map((one) => [one, { own: ofNow?.(one), left: before?.(one) }]))
}

export function handOverView(ctx: Context, one: HandOver): HandOverView {
  const text = (part: string) => one.payload?.find(({ id }) => id === part)?.contentString ?? ''
  return {
    id: one.id,
    encounterId: idOf(one.encounter),
    shift: one.extension?.find(({ url }) => url === ext.shift)?.valueCode ?? '',
    situation: text('situation'),
    background: text('background'),
    assessment: text('assessment'),
    recommendation: text('recommendation'),
    ...present({
      by: one.sender?.display,
      mine: isAuthor(ctx, one) || undefined,
      at: one.sent,
      acceptedBy: acceptedBy(one),
      acceptedAt: one.received,
    }),
  }
}

/** A hand-over as the data propose it; nobody has kept it yet. */
export const proposed = (encounterId: string, shift: Shift, text: Sbar): HandOverView => ({
  encounterId,
  shift: shift.id,
  ...text,
})
