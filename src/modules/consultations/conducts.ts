import type { Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { readResource } from '#store/read.ts'
import { isConsultant } from './consultants.ts'
import { chairOf, encounterOf, type Meeting, secretaryOf } from './domain/meeting.ts'
import { consultationErrors } from './errors.ts'
import { holdMeeting } from './load.ts'
import { ownDepartments } from './people.ts'

/** Who plans a meeting and writes its minutes: who asked, its chair and secretary, and those who treat the patient. */
export function conductsIn(
  ctx: Context,
  { root }: Meeting,
  encounter: Encounter,
  departments: ReadonlySet<string>,
): boolean {
  const me = `Practitioner/${ctx.actor.practitionerId}`
  if ([root.requester, chairOf(root), secretaryOf(root)].some((who) => who?.reference === me)) return true
  const treats = encounter.participant?.some(
    (one) => one.individual?.reference === me && one.period?.end === undefined && !isConsultant(one),
  )
  return treats === true || departments.has(idOf(encounter.serviceProvider)) || can(ctx.actor, '*')
}

/** A meeting for one who conducts it. */
export async function holdToConduct(ctx: Context, id: string): Promise<Meeting> {
  const meeting = await holdMeeting(ctx, id)
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterOf(meeting))
  if (!conductsIn(ctx, meeting, encounter, await ownDepartments(ctx))) throw consultationErrors.notConducting()
  return meeting
}
