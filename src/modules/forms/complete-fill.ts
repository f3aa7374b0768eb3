import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { codingsToCheck, type Environment, Filling, type Form, isLocked, problemsOf } from '#fhir/sdc/index.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { preparePaper } from '#modules/documents/index.ts'
import type { Context } from '#platform/context.ts'
import { withAllergiesNow } from './allergies-now.ts'
import { checkAbbreviations } from './check-abbreviations.ts'
import type { CompletedFill, SaveFillBody } from './contract.ts'
import { formOf } from './editions.ts'
import { environmentOf, withoutOwn } from './environment.ts'
import { extraction } from './extraction.ts'
import { authorOf, type Fill, notesOf, type Response } from './fill.ts'
import { refuseProblems } from './issues.ts'
import { withNumbers } from './number-series.ts'
import { withQueries } from './queries.ts'
import { unsignedRows } from './rows/list-rows.ts'
import { acceptedAnswers, readOpenFill, refuseOlder } from './save-fill.ts'
import { membership } from './value-sets.ts'
import { writeFill } from './write-fill.ts'

/** Throws with everything that is missing or wrong in a finished response. */
export async function refuseUnfinished(
  ctx: Context,
  fill: Pick<Fill, 'edition'>,
  response: Response,
  environment: Environment,
): Promise<void> {
  const filling = new Filling(formOf(fill.edition), response, environment, { frozen: true })
  const inValueSet = await membership(ctx, codingsToCheck(filling))
  const problems = problemsOf(filling, { complete: true, inValueSet })
  const unsigned = unsignedRows(filling.form, response)
  refuseProblems(ctx, [...problems, ...unsigned, ...(await checkAbbreviations(ctx, fill.edition, filling))])
}

/**
 * Completes a fill: everything is checked, computed values are made anew, what it says goes into the chart, and its
 * paper is put before the signers; all of it or nothing.
 */
export async function completeFill(ctx: Context, id: string, body: SaveFillBody): Promise<CompletedFill> {
  const fill = await readOpenFill(ctx, id)
  refuseOlder(fill, body)
  const form = formOf(fill.edition)
  const encounterId = idOf(fill.response.encounter)
  const known = await withQueries(ctx, form, await environmentOf(ctx, encounterId))
  const environment = withoutOwn(known, fill.response)
  const accepted = withAllergiesNow(form, acceptedAnswers(ctx, fill, body), environment)
  const answers = finished(form, await withNumbers(ctx, form, accepted, environment), environment)
  await refuseUnfinished(ctx, fill, answers, environment)
  const amending = notesOf(fill.response).findLast(({ kind }) => kind === 'amend')
  const response: Response = {
    ...answers,
    status: amending ? 'amended' : 'completed',
    authored: instantInVietnam(ctx.now()),
    author: authorOf(ctx),
  }
  const said = await extraction(ctx, form, response, environment)
  const { version } = await writeFill(ctx, fill, {
    resource: said.response,
    act: 'fill.complete',
    more: said.changes,
  })
  const paper = await preparePaper(ctx, {
    form: fill.edition.code,
    encounterId,
    about: `QuestionnaireResponse/${id}`,
    ...(fill.edition.own ? { edition: fill.edition } : {}),
    ...(amending ? { correctionReason: amending.reason } : {}),
  })
  return { version, paperId: paper.id, extracted: said.changes.length }
}

/** Computed values made anew, without what is not asked and without empty rows, each answer under its question's text. */
export function finished(form: Form, response: Response, environment: Environment): Response {
  const { item, ...rest } = new Filling(form, response, environment).asked()
  const kept = (item ?? []).flatMap((one) => withText(form, one) ?? [])
  return { ...(rest as Response), ...(kept.length > 0 ? { item: kept } : {}) }
}

function withText(form: Form, item: QuestionnaireResponseItem): QuestionnaireResponseItem | undefined {
  if (isLocked(item)) return item
  const below = (item.item ?? []).flatMap((one) => withText(form, one) ?? [])
  const answer = item.answer?.map((one) =>
    one.item ? { ...one, item: one.item.flatMap((inner) => withText(form, inner) ?? []) } : one,
  )
  if (below.length === 0 && !answer) return undefined
  const { linkId, text: _text, item: _item, answer: _answer, ...extra } = item
  const text = form.byLinkId.get(linkId)?.raw.text
  return {
    ...extra,
    linkId,
    ...(text ? { text } : {}),
    ...(answer ? { answer } : {}),
    ...(below.length > 0 ? { item: below } : {}),
  }
}
