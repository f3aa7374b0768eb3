import type { QuestionnaireResponseItemAnswer } from '@medplum/fhirtypes'
import { dayInVietnam, formatDay } from '#kernel/civil-date.ts'
import * as words from '../models/words.ts'

/** `09 giờ 05 phút, ngày 22/11/2026`; a day alone stays a day. */
function moment(value: string): string {
  if (value.length <= 10) return formatDay(value)
  const local = new Date(Date.parse(value) + 7 * 3_600_000).toISOString()
  return `${local.slice(11, 13)} giờ ${local.slice(14, 16)} phút, ngày ${formatDay(dayInVietnam(new Date(value)))}`
}

function codedText(answer: QuestionnaireResponseItemAnswer): string | undefined {
  const coding = answer.valueCoding
  return coding && (coding.display ?? coding.code)
}

function quantityText(answer: QuestionnaireResponseItemAnswer): string | undefined {
  const quantity = answer.valueQuantity
  if (!quantity) return undefined
  return [words.number(quantity.value), quantity.unit ?? quantity.code].filter(Boolean).join(' ')
}

function timeText(answer: QuestionnaireResponseItemAnswer): string | undefined {
  if (answer.valueDate !== undefined) return formatDay(answer.valueDate)
  if (answer.valueDateTime !== undefined) return moment(answer.valueDateTime)
  return answer.valueTime?.slice(0, 5)
}

function otherText(answer: QuestionnaireResponseItemAnswer): string | undefined {
  if (answer.valueBoolean !== undefined) return answer.valueBoolean ? 'Có' : 'Không'
  const reference = answer.valueReference
  if (reference) return reference.display ?? reference.reference
  return answer.valueUri ?? answer.valueAttachment?.title
}

/** An answer as a paper prints it; undefined when it says nothing. */
export function answerText(answer: QuestionnaireResponseItemAnswer): string | undefined {
  const number = words.number(answer.valueInteger ?? answer.valueDecimal) ?? undefined
  const found =
    answer.valueString ??
    number ??
    codedText(answer) ??
    quantityText(answer) ??
    timeText(answer) ??
    otherText(answer)
  return found === undefined || found.trim() === '' ? undefined : found.trim()
}
