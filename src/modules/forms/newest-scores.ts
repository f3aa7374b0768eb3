import { idOf } from '#fhir/encounter.ts'
import { newestInRows } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import type { NewestScores } from './contract.ts'
import { recentObservations } from './earlier-fills.ts'
import { formOf } from './editions.ts'
import { readFill } from './fill.ts'

/** The newest scores of the stay, for rows that are added to a sheet while it is open. */
export async function newestScores(ctx: Context, id: string): Promise<NewestScores> {
  const { response, edition } = await readFill(ctx, id)
  const patientId = idOf(response.subject)
  await auditView(ctx, { patientId, kind: 'fill scores', entities: [`QuestionnaireResponse/${id}`] })
  const observations = await recentObservations(ctx, patientId)
  const environment = { encounter: { id: idOf(response.encounter) } }
  return { answers: newestInRows(formOf(edition), { environment, observations, earlier: [], now: ctx.now() }) }
}
