import type { Encounter, EncounterLocation, Extension } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import { instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { nursingErrors } from './errors.ts'

export type StayEncounter = Encounter & { id: string }

export interface Stay {
  readonly encounter: StayEncounter
  readonly encounterId: string
  readonly patientId: string
  readonly admittedAt: string
}

/** The stay of a patient in a bed. */
export async function readStay(ctx: Context, id: string): Promise<Stay> {
  const encounter = await findResource<StayEncounter>(ctx, 'Encounter', id)
  if (encounter?.class?.code !== 'IMP') throw nursingErrors.notStay({ id })
  return {
    encounter,
    encounterId: id,
    patientId: idOf(encounter.subject),
    admittedAt: encounter.period?.start ?? instantInVietnam(ctx.now()),
  }
}

/** A stay that can still be written of: not cancelled, its record not closed. */
export async function openStay(ctx: Context, id: string): Promise<Stay> {
  const stay = await readStay(ctx, id)
  refuseLocked(stay.encounter)
  const { status } = stay.encounter
  if (status === 'cancelled' || status === 'entered-in-error') throw nursingErrors.stayCancelled()
  return stay
}

const oneMinute = 60_000

/** When it happened: now, or an earlier moment of the stay. */
export function momentOf(ctx: Context, stay: Stay, at: string | undefined): string {
  const now = ctx.now()
  if (!at) return instantInVietnam(now)
  const moment = new Date(at)
  if (!isDay(at.slice(0, 10)) || Number.isNaN(moment.getTime())) throw commonErrors.notADay({ value: at })
  if (moment.getTime() > now.getTime() + oneMinute) throw nursingErrors.inFuture()
  if (moment.getTime() < Date.parse(stay.admittedAt) - oneMinute)
    throw nursingErrors.beforeStay({ since: stay.admittedAt })
  return instantInVietnam(moment)
}

/** Who acts, as resources name them. */
export const actorOf = ({ actor }: Context): { display: string; reference?: string } => ({
  display: actor.name,
  ...present({ reference: actor.practitionerId && `Practitioner/${actor.practitionerId}` }),
})

export const bedOf = ({ encounter }: Stay): EncounterLocation['location'] | undefined =>
  encounter.location?.find(({ status }) => status === 'active')?.location

/** Who pays for what is done in the stay, unless somebody says otherwise. */
export function payerOf({ encounter }: Stay): Extension[] {
  const payer = encounter.extension?.find(({ url }) => url === ext.payer)?.valueCode
  return payer ? [{ url: ext.payer, valueCode: payer }] : []
}

/** References that every resource of the stay carries. */
export const ofStay = ({ encounterId, patientId }: Stay) => ({
  subject: { reference: `Patient/${patientId}` },
  encounter: { reference: `Encounter/${encounterId}` },
})
