import type { Encounter, Patient } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { patientOf } from '#store/record-of.ts'
import type { LabelBody } from './contract.ts'
import { accessErrors } from './errors.ts'
import { addressOf } from './open-glass.ts'
import { labelsToPut } from './policies.ts'

const terminology = 'http://terminology.hl7.org/CodeSystem'
/** `V` is a confidentiality; the others are acts of sensitivity. */
const systemOf = (code: string) => `${terminology}/${code === 'V' ? 'v3-Confidentiality' : 'v3-ActCode'}`

/**
 * Puts a protecting label on a patient, or on a visit with all that belongs to its record. It holds at once and stands in the
 * journal with its reason; taking it off is another act (remove-label.ts).
 */
export async function putLabel(ctx: Context, body: LabelBody): Promise<void> {
  const { type, id } = addressOf(body.resource) as { readonly type: 'Patient' | 'Encounter'; readonly id: string }
  const { label } = body
  const before = await readResource<Patient | Encounter>(ctx, type, id)
  const isPart = before.resourceType === 'Encounter' && before.partOf !== undefined
  if (isPart || !labelsToPut[type].includes(label)) throw accessErrors.labelUnfit({ label })
  const labels = before.meta?.security ?? []
  if (labels.some(({ code }) => code?.toLowerCase() === label.toLowerCase()))
    throw accessErrors.labelThere({ label })
  const security = [...labels, { system: systemOf(label), code: label }]
  const reason = body.reason.trim()
  await commit(
    ctx,
    [
      {
        kind: 'update',
        resource: { ...before, meta: { ...before.meta, security } },
        ifVersion: Number(before.meta?.versionId),
      },
    ],
    { purpose: reason },
  )
  const patientId = type === 'Patient' ? id : patientOf(ctx, type, before as unknown as Record<string, unknown>)
  await writeAudit(ctx, {
    action: 'access-label',
    outcome: 'success',
    patientId,
    entities: [body.resource],
    detail: { kind: 'label.put', label, reason },
  })
}
