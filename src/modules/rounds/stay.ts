import type { Encounter } from '@medplum/fhirtypes'
import { idOf, isUnderWay } from '#fhir/encounter.ts'
import { dayInVietnam, daysBetween, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { roundErrors } from './errors.ts'

export interface Stay {
  readonly encounter: Encounter & { id: string }
  readonly patientId: string
  readonly admittedAt: string
}

export const ofStay = ({ encounter }: Pick<Stay, 'encounter'>) => ({ encounter: `Encounter/${encounter.id}` })

export async function readStay(ctx: Context, id: string): Promise<Stay> {
  const encounter = await findResource<Encounter & { id: string }>(ctx, 'Encounter', id)
  if (encounter?.class?.code !== 'IMP') throw roundErrors.notStay({ id })
  return {
    encounter,
    patientId: idOf(encounter.subject),
    admittedAt: encounter.period?.start ?? instantInVietnam(ctx.now()),
  }
}

export async function openStay(ctx: Context, id: string): Promise<Stay> {
  const stay = await readStay(ctx, id)
  refuseLocked(stay.encounter)
  if (!isUnderWay(stay.encounter)) throw roundErrors.ended()
  return stay
}

/** The day of admission is the first. */
export const dayOfStay = (start: string, now: Date): number =>
  daysBetween(dayInVietnam(new Date(start)), dayInVietnam(now)) + 1
