import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { cleanText } from '#fhir/sdc/index.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { type ExamItem, type ExamValues, examForm, examItems, isExamItem } from './domain/form.ts'

/** One examination per visit: its id follows from the visit, so two first saves at once can not make two. */
export function examId(encounterId: string): string {
  return `exam-${encounterId}`.slice(0, 64)
}

export function findExam(ctx: Context, encounterId: string): Promise<QuestionnaireResponse | undefined> {
  return findResource<QuestionnaireResponse>(ctx, 'QuestionnaireResponse', examId(encounterId))
}

function answersIn(items: readonly QuestionnaireResponseItem[]): [ExamItem, string][] {
  return items.flatMap((item): [ExamItem, string][] => {
    const answer = item.answer?.[0]
    const value = answer?.valueString ?? answer?.valueDate
    const own: [ExamItem, string][] = value !== undefined && isExamItem(item.linkId) ? [[item.linkId, value]] : []
    return [...own, ...answersIn(item.item ?? [])]
  })
}

/** The texts of an examination by linkId. */
export function valuesOf(response: QuestionnaireResponse | undefined): ExamValues {
  return Object.fromEntries(answersIn(response?.item ?? []))
}

function itemsFrom(values: ExamValues): QuestionnaireResponseItem[] {
  return examItems.flatMap((linkId): QuestionnaireResponseItem[] => {
    const text = cleanText(values[linkId] ?? '').trim()
    if (!text) return []
    return [{ linkId, answer: [linkId === 'reexamDate' ? { valueDate: text } : { valueString: text }] }]
  })
}

/** The examination with these texts, at the moment and by the person of the context. */
export function responseFrom(
  ctx: Context,
  visit: { readonly encounterId: string; readonly patientId: string },
  values: ExamValues,
  status: QuestionnaireResponse['status'],
): QuestionnaireResponse & { id: string } {
  const { practitionerId, name } = ctx.actor
  const items = itemsFrom(values)
  return {
    resourceType: 'QuestionnaireResponse',
    id: examId(visit.encounterId),
    questionnaire: examForm.url,
    status,
    subject: { reference: `Patient/${visit.patientId}` },
    encounter: { reference: `Encounter/${visit.encounterId}` },
    authored: instantInVietnam(ctx.now()),
    author: practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name },
    ...(items.length > 0 ? { item: items } : {}),
  }
}
