import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { answerText } from './answers.ts'
import type { Block, CellText } from './blocks.ts'
import { asksCode, isPressure, isTable, isUnprinted, unitOf } from './hints.ts'
import { numbered } from './labels.ts'
import { withSignatures } from './row-signatures.ts'

type Answered = readonly QuestionnaireResponseItem[]

/** Rows that a table has at least, so that there is place to write by hand. */
const leastRows = 2
/** A table of more columns is turned: its questions stand below each other, its entries side by side, as on care sheets. */
const mostColumns = 9
const entriesSideBySide = 6
/** Where entries hold long texts or tables of their own, as those of a shift. */
const wideSideBySide = 3

const weights: Readonly<Record<string, number>> = {
  group: 4,
  text: 3,
  string: 2,
  choice: 1.6,
  'open-choice': 2,
  dateTime: 2.2,
  date: 1.8,
  reference: 1.6,
  quantity: 1.2,
  time: 0.9,
  boolean: 0.6,
}

const weightOf = (column: QuestionnaireItem): number =>
  isPressure(column) ? 1.2 : (weights[column.type ?? ''] ?? 1)

const printed = (items: readonly QuestionnaireItem[] | undefined): QuestionnaireItem[] =>
  (items ?? []).filter((one) => !isUnprinted(one) && one.type !== 'display')

/** Columns of a table: its questions and groups, and the questions that hang on a question. */
const columnsOf = (items: readonly QuestionnaireItem[] | undefined): QuestionnaireItem[] =>
  printed(items).flatMap((one) => (one.type === 'group' ? [one] : [one, ...columnsOf(one.item)]))

const given = (item: QuestionnaireItem, answered: Answered) => answered.filter((one) => one.linkId === item.linkId)

/** What stands in one row, with what hangs on its answers. */
const withBelow = (answered: Answered): QuestionnaireResponseItem[] =>
  answered.flatMap((one) => [one, ...withBelow((one.answer ?? []).flatMap((answer) => answer.item ?? []))])

function questionText(question: QuestionnaireItem, answered: Answered): string {
  const answers = given(question, answered).flatMap((one) => one.answer ?? [])
  if (question.type === 'boolean') return answers[0]?.valueBoolean === true ? 'X' : ''
  return answers
    .map((one) => (asksCode(question) ? (one.valueCoding?.code ?? answerText(one)) : answerText(one)))
    .filter((one) => one !== undefined)
    .join('; ')
}

const labelled = (item: QuestionnaireItem, text: string): string => (item.text ? `${item.text}: ${text}` : text)

/** One line for a question that was answered, several for a group; nothing for what was not. */
function linesOf(item: QuestionnaireItem, answered: Answered): string[] {
  if (item.type !== 'group') {
    const text = questionText(item, answered)
    const unit = text === '' ? null : unitOf(item)
    return text === '' ? [] : [labelled(item, unit ? `${text} ${unit}` : text)]
  }
  const rows = given(item, answered)
  if (isPressure(item)) return rows.flatMap((row) => pressureLine(item, row))
  if (!isTable(item)) return rows.flatMap((row) => named(item, groupLines(item, row)))
  const lines = rows.map((row) =>
    columnsOf(item.item)
      .map((column) => cellText(column, withBelow(row.item ?? [])))
      .filter((text) => text !== '')
      .join(', '),
  )
  return lines.filter((line) => line !== '').map((line) => `– ${line}`)
}

/** `Phải: Kích thước: 3 mm; Phản xạ ánh sáng: +`: what a group inside a cell says keeps its name. */
function named({ text }: QuestionnaireItem, lines: readonly string[]): string[] {
  return text && lines.length > 0 ? [`${text}: ${lines.join('; ')}`] : [...lines]
}

/** `Huyết áp: 120/80 mmHg` */
function pressureLine(item: QuestionnaireItem, row: QuestionnaireResponseItem): string[] {
  const text = pressureText(item, row.item ?? [])
  const unit = unitOf(item.item?.[0] ?? item)
  return text === null ? [] : [labelled(item, unit ? `${text} ${unit}` : text)]
}

/** Upper and lower value of a blood pressure: `120/80`. */
export function pressureText(item: QuestionnaireItem, answered: Answered): string | null {
  const values = (item.item ?? []).map((one) => questionText(one, answered))
  return values.some((one) => one !== '') ? values.map((one) => one || '–').join('/') : null
}

const groupLines = (item: QuestionnaireItem, row: QuestionnaireResponseItem): string[] =>
  columnsOf(item.item).flatMap((one) => linesOf(one, withBelow(row.item ?? [])))

/** A cell: the answer to a question, or the lines of a group. */
function cellText(column: QuestionnaireItem, answered: Answered): string {
  if (column.type !== 'group') return questionText(column, answered)
  if (isTable(column)) return linesOf(column, answered).join('\n')
  if (isPressure(column))
    return given(column, answered)
      .map((row) => pressureText(column, row.item ?? []) ?? '')
      .join('; ')
  return given(column, answered)
    .flatMap((row) => groupLines(column, row))
    .join('\n')
}

function titleOf(column: QuestionnaireItem): string {
  const unit = unitOf(column)
  return unit ? `${numbered(column)} (${unit})` : numbered(column)
}

const plain = (text: CellText = ''): string => (typeof text === 'string' ? text : text.struck)

const isWide = (column: QuestionnaireItem): boolean => column.type === 'text' || isTable(column)

/** Entries side by side, a table for every few of them. */
function turned(
  label: string | null,
  columns: readonly QuestionnaireItem[],
  rows: readonly (readonly CellText[])[],
): Block[] {
  const titles = columns.map(titleOf)
  const most = columns.some(isWide) ? wideSideBySide : entriesSideBySide
  const entries = rows.length > 0 ? rows : [[]]
  const blocks: Block[] = []
  for (let at = 0; at < entries.length; at += most) {
    const shown = entries.slice(at, at + most)
    const places = Array.from({ length: most }, (_, place) => shown[place] ?? [])
    blocks.push({
      kind: 'table',
      label: at === 0 ? label : null,
      columns: [titles[0] ?? '', ...places.map((entry) => plain(entry[0]))].map((title, place) => ({
        title,
        weight: place === 0 ? 2 : 1,
      })),
      rows: titles.slice(1).map((title, row) => [title, ...places.map((entry) => entry[row + 1] ?? '')]),
      blankRows: 0,
    })
  }
  return blocks
}

/** A repeating group printed as a table; one row for each time it was filled. */
export function tableBlocks(item: QuestionnaireItem, rows: Answered): Block[] {
  const columns = columnsOf(item.item)
  const said = rows.map((row) => {
    const found = withBelow(row.item ?? [])
    return columns.map((column) => cellText(column, found))
  })
  const texts = withSignatures(item, columns, rows, said)
  const label = numbered(item) || null
  if (columns.length > mostColumns) return turned(label, columns, texts)
  return [
    {
      kind: 'table',
      label,
      columns: columns.map((one) => ({ title: titleOf(one), weight: weightOf(one) })),
      rows: texts,
      blankRows: Math.max(0, leastRows - rows.length),
    },
  ]
}
