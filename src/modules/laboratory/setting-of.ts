import type { Patient, Reference } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { LoadedRequisition } from './load-requisition.ts'
import type { ResultSetting } from './observation.ts'
import { performer } from './performer.ts'

/** What surrounds results of a request in this requisition. */
export function settingOf(
  ctx: Context,
  loaded: LoadedRequisition,
  requestId: string,
  tube: { specimen_id: string; collected_at: Date | null },
): ResultSetting {
  const request = loaded.requests.get(requestId)
  return {
    requestId,
    patient: (request?.subject ?? {}) as Reference<Patient>,
    encounter: request?.encounter,
    specimenId: tube.specimen_id,
    collectedAt: instantInVietnam(tube.collected_at ?? ctx.now()),
    performer: performer(ctx),
    enteredAt: instantInVietnam(ctx.now()),
  }
}
