import type { Encounter, Location, Reference } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { Change, CommitOptions } from '#store/types.ts'
import { stayEventsOf } from './domain/events.ts'
import { placesOf } from './domain/places.ts'
import { isOver, isStay } from './domain/stay-facts.ts'
import { wardErrors } from './errors.ts'
import { type LockedBed, lockBeds, lockStays } from './repository.ts'

export type Stay = Encounter & { id: string }

/** The person who acts, as a resource names them. */
export function whoOf(ctx: Context): Reference {
  const { practitionerId, name } = ctx.actor
  return { ...(practitionerId ? { reference: `Practitioner/${practitionerId}` } : {}), display: name }
}

/** The stays, held against others who would change them until the transaction ends. */
export async function holdStays(ctx: Context, ids: readonly string[]): Promise<Stay[]> {
  await lockStays(ctx, [...ids].sort())
  return Promise.all(ids.map((id) => readStay(ctx, id)))
}

export async function holdStay(ctx: Context, id: string): Promise<Stay> {
  await lockStays(ctx, [id])
  return readStay(ctx, id)
}

/** The same for a stay that must still last. */
export async function holdRunning(ctx: Context, id: string): Promise<Stay> {
  const stay = await holdStay(ctx, id)
  if (isOver(stay)) throw wardErrors.notIn()
  return stay
}

export async function readStay(ctx: Context, id: string): Promise<Stay> {
  const encounter = await readResource<Stay>(ctx, 'Encounter', id)
  if (!isStay(encounter)) throw wardErrors.noStay({ id })
  return encounter
}

/** Now, or the told moment when it is not before what was noted last nor still to come. */
export function momentOf(ctx: Context, told: string | undefined, stay?: Stay): string {
  const now = ctx.now()
  const at = told === undefined ? instantInVietnam(now) : instantInVietnam(new Date(told))
  const last = Math.max(
    0,
    ...(stay ? [stay.period?.start, ...placesOf(stay).map((one) => one.from)] : []).map((one) =>
      one ? Date.parse(one) : 0,
    ),
    ...(stay ? stayEventsOf(stay).map((one) => Date.parse(one.at)) : []),
  )
  if (Date.parse(at) > now.getTime() || (told !== undefined && Date.parse(at) < last))
    throw wardErrors.badTime({ at })
  // Two acts within one second follow each other in the order they were done.
  return instantInVietnam(new Date(Math.max(Date.parse(at), last)))
}

export function reasonOf(given: string): string {
  const reason = given.trim()
  if (reason.length < 5) throw wardErrors.reasonMissing()
  return reason
}

const bedOpen = new Set(['U', 'O', 'I'])

export interface BedWish {
  readonly bedId: string
  readonly department: string
  readonly sex: string | undefined
  /** Chosen although the room is for the other sex. */
  readonly anySex?: boolean | undefined
  /** Chosen although it is kept for somebody: this is who was to come. */
  readonly fromHold?: boolean | undefined
  /** Also while it waits to be cleaned. */
  readonly toClean?: boolean
  /** Stays that may lie there now, because they leave with the same act. */
  readonly leaving?: readonly string[]
}

/** The bed, held against others, when it can be given now. */
export async function takeBed(ctx: Context, wish: BedWish): Promise<LockedBed> {
  const bed = (await lockBeds(ctx, [wish.bedId])).get(wish.bedId)
  if (!bed) throw wardErrors.noBed({ bed: wish.bedId })
  if (bed.department !== wish.department) throw wardErrors.bedElsewhere({ bed: bed.name })
  const isOpen = bedOpen.has(bed.status) || (wish.toClean === true && bed.status === 'H')
  if (!bed.active || !isOpen) throw wardErrors.bedClosed({ bed: bed.name, state: bed.status })
  if (bed.taken_by && !wish.leaving?.includes(bed.taken_by))
    throw wish.toClean ? wardErrors.bedGivenAway() : wardErrors.bedTaken({ bed: bed.name })
  if (bed.hold_note !== null && !wish.fromHold) throw wardErrors.bedHeld({ bed: bed.name, note: bed.hold_note })
  if (bed.room_sex && wish.sex && bed.room_sex !== wish.sex && !wish.anySex)
    throw wardErrors.otherSex({ room: bed.room_name ?? bed.name })
  return bed
}

/** A bed in another state; isolation stays when its patient comes, unless it is ended. */
export async function bedChange(ctx: Context, bedId: string, status: string, ended = false): Promise<Change[]> {
  const bed = await readResource<Location & { id: string }>(ctx, 'Location', bedId)
  if (bed.operationalStatus?.code === status || (status === 'O' && bed.operationalStatus?.code === 'I' && !ended))
    return []
  return [
    {
      kind: 'update',
      resource: { ...bed, operationalStatus: { system: cs.bedStatus, code: status } },
      ifVersion: Number(bed.meta?.versionId),
    },
  ]
}

export async function writeStays(
  ctx: Context,
  stays: readonly Stay[],
  others: readonly Change[] = [],
  options: CommitOptions = {},
): Promise<void> {
  await commit(
    ctx,
    [
      ...stays.map((resource) => ({
        kind: 'update' as const,
        resource,
        ...(resource.meta?.versionId ? { ifVersion: Number(resource.meta.versionId) } : {}),
      })),
      ...others,
    ],
    options,
  )
}
