import type { Extension, Questionnaire, QuestionnaireItem, QuestionnaireResponse } from '@medplum/fhirtypes'
import { sdcUrl } from '#fhir/sdc/index.ts'

type More = Partial<QuestionnaireItem>

/** A questionnaire in a few words, for tests. */
export const questionnaire = (item: QuestionnaireItem[], more: Partial<Questionnaire> = {}): Questionnaire => ({
  resourceType: 'Questionnaire',
  url: 'urn:lanong:form:TEST',
  status: 'active',
  ...more,
  item,
})

export const ask = (linkId: string, type: QuestionnaireItem['type'], more: More = {}): QuestionnaireItem => ({
  linkId,
  type,
  text: linkId,
  ...more,
})

export const group = (linkId: string, item: QuestionnaireItem[], more: More = {}): QuestionnaireItem =>
  ask(linkId, 'group', { ...more, item })

export const expression = (url: string, text: string, name?: string): Extension => ({
  url,
  valueExpression: { language: 'text/fhirpath', expression: text, ...(name ? { name } : {}) },
})

export const calculated = (text: string): More => ({
  readOnly: true,
  extension: [expression(sdcUrl.calculated, text)],
})

export const variable = (name: string, text: string): Extension => expression(sdcUrl.variable, text, name)

export const blank = (item: QuestionnaireResponse['item'] = []): QuestionnaireResponse => ({
  resourceType: 'QuestionnaireResponse',
  status: 'in-progress',
  ...(item.length > 0 ? { item } : {}),
})
