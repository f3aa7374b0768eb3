import type { Encounter } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { QueueState } from './contract.ts'
import { encounterErrors } from './errors.ts'
import { changeEntry, countCall, lockEntry } from './repository.ts'

async function lockIn(ctx: Context, encounterId: string, allowed: readonly QueueState[]): Promise<QueueState> {
  const entry = await lockEntry(ctx, encounterId)
  if (!entry) throw encounterErrors.notInQueue({ encounterId })
  if (!allowed.includes(entry.state)) throw encounterErrors.wrongState({ encounterId, state: entry.state })
  return entry.state
}

/** Calls a number to the room; calling again only counts. */
export async function callNumber(ctx: Context, encounterId: string): Promise<void> {
  await lockIn(ctx, encounterId, ['waiting', 'called', 'skipped'])
  await changeEntry(ctx, encounterId, { state: 'called', called_at: ctx.now() })
  await countCall(ctx, encounterId)
}

/** The patient was called and is not there. */
export async function skipNumber(ctx: Context, encounterId: string): Promise<void> {
  await lockIn(ctx, encounterId, ['waiting', 'called'])
  await changeEntry(ctx, encounterId, { state: 'skipped' })
}

/** Back into the line: who was skipped waits at its end, who was called by mistake keeps the place. */
export async function takeBack(ctx: Context, encounterId: string): Promise<void> {
  const state = await lockIn(ctx, encounterId, ['skipped', 'called'])
  await changeEntry(ctx, encounterId, {
    state: 'waiting',
    ...(state === 'skipped' ? { placed_at: ctx.now() } : {}),
  })
}

/** The patient is in the room: the visit is in progress, with the one who sees the patient. */
export async function startVisit(ctx: Context, encounterId: string): Promise<void> {
  const state = await lockIn(ctx, encounterId, ['waiting', 'called', 'skipped', 'in-room'])
  if (state === 'in-room') return
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  if (encounter.status === 'in-progress') return
  const { practitionerId, name } = ctx.actor
  const present = encounter.participant?.some(
    (one) => one.individual?.reference === `Practitioner/${practitionerId}`,
  )
  const participant =
    practitionerId && !present
      ? [
          ...(encounter.participant ?? []),
          {
            individual: { reference: `Practitioner/${practitionerId}`, display: name },
            period: { start: instantInVietnam(ctx.now()) },
          },
        ]
      : encounter.participant
  await commit(ctx, [
    {
      kind: 'update',
      resource: {
        ...encounter,
        id: encounterId,
        status: 'in-progress',
        ...(participant ? { participant } : {}),
        ...seen(encounter),
      },
      ifVersion: Number(encounter.meta?.versionId ?? 1),
    },
  ])
}

function seen(encounter: Encounter): Pick<Encounter, 'location'> {
  return encounter.location
    ? { location: encounter.location.map((one, at) => (at === 0 ? { ...one, status: 'active' as const } : one)) }
    : {}
}
