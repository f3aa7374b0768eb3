import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { compileForm, type Form } from '#fhir/sdc/index.ts'
import type { Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type FormEdition, readCanonical } from '#platform/forms/edition.ts'
import { editionOn, formErrors, shippedForms } from '#platform/forms/registry.ts'
import { fillErrors } from './errors.ts'

/** Every edition that this hospital can use, shipped ones and its own; its own come last and so win. */
export async function editionsOf(_ctx: Context): Promise<readonly FormEdition[]> {
  return shippedForms()
}

/** The edition of a form on the day of the event. */
export async function findEdition(ctx: Context, form: string, day: Day): Promise<FormEdition> {
  const found = editionOn(await editionsOf(ctx), form, day)
  if (!found) throw formErrors.unknown({ form, day })
  return found
}

/** The edition that a response was filled in on; undefined when its questionnaire is none of ours. */
export async function editionOfResponse(
  ctx: Context,
  response: Pick<QuestionnaireResponse, 'questionnaire'>,
): Promise<FormEdition | undefined> {
  const named = readCanonical(response.questionnaire)
  if (!named) return undefined
  const editions = await editionsOf(ctx)
  return editions.find((one) => one.form === named.form && one.validFrom === named.version)
}

const compiled = new WeakMap<FormEdition, Form>()

/** The form made ready; each edition once. */
export function formOf(edition: FormEdition): Form {
  const known = compiled.get(edition)
  if (known) return known
  const questionnaire = edition.questionnaire()
  if (!questionnaire) throw fillErrors.noQuestionnaire({ form: edition.code })
  const made = compileForm(questionnaire)
  compiled.set(edition, made)
  return made
}
