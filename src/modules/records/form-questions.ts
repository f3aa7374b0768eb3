import type { Questionnaire, QuestionnaireItem } from '@medplum/fhirtypes'
import { extensionValue, sdcUrl } from '#fhir/sdc/index.ts'
import { readCanonical } from '#platform/forms/edition.ts'
import { shippedEdition } from '#platform/forms/registry.ts'

const known = new WeakMap<Questionnaire, ReadonlyMap<string, string>>()

/**
 * Texts of a form's questions that people see, by linkId: `urn:lanong:form:15-BV1|2024-01-01`, the version it was filled in on. A form
 * that is not shipped has none here; a completed fill carries its texts itself.
 */
export function questionsOf(canonical: string | undefined): ReadonlyMap<string, string> {
  const named = readCanonical(canonical)
  const questionnaire = named && shippedEdition(named.form, named.version)?.questionnaire()
  if (!questionnaire) return new Map()
  const questions = known.get(questionnaire) ?? textsOf(questionnaire)
  known.set(questionnaire, questions)
  return questions
}

const textsOf = ({ item = [] }: Questionnaire): ReadonlyMap<string, string> =>
  new Map(
    allItems(item)
      .filter((one) => extensionValue(one, sdcUrl.hidden) !== true)
      .map((one) => [one.linkId, one.text ?? one.linkId]),
  )

function allItems(items: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] {
  return items.flatMap((item) => [item, ...allItems(item.item ?? [])])
}
