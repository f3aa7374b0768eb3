import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { filledFormModel } from './models/filled-form.ts'
import { renderDraft } from './render-paper.ts'

/** A form as it would be printed from these answers, saved or not; every page is marked as a draft. */
export async function previewForm(
  ctx: Context,
  edition: FormEdition,
  response: QuestionnaireResponse,
): Promise<Buffer> {
  return renderDraft(await filledFormModel(ctx, { edition, response }))
}
