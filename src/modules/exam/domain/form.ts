/** Form 15/BV1, general outpatient record, in its edition of 2024-01-01. @see Circular 32/2023/TT-BYT annex XXVIII */
export const examForm = {
  code: '15/BV1',
  edition: '2024-01-01',
  url: 'urn:lanong:form:15-BV1|2024-01-01',
} as const

/** Items that the doctor writes, in the order of the form; linkIds of its Questionnaire. */
export const examItems = [
  'reason',
  'history',
  'ownHistory',
  'familyHistory',
  'general',
  'organs',
  'labSummary',
  'treatment',
  'summary.course',
  'summary.results',
  'summary.method',
  'summary.state',
  'summary.plan',
  'advice',
  'reexamDate',
] as const
export type ExamItem = (typeof examItems)[number]

export type ExamValues = Readonly<Partial<Record<ExamItem, string>>>

/** The five boxes of part B (Tổng kết bệnh án). */
export const summaryItems = [
  'summary.course',
  'summary.results',
  'summary.method',
  'summary.state',
  'summary.plan',
] as const satisfies readonly ExamItem[]
export type SummaryItem = (typeof summaryItems)[number]

export function isExamItem(linkId: string): linkId is ExamItem {
  return (examItems as readonly string[]).includes(linkId)
}
