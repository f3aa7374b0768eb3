import type { QuestionnaireResponse } from '@medplum/fhirtypes'
import { compileForm, type Form } from '#fhir/sdc/index.ts'
import type { Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { canonicalOf, type FormEdition, readCanonical } from '#platform/forms/edition.ts'
import { editionOn, formErrors, shippedForms } from '#platform/forms/registry.ts'
import { fillErrors } from './errors.ts'
import { ownEditions } from './workshop/find-own-forms.ts'

/** Every edition that this hospital can use, shipped ones and its own, by their first days; of two, its own comes last. */
export async function editionsOf(ctx: Context): Promise<readonly FormEdition[]> {
  const own = await ownEditions(ctx)
  if (own.length === 0) return shippedForms()
  return [...shippedForms(), ...own].sort((a, b) =>
    a.validFrom < b.validFrom ? -1 : Number(a.validFrom > b.validFrom),
  )
}

/** The edition of a form on the day of the event. */
export async function findEdition(ctx: Context, form: string, day: Day): Promise<FormEdition> {
  const found = editionOn(await editionsOf(ctx), form, day)
  if (!found) throw formErrors.unknown({ form, day })
  return found
}

/** Canonical URL and version of a form on a day, as responses name it. */
export const canonicalOfForm = async (ctx: Context, form: string, day: Day): Promise<string> =>
  canonicalOf(await findEdition(ctx, form, day))

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
