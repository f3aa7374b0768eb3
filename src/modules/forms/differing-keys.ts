import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { Filling, type Form, type Key, sameAnswers } from '#fhir/sdc/index.ts'

/** Keys of answers that two versions of a fill say differently; a whole row that only one has counts as its group. */
export function differingKeys(form: Form, one: QuestionnaireResponse, other: QuestionnaireResponse): Key[] {
  const [some, others] = [one, other].map((response) => new Filling(form, response, {}, { frozen: true }))
  if (!some || !others) return []
  const keys = new Set([...some.keys(), ...others.keys()])
  return [...keys].filter((key) => !sameAnswers(some.answers(key), others.answers(key)))
}
