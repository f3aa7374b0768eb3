import { idOf } from '#fhir/encounter.ts'
import { Filling, problemsOf } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { systemActor } from '#platform/services.ts'
import { refuseUnfinished } from './complete-fill.ts'
import { editionOfResponse, formOf } from './editions.ts'
import { environmentOf } from './environment.ts'
import { fillErrors } from './errors.ts'
import { isExam, type Response } from './fill.ts'
import { isDone, isOfVisit, refuseMoved, refuseOtherHead, refuseWithoutReason } from './fill-stays.ts'
import { refuseProblems } from './issues.ts'
import { withQueries } from './queries.ts'
import { checkRows } from './rows/check-rows.ts'

/** The edition that a response is or was on, so that none leaves its form. */
async function editionOf(ctx: Context, { before, after }: GuardedChange): Promise<FormEdition | undefined> {
  const known = before && (await editionOfResponse(ctx, before as Response))
  return known ?? (after && (await editionOfResponse(ctx, after as Response)))
}

/** What stays of a fill, whoever writes. */
async function refuseOther(
  ctx: Context,
  form: FormEdition,
  change: GuardedChange,
  after: Response,
): Promise<void> {
  const before = change.before as Response | undefined
  if (before) refuseMoved(before, after, change.act)
  else if (!(await isOfVisit(ctx, after, change.written))) throw fillErrors.otherPatient()
  // The examination has its own rules of reopening, and no signed rows.
  if (change.act || isOfExam(form, change)) return
  refuseWithoutReason(before, after)
  if (before) refuseOtherHead(formOf(form), before, after)
}

const isOfExam = ({ code }: FormEdition, { id }: GuardedChange) => code === '15/BV1' && isExam({ id })

async function checkFill(ctx: Context, change: GuardedChange): Promise<void> {
  // Import and restore bring back what was valid when it was written.
  if (ctx.actor.id === systemActor.id) return
  const edition = await editionOf(ctx, change)
  if (!edition?.isFilled) return
  const before = change.before as Response | undefined
  const response = change.after as Response | undefined
  if (!response) throw fillErrors.notDeleted()
  const form = formOf(edition)
  await refuseOther(ctx, edition, change, response)
  await checkRows(ctx, form, before, response)
  if (response.status === 'entered-in-error') return
  refuseProblems(ctx, problemsOf(new Filling(form, response, {}, { frozen: true }), { complete: false }))
  // The examination has its own conclusion, with its own list of what must be there.
  if (!isDone(response) || isOfExam(edition, change)) return
  const environment = await withQueries(ctx, form, await environmentOf(ctx, idOf(response.encounter)))
  await refuseUnfinished(ctx, { edition }, response, environment)
}

/** A response on a form of ours obeys its form from whatever channel it comes. */
export const fillsObeyTheirForm: Guard = {
  name: 'fills obey their form',
  types: ['QuestionnaireResponse'],
  check: checkFill,
}
