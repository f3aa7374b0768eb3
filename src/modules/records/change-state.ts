import type { Encounter } from '@medplum/fhirtypes'
import type { RecordState } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { CommitOptions } from '#store/types.ts'
import { transitionOf } from './domain/transitions.ts'
import { stateOf, withState } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import { practitioner } from './practitioner.ts'

/** Moves a record along its table of states, with the event that says who and when. */
export async function changeState(
  ctx: Context,
  encounter: Encounter & { id: string },
  to: RecordState,
  given: {
    readonly reason?: string
    /** The other person of two who asked for it. */
    readonly askedBy?: string
    readonly authority?: NonNullable<CommitOptions['authority']>
  } = {},
): Promise<void> {
  const from = stateOf(encounter)
  const way = transitionOf(from, to)
  // Two acts may lead to one state: sending back what was handed in is not a way to end an open visit.
  const isOther = given.authority !== undefined && given.authority.permission !== way?.permission
  if (!way || isOther) throw recordErrors.badTransition({ from, to })
  const event = {
    at: instantInVietnam(ctx.now()),
    who: practitioner(ctx),
    ...(given.reason ? { reason: given.reason } : {}),
    ...(given.askedBy ? { askedBy: given.askedBy } : {}),
  }
  const resource = withState(encounter, to, event)
  await commit(
    ctx,
    [{ kind: 'update', resource, ifVersion: Number(encounter.meta?.versionId) }],
    given.authority ? { authority: given.authority } : {},
  )
}
