import type { Patient } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import {
  bedChange,
  holdRunning,
  holdStays,
  momentOf,
  type Stay,
  takeBed,
  whoOf,
  writeStays,
} from './change-stay.ts'
import type { BedBody, SwapBody } from './contract.ts'
import { withEvent } from './domain/events.ts'
import { movedTo, placeNow } from './domain/places.ts'
import { isOver } from './domain/stay-facts.ts'
import { wardErrors } from './errors.ts'
import { findPlace, lockBeds, removeHold } from './repository.ts'

export const departmentOf = (stay: Stay): string => stay.serviceProvider?.reference?.split('/').at(-1) ?? ''

const patientIdOf = (stay: Stay): string => stay.subject?.reference?.split('/').at(-1) ?? ''

export async function sexOf(ctx: Context, stay: Stay): Promise<string | undefined> {
  return (await readResource<Patient>(ctx, 'Patient', patientIdOf(stay))).gender
}

/** The bed where the patient lies; undefined while none is given. */
export async function bedNow(ctx: Context, stay: Stay): Promise<string | undefined> {
  const here = placeNow(stay)
  const place = here && (await findPlace(ctx, here.locationId))
  return place?.kind === 'bd' ? place.location_id : undefined
}

/** What becomes of a bed that its patient leaves: it is cleaned; isolation holds until somebody ends it. */
export async function bedLeft(ctx: Context, bedId: string | undefined): Promise<Change[]> {
  if (!bedId) return []
  const place = await findPlace(ctx, bedId)
  return place?.status === 'I' ? [] : bedChange(ctx, bedId, 'H')
}

/** Another bed of the same department. */
export async function moveToBed(ctx: Context, encounterId: string, body: BedBody): Promise<void> {
  const stay = await holdRunning(ctx, encounterId)
  if (stay.status === 'onleave') throw wardErrors.onLeave()
  const from = await bedNow(ctx, stay)
  const bed = await takeBed(ctx, {
    ...body,
    department: departmentOf(stay),
    sex: await sexOf(ctx, stay),
    leaving: [encounterId],
  })
  if (from === body.bedId) throw wardErrors.alreadyThere({ bed: bed.name })
  const at = momentOf(ctx, undefined, stay)
  const moved = withEvent(movedTo(stay, { id: bed.location_id, name: bed.name, kind: bed.kind }, at), {
    kind: 'moved',
    at,
    who: whoOf(ctx),
    to: bed.name,
  })
  await writeStays(ctx, [moved], [...(await bedLeft(ctx, from)), ...(await bedChange(ctx, bed.location_id, 'O'))])
  await removeHold(ctx, bed.location_id)
}

/** Two patients of one department change beds in one act. */
export async function swapBeds(ctx: Context, body: SwapBody): Promise<void> {
  const [one, other] = await holdStays(ctx, body.stays)
  if (!one || !other || one.id === other.id) throw wardErrors.swapAcross()
  if (isOver(one) || isOver(other)) throw wardErrors.notIn()
  if (one.status === 'onleave' || other.status === 'onleave') throw wardErrors.onLeave()
  const [here, there] = [await bedNow(ctx, one), await bedNow(ctx, other)]
  if (!here || !there || departmentOf(one) !== departmentOf(other)) throw wardErrors.swapAcross()
  await lockBeds(ctx, [here, there].sort())
  const leaving = [one.id, other.id]
  const at = laterOf(momentOf(ctx, undefined, one), momentOf(ctx, undefined, other))
  const moved: Stay[] = []
  for (const [stay, bedId] of [
    [one, there],
    [other, here],
  ] as const) {
    const bed = await takeBed(ctx, {
      bedId,
      department: departmentOf(stay),
      sex: await sexOf(ctx, stay),
      anySex: body.anySex,
      fromHold: true,
      leaving,
    })
    moved.push(
      withEvent(movedTo(stay, { id: bedId, name: bed.name, kind: bed.kind }, at), {
        kind: 'swapped',
        at,
        who: whoOf(ctx),
        to: bed.name,
      }),
    )
  }
  await writeStays(ctx, moved)
}

const laterOf = (a: string, b: string) => (Date.parse(a) > Date.parse(b) ? a : b)
