import { noAllergyText } from '#fhir/allergy.ts'
import { type Answer, type Environment, type Form, followChart } from '#fhir/sdc/index.ts'
import type { Response } from './fill.ts'

const allergies = {
  facts: /%facts\.allerg/,
  /** What an earlier form says a patient is allergic to stands; that there is nothing, the chart alone says. */
  carried: ({ valueString, valueBoolean, valueCoding }: Answer) =>
    valueString === noAllergyText || valueBoolean === false || valueCoding?.code === 'no',
}

/**
 * The response with allergies as the chart tells them now where nobody answered them by hand: a form that lay open does
 * not say "none known" of a patient whose allergies nobody asked, nor leave out one that was found since.
 */
export const withAllergiesNow = (form: Form, response: Response, environment: Environment): Response =>
  followChart(form, response, environment, allergies) as Response
