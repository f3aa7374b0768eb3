import { formatDay } from '#kernel/civil-date.ts'
import type { ExamItem, ExamValues } from './form.ts'

export interface SummaryResult {
  readonly name: string
  readonly value: string
  readonly abnormal: boolean
}

export interface SummaryFacts {
  readonly values: ExamValues
  readonly results: readonly SummaryResult[]
  /** `Amlodipin 5 mg, uống sáng 1 viên, 30 ngày`. */
  readonly drugs: readonly string[]
}

const sentence = (text: string | undefined) => {
  const plain = (text ?? '').trim()
  return plain === '' || /[.!?…]$/.test(plain) ? plain : `${plain}.`
}

/** Abnormal results by name and value, the others counted by name. */
function resultsText(results: readonly SummaryResult[]): string {
  if (results.length === 0) return 'Không làm cận lâm sàng.'
  const abnormal = results.filter((one) => one.abnormal).map((one) => `${one.name} ${one.value}`)
  const normal = results.filter((one) => !one.abnormal).map((one) => one.name)
  const parts = [
    abnormal.length > 0 ? `Bất thường: ${abnormal.join('; ')}.` : '',
    normal.length > 0 ? `Trong giới hạn: ${normal.join(', ')}.` : '',
  ]
  return parts.filter(Boolean).join(' ')
}

/**
 * Part B and the summary of tests as the data already tell them; the doctor changes what is wrong. How the patient leaves is never guessed.
 * @see Circular 32/2023/TT-BYT annex XXVIII, part B of the outpatient forms
 */
export function proposeSummary({ values, results, drugs }: SummaryFacts): Partial<Record<ExamItem, string>> {
  const course = [values.reason, values.history].map(sentence).filter(Boolean).join(' ')
  const method = [drugs.length > 0 ? `${drugs.join('; ')}.` : '', sentence(values.treatment)]
    .filter(Boolean)
    .join(' ')
  const again = values.reexamDate ? `Khám lại ngày ${formatDay(values.reexamDate)}.` : ''
  const plan = [sentence(values.advice), again].filter(Boolean).join(' ')
  return {
    ...(course ? { 'summary.course': course } : {}),
    ...(results.length > 0 ? { labSummary: resultsText(results) } : {}),
    'summary.results': resultsText(results),
    ...(method ? { 'summary.method': method } : {}),
    ...(plan ? { 'summary.plan': plan } : {}),
  }
}

/** What the doctor wrote, and the proposal where nothing is written. */
export function filledSummary(facts: SummaryFacts): ExamValues {
  const proposal = Object.entries(proposeSummary(facts)) as [ExamItem, string][]
  const empty = proposal.filter(([item]) => !(facts.values[item] ?? '').trim())
  return { ...facts.values, ...Object.fromEntries(empty) }
}
