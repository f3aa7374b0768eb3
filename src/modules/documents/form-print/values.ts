import type { QuestionnaireItem, QuestionnaireResponseItemAnswer } from '@medplum/fhirtypes'
import { answerText } from './answers.ts'
import type { BlankShape, Tick, Value } from './blocks.ts'
import { asksCode, boxCount, isCoded, unitOf } from './hints.ts'

type Answer = QuestionnaireResponseItemAnswer

/** More options than this are not printed as tick boxes, only what was chosen. */
const mostTicks = 24

const shapes: Readonly<Record<string, BlankShape>> = {
  date: 'date',
  time: 'time',
  dateTime: 'dateTime',
  integer: 'short',
  decimal: 'short',
  quantity: 'short',
}

const joined = (answers: readonly Answer[]): string | null =>
  answers
    .map(answerText)
    .filter((one) => one !== undefined)
    .join('; ') || null

/** `1. Nam`; a slug of ours is not printed. */
const optionText = (code: string | undefined, display: string | undefined): string => {
  const digit = code && /^\d{1,2}$/.test(code) && !display?.startsWith(code) ? `${code}. ` : ''
  return `${digit}${display ?? code ?? ''}`
}

function ticks(item: QuestionnaireItem, answers: readonly Answer[]): Value {
  const options = (item.answerOption ?? []).map(
    ({ valueCoding, valueString, valueInteger }): Tick & { readonly of: string } => {
      const of = valueCoding?.code ?? valueString ?? String(valueInteger ?? '')
      return {
        of,
        text: optionText(valueCoding?.code, valueCoding?.display ?? valueString ?? of),
        on: answers.some((one) => keyOf(one) === of),
      }
    },
  )
  const offered = new Set(options.map((one) => one.of))
  return {
    kind: 'ticks',
    options: options.map(({ text, on }) => ({ text, on })),
    free: joined(answers.filter((one) => !offered.has(keyOf(one)))),
  }
}

const keyOf = (answer: Answer): string =>
  answer.valueCoding?.code ??
  answer.valueString ??
  String(answer.valueInteger ?? answer.valueCoding?.display ?? '')

const blankSigns = (count: number): string[] => Array.from({ length: count }, () => '')

/** A code of a list: its name, and the code itself in boxes. A question for the code alone prints no name. */
function codeBoxes(item: QuestionnaireItem, answers: readonly Answer[], count: number): Value {
  const code = answers[0]?.valueCoding?.code
  const named = answers.length > 1 || !asksCode(item)
  return {
    kind: 'boxes',
    named,
    text: named || code === undefined ? joined(answers) : null,
    signs: answers.length > 1 ? [] : code ? [...code] : blankSigns(count),
  }
}

/** Numbers, days and card numbers, one sign in each box. */
function signBoxes(item: QuestionnaireItem, answers: readonly Answer[], count: number): Value {
  const text = joined(answers)
  const many = item.maxLength ?? (item.type === 'date' ? 10 : count)
  const blank = item.type === 'date' ? [...'  /  /    '].map((sign) => sign.trim()) : blankSigns(many)
  return { kind: 'boxes', named: false, text: null, signs: text === null ? blank : [...text] }
}

/** A number or card longer than this is printed as words are. */
const mostBoxes = 20

/** One box; two where the words of the form ask for yes or no. */
function yesNo({ text = '' }: QuestionnaireItem, said: boolean | undefined): Value {
  const options = /có\/không\)?$/iu.test(text)
    ? [
        { text: 'Có', on: said === true },
        { text: 'Không', on: said === false },
      ]
    : [{ text: '', on: said === true }]
  return { kind: 'ticks', options, free: null }
}

/** What is printed for a question that is not long. */
export function printedValue(item: QuestionnaireItem, answers: readonly Answer[]): Value {
  if (item.type === 'boolean') return yesNo(item, answers[0]?.valueBoolean)
  const text = joined(answers)
  const count = boxCount(item)
  if (count !== undefined && isCoded(item)) return codeBoxes(item, answers, count)
  if (count !== undefined && (text?.length ?? 0) <= mostBoxes) return signBoxes(item, answers, count)
  const options = item.answerOption?.length ?? 0
  if (options > 0 && options <= mostTicks) return ticks(item, answers)
  if (text === null) return { kind: 'blank', shape: shapes[item.type ?? ''] ?? 'line', unit: unitOf(item) }
  return { kind: 'text', text, unit: unitOf(item) }
}
