import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { answerText } from './answers.ts'
import type { Block } from './blocks.ts'
import { asksCode, isUnprinted, unitOf } from './hints.ts'
import { numbered } from './labels.ts'

/** Rows that a table has at least, so that there is place to write by hand. */
const leastRows = 2

const weights: Readonly<Record<string, number>> = {
  text: 3,
  string: 2,
  choice: 1.6,
  'open-choice': 2,
  dateTime: 1.5,
  date: 1.3,
  time: 0.9,
  boolean: 0.6,
}

/** Columns of a table, groups inside a row dissolved. */
const columnsOf = (items: readonly QuestionnaireItem[] | undefined): QuestionnaireItem[] =>
  (items ?? [])
    .filter((one) => !isUnprinted(one) && one.type !== 'display')
    .flatMap((one) => (one.type === 'group' ? columnsOf(one.item) : [one, ...columnsOf(one.item)]))

const below = (item: QuestionnaireResponseItem): QuestionnaireResponseItem[] => [
  ...(item.item ?? []),
  ...(item.answer ?? []).flatMap((one) => one.item ?? []),
]

/** Everything that stands in one row, however deep. */
const flat = (item: QuestionnaireResponseItem): QuestionnaireResponseItem[] =>
  below(item).flatMap((one) => [one, ...flat(one)])

function cellText(column: QuestionnaireItem, row: readonly QuestionnaireResponseItem[]): string {
  const answers = row.filter((one) => one.linkId === column.linkId).flatMap((one) => one.answer ?? [])
  if (column.type === 'boolean') return answers[0]?.valueBoolean === true ? 'X' : ''
  return answers
    .map((one) => (asksCode(column) ? (one.valueCoding?.code ?? answerText(one)) : answerText(one)))
    .filter((one) => one !== undefined)
    .join('; ')
}

function titleOf(column: QuestionnaireItem): string {
  const unit = unitOf(column)
  return unit ? `${numbered(column)} (${unit})` : numbered(column)
}

/** A repeating group printed as a table; one row for each time it was filled. */
export function tableBlock(item: QuestionnaireItem, rows: readonly QuestionnaireResponseItem[]): Block {
  const columns = columnsOf(item.item)
  return {
    kind: 'table',
    label: numbered(item) || null,
    columns: columns.map((one) => ({ title: titleOf(one), weight: weights[one.type ?? ''] ?? 1 })),
    rows: rows.map((row) => {
      const found = flat(row)
      return columns.map((column) => cellText(column, found))
    }),
    blankRows: Math.max(0, leastRows - rows.length),
  }
}
