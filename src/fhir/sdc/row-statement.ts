import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { canonicalJson } from '../json.ts'
import { rowContent } from './row-marks.ts'

/**
 * The text that a signature on a row covers: the row, and the fill and record that it stands in, so that it cannot be
 * moved to another.
 */
export function rowStatement(
  { id, questionnaire, encounter }: QuestionnaireResponse,
  row: QuestionnaireResponseItem,
): string {
  return canonicalJson({
    fill: `QuestionnaireResponse/${id}`,
    questionnaire,
    encounter: encounter?.reference,
    row: rowContent(row),
  })
}
