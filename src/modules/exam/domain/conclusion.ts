import { type Day, isDay } from '#kernel/civil-date.ts'
import type { ExamValues } from './form.ts'

/** Places of the exam screen that a missing part leads to. */
export const places = [
  'reason',
  'history',
  'ownHistory',
  'organs',
  'vitals',
  'diagnosis',
  'advice',
  'reexamDate',
  'summary.state',
  'prescription',
] as const
export type Place = (typeof places)[number]

export interface Missing {
  readonly place: Place
  /** Message key part below `exam.missing.`. */
  readonly why: string
}

export interface ConclusionFacts {
  readonly values: ExamValues
  readonly hasMainDiagnosis: boolean
  readonly hasVitals: boolean
  /** Lines of a prescription that is written and not issued. */
  readonly draftLines: number
  readonly today: Day
}

const mandatory = ['reason', 'history', 'ownHistory'] as const

const written = (text: string | undefined) => (text ?? '').trim() !== ''

/**
 * What an outpatient record still lacks before it can be concluded.
 * @see Circular 32/2023/TT-BYT annex XXVIII, form 15/BV1: II, III.1, III.2, IV.1 or IV.2, IV.4 and part B
 */
export function missingParts(facts: ConclusionFacts): Missing[] {
  const { values } = facts
  const missing: Missing[] = mandatory
    .filter((item) => !written(values[item]))
    .map((item) => ({ place: item, why: item }))
  if (!written(values.general) && !written(values.organs)) missing.push({ place: 'organs', why: 'findings' })
  if (!facts.hasVitals) missing.push({ place: 'vitals', why: 'vitals' })
  if (!facts.hasMainDiagnosis) missing.push({ place: 'diagnosis', why: 'diagnosis' })
  if (!written(values.advice)) missing.push({ place: 'advice', why: 'advice' })
  if (!written(values['summary.state'])) missing.push({ place: 'summary.state', why: 'state' })
  const again = values.reexamDate?.trim()
  if (again && !isDay(again)) missing.push({ place: 'reexamDate', why: 'reexamDay' })
  else if (again && again <= facts.today) missing.push({ place: 'reexamDate', why: 'reexamPast' })
  if (facts.draftLines > 0) missing.push({ place: 'prescription', why: 'prescriptionDraft' })
  return missing
}
