import type { AllergyIntolerance } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { allergyState } from './allergy.ts'
import type { AllergyList } from './allergy-contract.ts'

export function allAllergies(ctx: Context, patientId: string): Promise<readonly AllergyIntolerance[]> {
  return searchResources<AllergyIntolerance>(ctx, 'AllergyIntolerance', {
    patient: `Patient/${patientId}`,
    _count: '100',
  })
}

/** Allergies that hold, or that none are known, or that nobody has asked. */
export async function listAllergies(ctx: Context, patientId: string): Promise<AllergyList> {
  return allergyState(await allAllergies(ctx, patientId))
}
