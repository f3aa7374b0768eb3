import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { Filling, problemsOf } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { systemActor } from '#platform/services.ts'
import { refuseUnfinished } from './complete-fill.ts'
import { editionOfResponse, formOf } from './editions.ts'
import { environmentOf } from './environment.ts'
import { fillErrors } from './errors.ts'
import { isExam, type Response } from './fill.ts'
import { refuseProblems } from './issues.ts'
import { withQueries } from './queries.ts'
import { checkRows } from './rows/check-rows.ts'

const isDone = ({ status }: QuestionnaireResponse) => status === 'completed' || status === 'amended'

async function checkFill(ctx: Context, { before, after, id }: GuardedChange): Promise<void> {
  // Import and restore bring back what was valid when it was written.
  if (ctx.actor.id === systemActor.id) return
  const response = (after ?? before) as Response
  const edition = await editionOfResponse(ctx, response)
  if (!edition?.isFilled) return
  if (!after) throw fillErrors.notDeleted()
  await checkRows(ctx, formOf(edition), before as Response | undefined, response)
  if (response.status === 'entered-in-error') return
  const form = formOf(edition)
  refuseProblems(ctx, problemsOf(new Filling(form, response, {}, { frozen: true }), { complete: false }))
  // The examination has its own conclusion, with its own list of what must be there.
  if (!isDone(response) || isExam({ id })) return
  const environment = await withQueries(ctx, form, await environmentOf(ctx, idOf(response.encounter)))
  await refuseUnfinished(ctx, { edition }, response, environment)
}

/** A response on a form of ours obeys its form from whatever channel it comes. */
export const fillsObeyTheirForm: Guard = {
  name: 'fills obey their form',
  types: ['QuestionnaireResponse'],
  check: checkFill,
}
