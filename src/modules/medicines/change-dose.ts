import type { Extension, MedicationAdministration, Observation } from '@medplum/fhirtypes'
import { decimal } from '#fhir/decimal.ts'
import { idOf } from '#fhir/encounter.ts'
import { cs, ext } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { putBack, secondPerson } from '#modules/ward-stock/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { type Administration, effectExtension } from './administration.ts'
import type { EffectBody, VomitedBody } from './contract.ts'
import { detailOf } from './dose-detail.ts'
import { medicineErrors } from './errors.ts'
import { requireInScale } from './give-doses.ts'
import { takeOut } from './infusion-sheet.ts'
import { lockOrders } from './orders-of-stay.ts'
import { givingRules } from './rules.ts'
import { momentOf } from './stay-facts.ts'

/** A dose for a change, behind the lock of its order. */
export async function lockDose(ctx: Context, id: string): Promise<Administration> {
  const first = await readResource<MedicationAdministration>(ctx, 'MedicationAdministration', id)
  await lockOrders(ctx, idOf(first.context), [idOf(first.request)])
  return { ...(await readResource<MedicationAdministration>(ctx, 'MedicationAdministration', id)), id }
}

const givenAt = ({ effectiveDateTime, effectivePeriod }: Administration): string =>
  effectiveDateTime ?? effectivePeriod?.start ?? ''

export const replaceExtension = (resource: Administration, extension: Extension): Administration => ({
  ...resource,
  extension: [...(resource.extension ?? []).filter((one) => one.url !== extension.url), extension],
})

/** The patient vomited it: it was given and used, and the doctor sees that it did not stay. */
export async function vomited(ctx: Context, id: string, body: VomitedBody): Promise<void> {
  const dose = await lockDose(ctx, id)
  if (dose.status !== 'completed') throw medicineErrors.doseState({ status: dose.status ?? '' })
  const at = momentOf(ctx, givenAt(dose), body.at)
  const statusReason = [{ coding: [{ system: cs.doseReason, code: 'vomited' }], text: 'Nôn sau khi dùng' }]
  const notes = [
    ...(dose.note ?? []),
    { text: body.note, time: instantInVietnam(at), authorString: ctx.actor.name },
  ]
  await commit(ctx, [{ kind: 'update', resource: { ...dose, status: 'stopped', statusReason, note: notes } }])
}

/** Strikes out what was written in error; what it moved goes back. The hour is open again. */
export async function withdraw(
  ctx: Context,
  id: string,
  body: { readonly reason: string; readonly secondPersonId?: string },
): Promise<void> {
  const dose = await lockDose(ctx, id)
  if (dose.status === 'entered-in-error') throw medicineErrors.doseState({ status: dose.status })
  const second = await secondPerson(ctx, body.secondPersonId, dose.context?.reference ?? '')
  await putBack(ctx, id, body.reason, second)
  const facts = dose.extension?.find((one) => one.url === ext.doseFacts)
  const said: Extension = {
    url: ext.doseFacts,
    extension: [
      ...(facts?.extension ?? []),
      { url: 'withdrawnBy', valueString: ctx.actor.name },
      { url: 'withdrawnAt', valueDateTime: instantInVietnam(ctx.now()) },
    ],
  }
  const marked = replaceExtension(replaceExtension(dose, said), {
    url: ext.correctionReason,
    valueString: body.reason,
  })
  await commit(ctx, [{ kind: 'update', resource: { ...marked, status: 'entered-in-error' } }])
  if (detailOf(dose).infusion) await takeOut(ctx, idOf(dose.context), id)
}

/** What a dose given when needed did, beside what was before it; the value is an Observation of its own too. */
export async function seeEffect(ctx: Context, id: string, body: EffectBody): Promise<void> {
  const dose = await lockDose(ctx, id)
  const { effect } = detailOf(dose)
  const scale = givingRules(dayInVietnam(ctx.now())).scales.find((one) => one.key === effect?.scale)
  if (!effect || !scale || effect.after !== undefined || dose.status === 'entered-in-error')
    throw medicineErrors.doseState({ status: dose.status ?? '' })
  requireInScale(scale, body.value)
  const value = body.value.replace(',', '.')
  const at = instantInVietnam(momentOf(ctx, givenAt(dose), body.at))
  const changed = replaceExtension(dose, effectExtension({ ...effect, after: value, at, by: ctx.actor.name }))
  const notes = body.note
    ? { note: [...(dose.note ?? []), { text: body.note, time: at, authorString: ctx.actor.name }] }
    : {}
  const seen: Observation = {
    resourceType: 'Observation',
    status: 'final',
    code: {
      ...(scale.loinc ? { coding: [{ system: cs.loinc, code: scale.loinc }] } : {}),
      text: scale.vi,
    },
    partOf: [{ reference: `MedicationAdministration/${id}` }],
    subject: dose.subject as Observation['subject'] & object,
    encounter: { reference: dose.context?.reference ?? '' },
    effectiveDateTime: at,
    performer: [
      ctx.actor.practitionerId
        ? { reference: `Practitioner/${ctx.actor.practitionerId}`, display: ctx.actor.name }
        : { display: ctx.actor.name },
    ],
    valueQuantity: { value: decimal(value), unit: scale.unit, system: cs.ucum, code: scale.unit },
  }
  await commit(ctx, [
    { kind: 'update', resource: { ...changed, ...notes } },
    { kind: 'create', resource: seen },
  ])
}
