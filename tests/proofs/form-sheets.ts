import type { FormEdition } from '#platform/forms/edition.ts'
import type { Renderer } from '#platform/typst/renderer.ts'
import { generateAnswers } from '#tests/support/form-answers.ts'
import { paperPatient, paperRecord, printForm } from '#tests/support/form-paper.ts'
import type { MakeSheet } from './sheet.ts'

/** A form with every question answered, printed as the papers of the house are. */
export function formSheets(renderer: Renderer, edition: FormEdition): MakeSheet {
  const questionnaire = edition.questionnaire()
  if (!questionnaire) throw new Error(`${edition.code} has no questionnaire`)
  return async (much) => {
    const { response, words } = much
      ? generateAnswers(questionnaire, much)
      : {
          response: { resourceType: 'QuestionnaireResponse' as const, status: 'in-progress' as const },
          words: [],
        }
    const { pdf, marks } = await printForm(renderer, edition, response)
    const expected = new Set(edition.slots.map((slot) => slot.id)).size
    return { pdf, places: marks, expected, words, patient: paperPatient, record: paperRecord }
  }
}
