import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import type { Form } from './compile-form.ts'
import { Filling } from './filling.ts'
import { isRow } from './nodes.ts'
import type { Environment } from './types.ts'

/**
 * A response with answers that are known by now in the questions that nobody has answered; what stands in it stays, and
 * rows are left as they are.
 *
 * @param known the same form, filled from what is known now
 */
export function fillOpen(
  form: Form,
  response: QuestionnaireResponse,
  known: QuestionnaireResponse,
  environment: Environment,
): QuestionnaireResponse {
  const filling = new Filling(form, response, environment, { frozen: true })
  const now = new Filling(form, known, environment, { frozen: true })
  let changed = false
  for (const item of form.byLinkId.values()) {
    if (item.type === 'group' || isRow(item) || item.rowGroups.length > 0) continue
    const answers = now.answers(item.linkId)
    if (answers.length === 0 || filling.answers(item.linkId).length > 0) continue
    filling.set(item.linkId, answers)
    changed = true
  }
  return changed ? filling.response() : response
}
