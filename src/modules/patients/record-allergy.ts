import type { AllergyIntolerance, Patient } from '@medplum/fhirtypes'
import { statesNone, stillHolds } from '#fhir/allergy.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import { buildAllergy } from './allergy.ts'
import type { AllergyBody, AllergyList } from './allergy-contract.ts'
import { patientErrors } from './errors.ts'
import { allAllergies, listAllergies } from './list-allergies.ts'

/** Writes down the answer to the allergy question. A found allergy ends an earlier "none known". */
export async function recordAllergy(ctx: Context, patientId: string, body: AllergyBody): Promise<AllergyList> {
  if (body.kind === 'allergy' && !body.substance?.trim()) throw patientErrors.allergySubstance()
  await readResource<Patient>(ctx, 'Patient', patientId)
  const holding = (await allAllergies(ctx, patientId)).filter(stillHolds)
  const nones = holding.filter(statesNone)
  if (body.kind === 'none' && holding.length > nones.length) throw patientErrors.allergyPresent()
  const { actor } = ctx
  const made = buildAllergy(body, {
    id: nones.length > 0 && body.kind === 'none' ? (nones[0]?.id ?? ctx.newId()) : ctx.newId(),
    patientId,
    at: instantInVietnam(ctx.now()),
    by: actor.name,
    ...(actor.practitionerId ? { practitionerId: actor.practitionerId } : {}),
  })
  const changes: Change[] =
    body.kind === 'none' && nones.length > 0
      ? [{ kind: 'update', resource: { ...made, id: made.id ?? '' } }]
      : [
          { kind: 'create', resource: made, ...(made.id ? { id: made.id } : {}) },
          ...nones.map((one) => refuting(one, undefined)),
        ]
  await commit(ctx, changes)
  return listAllergies(ctx, patientId)
}

/** Takes an allergy back with the reason; the entry stays readable as refuted. */
export async function refuteAllergy(
  ctx: Context,
  patientId: string,
  allergyId: string,
  reason: string,
): Promise<AllergyList> {
  const allergy = await readResource<AllergyIntolerance>(ctx, 'AllergyIntolerance', allergyId)
  if (allergy.patient?.reference !== `Patient/${patientId}`)
    throw patientErrors.allergyOfAnother({ id: allergyId })
  await commit(ctx, [
    refuting(allergy, { text: reason, time: instantInVietnam(ctx.now()), authorString: ctx.actor.name }),
  ])
  return listAllergies(ctx, patientId)
}

function refuting(
  allergy: AllergyIntolerance,
  note: NonNullable<AllergyIntolerance['note']>[number] | undefined,
): Change {
  const { clinicalStatus: _ended, ...rest } = allergy
  const resource = {
    ...rest,
    id: allergy.id ?? '',
    clinicalStatus: { coding: [{ system: cs.allergyClinical, code: 'inactive' }] },
    verificationStatus: { coding: [{ system: cs.allergyVerification, code: 'refuted' }] },
    ...(note ? { note: [...(allergy.note ?? []), note] } : {}),
  }
  return { kind: 'update', resource, ifVersion: Number(allergy.meta?.versionId ?? 1) }
}
