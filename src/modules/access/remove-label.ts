import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { patientOf } from '#store/record-of.ts'
import type { UnlabelBody } from './contract.ts'
import { accessErrors } from './errors.ts'
import { addressOf, tellReviewers, treatingDepartment } from './open-glass.ts'
import { policiesOn, protectingLabels } from './policies.ts'

/**
 * Takes a protecting label off, with a reason. It stands in the journal, among what a second person reviews, and the patient
 * sees it.
 */
export async function removeLabel(ctx: Context, body: UnlabelBody): Promise<{ readonly id: string }> {
  const { type, id } = addressOf(body.resource)
  const before = await readResource<Resource>(ctx, type as Resource['resourceType'], id)
  const isIt = (code: string | undefined) => code?.toLowerCase() === body.label.toLowerCase()
  const labels = before.meta?.security ?? []
  const found = labels.find(({ code }) => isIt(code))?.code
  if (found === undefined || !protectingLabels.has(found.toLowerCase()))
    throw accessErrors.labelAbsent({ label: body.label })
  const patient = type === 'Patient' ? id : patientOf(ctx, type, before as unknown as Record<string, unknown>)
  if (patient === undefined) throw commonErrors.invalid({ reason: 'it belongs to no patient' })
  const reason = body.reason.trim()
  const left = labels.filter(({ code }) => !isIt(code))
  const { security: _, ...meta } = before.meta ?? {}
  const resource = { ...before, meta: { ...meta, ...(left.length === 0 ? {} : { security: left }) } } as Resource
  await commit(ctx, [{ kind: 'update', resource, ifVersion: Number(before.meta?.versionId) }], {
    purpose: reason,
    act: 'access.loosen',
  })
  const opening = ctx.newId()
  await sql`
    insert into access_opening (facility, id, kind, patient_id, account, reason, purpose, opened_by, since, until, rule, of_department)
    values (${ctx.facility}, ${opening}, 'label', ${patient}, ${ctx.actor.id}, ${`${found}: ${reason}`}, 'TREAT', ${ctx.actor.id},
      ${ctx.now()}, ${ctx.now()}, ${rulesAbout(ctx, found).join(' ')}, ${await treatingDepartment(ctx, patient)})`.execute(
    ctx.db,
  )
  await writeAudit(ctx, {
    action: 'access-label',
    outcome: 'success',
    patientId: patient,
    entities: [body.resource],
    detail: { kind: 'label.removed', opening, label: found, reason },
  })
  await tellReviewers(ctx, opening)
  return { id: opening }
}

/** Rules that speak of the label, by their ids. */
function rulesAbout(ctx: Context, label: string): readonly string[] {
  const quoted = JSON.stringify(label)
  return policiesOn(ctx.now())
    .policies.filter(({ when }) => JSON.stringify(when).includes(quoted))
    .map(({ id }) => id)
}
