import type { Communication, Observation, Patient, Practitioner, Reference } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { CriticalCall } from './contract.ts'
import { isCritical } from './domain/flag-result.ts'
import { laboratoryErrors } from './errors.ts'
import { flagCode, valueText } from './observation.ts'
import { performer } from './performer.ts'
import { readMany } from './read-many.ts'
import { findResults } from './repository.ts'

/** Writes down that a critical value was told by voice, to whom, and that it was read back. */
export async function callCritical(ctx: Context, observationId: string, given: CriticalCall): Promise<void> {
  const observation = await readResource<Observation>(ctx, 'Observation', observationId)
  if (!isCritical(flagCode(observation))) throw laboratoryErrors.notCritical({ id: observationId })
  const called = new Date(given.calledAt)
  if (Number.isNaN(called.getTime()) || called.getTime() > ctx.now().getTime() + 60_000)
    throw laboratoryErrors.collectedLater()
  const words = [
    `${observation.code?.text ?? ''} ${valueText(observation)} ${observation.valueQuantity?.unit ?? ''}`.trim(),
    given.note,
  ].filter(Boolean)
  const call: Communication & { id: string } = {
    resourceType: 'Communication',
    id: ctx.newId(),
    status: 'completed',
    category: [
      {
        coding: [{ system: cs.communication, code: 'critical-result' }],
        text: 'Báo giá trị nguy kịch, đã đọc lại',
      },
    ],
    priority: 'stat',
    medium: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode', code: 'PHONE' }] },
    ],
    ...(observation.subject ? { subject: observation.subject as Reference<Patient> } : {}),
    ...(observation.encounter ? { encounter: observation.encounter } : {}),
    about: [{ reference: `Observation/${observationId}` }],
    sent: instantInVietnam(called),
    sender: performer(ctx),
    recipient: [
      given.toPractitionerId
        ? { reference: `Practitioner/${given.toPractitionerId}`, display: given.toWhom }
        : { display: given.toWhom },
    ],
    payload: words.map((text) => ({ contentString: text ?? '' })),
  }
  await commit(ctx, [{ kind: 'create', resource: call, id: call.id }])
}

/** The treating doctor takes note of a critical value; the clock of the ward stops. */
export async function confirmCritical(
  ctx: Context,
  observationId: string,
  action: string | undefined,
): Promise<void> {
  const observation = await readResource<Observation>(ctx, 'Observation', observationId)
  if (!isCritical(flagCode(observation))) throw laboratoryErrors.notCritical({ id: observationId })
  const call = (await callsAbout(ctx, [observationId])).get(observationId)
  const at = instantInVietnam(ctx.now())
  if (call?.received) return
  const confirmed: Communication & { id: string } = call
    ? { ...call, id: call.id ?? '', received: at }
    : {
        resourceType: 'Communication',
        id: ctx.newId(),
        status: 'completed',
        category: [{ coding: [{ system: cs.communication, code: 'critical-result' }] }],
        ...(observation.subject ? { subject: observation.subject as Reference<Patient> } : {}),
        ...(observation.encounter ? { encounter: observation.encounter } : {}),
        about: [{ reference: `Observation/${observationId}` }],
        received: at,
      }
  const recipient = [...(confirmed.recipient ?? []), performer(ctx)] as Reference<Practitioner>[]
  const note = action ? [{ text: action, time: at, authorString: ctx.actor.name }] : []
  await commit(ctx, [
    {
      kind: call ? 'update' : 'create',
      resource: {
        ...confirmed,
        recipient,
        ...(note.length > 0 ? { note: [...(confirmed.note ?? []), ...note] } : {}),
      },
      id: confirmed.id,
    },
  ])
}

/** The newest call about each of some results. */
export async function callsAbout(
  ctx: Context,
  observationIds: readonly string[],
): Promise<ReadonlyMap<string, Communication>> {
  const rows = await findResults(ctx, observationIds)
  const calls = await readMany<Communication>(
    ctx,
    'Communication',
    rows.flatMap((row) => row.call_id ?? []),
  )
  return new Map(
    rows.flatMap((row) => {
      const call = row.call_id === null ? undefined : calls.get(row.call_id)
      return call ? [[row.observation_id, call] as const] : []
    }),
  )
}
