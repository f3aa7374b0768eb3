import type { Patient } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { mergeErrors } from './errors.ts'

/** A patient that was not merged away, whoever did that. */
export async function readPatient(ctx: Context, id: string): Promise<Patient> {
  const patient = await readResource<Patient>(ctx, 'Patient', id)
  const onward = patient.link?.find((one) => one.type === 'replaced-by')
  if (onward) throw mergeErrors.alreadyMerged({ id, into: onward.other.reference ?? '' })
  return patient
}
