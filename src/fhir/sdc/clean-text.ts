import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { isDecimal } from '../decimal.ts'

/**
 * Characters that no text of a paper holds: controls but tab and line feed, marks that turn the direction of what is
 * read (letters written from right to left stay), the byte order mark, and halves of a character.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const refused = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/u
const everyRefused = new RegExp(refused, 'gu')

export const hasRefusedCharacters = (text: string): boolean => refused.test(text)

/** A text as it is kept: composed (NFC), line ends as line feeds, without characters that no paper holds. */
export function cleanText(text: string, lines = true): string {
  const cleaned = text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(everyRefused, '')
    .normalize('NFC')
  return lines ? cleaned : cleaned.replace(/\s*\n\s*/g, ' ')
}

/** The response with all its texts cleaned; a text of which nothing is left is no answer. */
export function cleanResponse(response: QuestionnaireResponse): QuestionnaireResponse {
  const { item } = response
  return Array.isArray(item) ? { ...response, item: item.map(cleanItem) } : response
}

function cleanItem(item: QuestionnaireResponseItem): QuestionnaireResponseItem {
  if (typeof item !== 'object' || item === null) return item
  const answer = Array.isArray(item.answer) ? item.answer.map(cleanAnswer).filter(isAnswer) : undefined
  const below = Array.isArray(item.item) ? item.item.map(cleanItem) : undefined
  const { answer: _answer, item: _item, ...rest } = item
  return {
    ...(cleanValue(rest) as typeof rest),
    ...(answer && answer.length > 0 ? { answer } : {}),
    ...(below ? { item: below } : {}),
  }
}

type Answer = NonNullable<QuestionnaireResponseItem['answer']>[number]

function cleanAnswer(answer: Answer): Answer {
  if (typeof answer !== 'object' || answer === null) return answer
  const { item, ...rest } = answer
  const cleaned = cleanValue(rest) as typeof rest
  return Array.isArray(item) ? { ...cleaned, item: item.map(cleanItem) } : cleaned
}

const isAnswer = (answer: Answer): boolean =>
  typeof answer !== 'object' ||
  answer === null ||
  answer.valueString === undefined ||
  answer.valueString.trim() !== ''

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value)
  if (Array.isArray(value)) return value.map(cleanValue)
  if (typeof value !== 'object' || value === null || isDecimal(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleanValue(one)]))
}
