import type { Observation } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Stay } from '#tests/support/stay.ts'

/** A potassium of a stay, with labels of sensitivity when some are given; its id. */
export async function givenResult(ctx: Context, { patientId, encounterId }: Stay, labels: readonly string[] = []) {
  const id = ctx.newId()
  const result: Observation = {
    resourceType: 'Observation',
    id,
    status: 'final',
    ...(labels.length > 0 ? { meta: { security: labels.map((code) => ({ code })) } } : {}),
    code: { text: 'Kali', coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
    subject: { reference: `Patient/${patientId}` },
    encounter: { reference: `Encounter/${encounterId}` },
    effectiveDateTime: ctx.now().toISOString(),
    valueQuantity: { value: 4, unit: 'mmol/L' },
  }
  await commit(ctx, [{ kind: 'update', resource: result }])
  return id
}
