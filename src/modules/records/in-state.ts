import type { Encounter } from '@medplum/fhirtypes'
import type { RecordState } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { transitionOf } from './domain/transitions.ts'
import { stateOf, withState } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import { practitioner } from './practitioner.ts'

/** The root Encounter in a new state of its record, for a module that changes more of it in the same write. */
export function inState(
  ctx: Context,
  encounter: Encounter & { id: string },
  to: RecordState,
  reason?: string,
): Encounter & { id: string } {
  const from = stateOf(encounter)
  if (!transitionOf(from, to)) throw recordErrors.badTransition({ from, to })
  const at = instantInVietnam(ctx.now())
  return withState(encounter, to, { at, who: practitioner(ctx), ...(reason ? { reason } : {}) })
}
