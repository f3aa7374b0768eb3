import type { Observation, QuestionnaireResponse } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { EarlierFill } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import { editionOfResponse } from './editions.ts'
import type { Response } from './fill.ts'

const usable = new Set<QuestionnaireResponse['status']>(['in-progress', 'completed', 'amended'])

/** What was filled in for a patient before, the newest first. */
export async function fillsOfPatient(ctx: Context, patientId: string, but: string): Promise<readonly Response[]> {
  const found = await searchResources<Response>(ctx, 'QuestionnaireResponse', {
    subject: `Patient/${patientId}`,
    _sort: '-authored',
    _count: '100',
  })
  return found.filter((one) => one.id !== but && usable.has(one.status))
}

/** Earlier fills with their questionnaires, for population. */
export async function earlierFills(
  ctx: Context,
  responses: readonly Response[],
  encounterId: string,
): Promise<readonly EarlierFill[]> {
  const fills = await Promise.all(
    responses.map(async (response): Promise<readonly EarlierFill[]> => {
      const questionnaire = (await editionOfResponse(ctx, response))?.questionnaire()
      const sameRecord = idOf(response.encounter) === encounterId
      return questionnaire ? [{ questionnaire, response, sameRecord }] : []
    }),
  )
  return fills.flat()
}

/** Observations that questions may be answered from, newest first. */
export function recentObservations(ctx: Context, patientId: string): Promise<Observation[]> {
  return searchResources<Observation>(ctx, 'Observation', {
    subject: `Patient/${patientId}`,
    _sort: '-date',
    _count: '500',
  })
}
