import { idOf } from '#fhir/encounter.ts'
import { type Environment, type Form, populate } from '#fhir/sdc/index.ts'
import { dayInVietnam, instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { canonicalOf, type FormEdition } from '#platform/forms/edition.ts'
import { commit } from '#store/commit.ts'
import { refuseLocked } from '#store/record-state.ts'
import type { FillView, StartBody } from './contract.ts'
import { earlierFills, fillsOfPatient, recentObservations } from './earlier-fills.ts'
import { findEdition, formOf } from './editions.ts'
import { environmentOf } from './environment.ts'
import { fillErrors } from './errors.ts'
import { authorOf, fillExt, type Response, readFill } from './fill.ts'
import { fillView } from './fill-view.ts'
import { withNumbers } from './number-series.ts'
import { withQueries } from './queries.ts'
import { keepMarks } from './rows/keep-marks.ts'
import { nameCodings } from './value-sets.ts'

/** What a new fill of a form is made from. */
export interface Starting {
  readonly id: string
  readonly edition: FormEdition
  readonly form: Form
  readonly day: string
  readonly encounterId: string
  readonly environment: Environment
  readonly copyFrom?: Response | undefined
}

/** A fill with everything that is known already; nothing is stored. */
export async function populated(ctx: Context, starting: Starting): Promise<Response> {
  const { id, edition, form, encounterId, environment, copyFrom } = starting
  const patientId = (environment['patient'] as { id: string }).id
  const responses = await fillsOfPatient(ctx, patientId, id)
  const [earlier, observations] = await Promise.all([
    earlierFills(ctx, responses, encounterId),
    recentObservations(ctx, patientId),
  ])
  const blank: Response = {
    resourceType: 'QuestionnaireResponse',
    id,
    extension: [{ url: fillExt.day, valueDate: starting.day }],
    questionnaire: canonicalOf(edition),
    status: 'in-progress',
    subject: { reference: `Patient/${patientId}` },
    encounter: { reference: `Encounter/${encounterId}` },
    authored: instantInVietnam(ctx.now()),
    author: authorOf(ctx),
  }
  const sources = { environment, observations, earlier, now: ctx.now(), ...(copyFrom ? { copyFrom } : {}) }
  return (await nameCodings(ctx, form, populate(form, blank, sources))) as Response
}

/** Begins a form for a visit: the edition of the day of the event, with everything that is known already. */
export async function startFill(ctx: Context, body: StartBody): Promise<FillView> {
  const day = body.on ?? dayInVietnam(ctx.now())
  if (!isDay(day)) throw commonErrors.notADay({ value: day })
  const edition = await findEdition(ctx, body.form, day)
  if (edition.code === '15/BV1') throw fillErrors.examForm()
  const form = formOf(edition)
  const environment = await withQueries(ctx, form, await environmentOf(ctx, body.encounterId))
  refuseLocked(environment['encounter'] as Parameters<typeof refuseLocked>[0])
  const copyFrom =
    body.copyFrom === undefined ? undefined : await readSource(ctx, body.copyFrom, edition, environment)
  const { id, encounterId } = body
  const begun = await populated(ctx, { id, edition, form, day, encounterId, environment, copyFrom })
  const resource = keepMarks(ctx, form, {}, await withNumbers(ctx, form, begun, environment))
  await commit(ctx, [{ kind: 'create', resource, id }])
  return fillView(ctx, await readFill(ctx, id), environment)
}

/** The fill that is carried forward: of the same form and the same patient. */
async function readSource(
  ctx: Context,
  id: string,
  edition: FormEdition,
  environment: Environment,
): Promise<Response> {
  const source = await readFill(ctx, id)
  const patientId = (environment['patient'] as { id: string }).id
  if (source.edition.form !== edition.form || idOf(source.response.subject) !== patientId)
    throw fillErrors.otherForm()
  return source.response
}
