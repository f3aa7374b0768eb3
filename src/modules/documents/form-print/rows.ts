import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import type { Cell, Value } from './blocks.ts'
import { hasHint, isPressure, isUnprinted, unitOf } from './hints.ts'
import { numbered, saysItself } from './labels.ts'
import { pressureText } from './tables.ts'
import { printedValue } from './values.ts'

type Answered = readonly QuestionnaireResponseItem[]

export const given = (item: QuestionnaireItem, answered: Answered): QuestionnaireResponseItem[] =>
  answered.filter((one) => one.linkId === item.linkId)

/** What stands below a question: items of its answers, or of the item itself. */
export const belowOf = (item: QuestionnaireItem, answered: Answered): QuestionnaireResponseItem[] =>
  given(item, answered).flatMap((one) => [
    ...(one.item ?? []),
    ...(one.answer ?? []).flatMap((answer) => answer.item ?? []),
  ])

/** One question with its answer, or a blood pressure. */
export function cellOf(item: QuestionnaireItem, answered: Answered, withPrefix: boolean): Cell {
  const answers = given(item, answered).flatMap((one) => one.answer ?? [])
  const value = isPressure(item) ? pressureValue(item, answered) : printedValue(item, answers)
  const label = item.text ?? ''
  return {
    linkId: item.linkId ?? '',
    prefix: withPrefix && item.prefix ? numbered({ prefix: item.prefix, text: '' }) : null,
    label: value.kind === 'text' && saysItself(label, value.text) ? '' : label,
    value,
    bold: hasHint(item, 'bold'),
    upper: hasHint(item, 'upper'),
  }
}

/** Blood pressure as one value: `120/80 mmHg`. */
function pressureValue(item: QuestionnaireItem, answered: Answered): Value {
  const text = pressureText(item, belowOf(item, answered))
  const unit = unitOf(item.item?.[0] ?? item)
  return text === null ? { kind: 'blank', shape: 'pair', unit } : { kind: 'text', text, unit }
}

/** Questions of a group that stand in one row, groups inside it dissolved. */
export function rowCells(items: readonly QuestionnaireItem[] | undefined, answered: Answered): Cell[] {
  return (items ?? [])
    .filter((one) => !isUnprinted(one) && one.type !== 'display')
    .flatMap((item) => {
      if (isPressure(item)) return [cellOf(item, answered, true)]
      const below = rowCells(item.item, belowOf(item, answered))
      if (item.type !== 'group') return [cellOf(item, answered, true), ...below]
      return below.map((cell, at) =>
        at === 0 && item.text && item.text !== cell.label
          ? { ...cell, label: cell.label === '' ? item.text : `${item.text}: ${cell.label}` }
          : cell,
      )
    })
}

/** Letters that fit on a line. */
const line = 84
const blankWidths: Readonly<Record<string, number>> = {
  date: 14,
  dateTime: 34,
  time: 8,
  short: 9,
  pair: 14,
  line: 20,
}

function valueWidth(value: Value): number {
  if (value.kind === 'text') return value.text.length + (value.unit?.length ?? 0)
  if (value.kind === 'blank') return (blankWidths[value.shape] ?? 20) + (value.unit?.length ?? 0)
  if (value.kind === 'boxes') return (value.named ? (value.text?.length ?? 20) : 0) + value.signs.length * 3
  return value.options.reduce((sum, one) => sum + one.text.length + 4, value.free?.length ?? 0)
}

const widthOf = (cell: Cell): number => cell.label.length + valueWidth(cell.value) + 4

const askedBy = (item: QuestionnaireItem, row: readonly QuestionnaireItem[]): boolean =>
  item.enableWhen?.some((one) => row.some((other) => other.linkId === one.question)) ?? false

/**
 * Whether a question stands in the row of those before it: it has the same printed number, or none and hangs on one of
 * them, or none of them has a number and all fit on one line.
 */
export function sharesRow(
  row: readonly QuestionnaireItem[],
  cells: readonly Cell[],
  next: QuestionnaireItem,
  cell: Cell,
): boolean {
  const first = row[0]
  if (!first) return true
  if (next.prefix) return first.prefix === next.prefix
  if (askedBy(next, row)) return true
  return !first.prefix && [...cells, cell].reduce((sum, one) => sum + widthOf(one), 0) <= line
}
