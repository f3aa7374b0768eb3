import type {
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
} from '@medplum/fhirtypes'
import { answerText } from './answers.ts'
import type { Block, Cell, PrintedForm } from './blocks.ts'
import { drawingOf, hasHint, isTable, isUnprinted } from './hints.ts'
import { numbered } from './labels.ts'
import { drawingBlock, photoBlocks } from './pictures.ts'
import { tableBlock } from './tables.ts'
import { printedValue } from './values.ts'

type Answered = readonly QuestionnaireResponseItem[]

/** Empty lines to write on where a long text was not given. */
const emptyLines = 2
/** Questions without a number stand side by side, this many in a row. */
const mostInRow = 4

const compact = new Set(['integer', 'decimal', 'quantity', 'date', 'time', 'dateTime', 'boolean'])

/** A heading of the form: its rank on paper comes from how deep it stands. */
const heading = (item: QuestionnaireItem, level: number): Block[] => {
  const text = numbered(item)
  return text === '' ? [] : [{ kind: 'heading', level, text, upper: hasHint(item, 'upper') }]
}

const given = (item: QuestionnaireItem, answered: Answered) => answered.filter((one) => one.linkId === item.linkId)

function cellOf(item: QuestionnaireItem, answered: Answered, withPrefix: boolean): Cell {
  const answers = given(item, answered).flatMap((one) => one.answer ?? [])
  return {
    linkId: item.linkId ?? '',
    prefix: withPrefix && item.prefix ? numbered({ ...item, text: '' }) : null,
    label: item.text ?? '',
    value: printedValue(item, answers),
    bold: hasHint(item, 'bold'),
    upper: hasHint(item, 'upper'),
  }
}

/** Whether a question may stand in the row of the one before it: the same printed number, or both short and without one. */
function sharesRow(row: readonly QuestionnaireItem[], item: QuestionnaireItem): boolean {
  const first = row[0]
  if (!first) return true
  if (first.prefix || item.prefix) return first.prefix === item.prefix
  return row.length < mostInRow && [...row, item].every((one) => compact.has(one.type ?? ''))
}

class Printing {
  readonly blocks: Block[] = []
  readonly head: Cell[] = []
  #row: { readonly item: QuestionnaireItem; readonly answered: Answered }[] = []

  items(items: readonly QuestionnaireItem[] | undefined, answered: Answered, level: number): void {
    for (const item of items ?? []) if (!isUnprinted(item)) this.#item(item, answered, level)
    this.#endRow()
  }

  #item(item: QuestionnaireItem, answered: Answered, level: number): void {
    if (hasHint(item, 'page-break')) this.#add({ kind: 'break' })
    if (item.type === 'group') this.#group(item, answered, level)
    else if (item.type === 'display') this.#note(item)
    else {
      if (item.type === 'text') this.#long(item, answered)
      else if (item.type === 'attachment') this.#add(...photoBlocks(item, given(item, answered)))
      else this.#question(item, answered)
      this.#below(item, answered, level)
    }
  }

  #note(item: QuestionnaireItem): void {
    if (item.text) this.#add({ kind: 'note', text: numbered(item), bold: hasHint(item, 'bold') })
  }

  #question(item: QuestionnaireItem, answered: Answered): void {
    const row = this.#row.map((one) => one.item)
    if (!sharesRow(row, item)) this.#endRow()
    this.#row.push({ item, answered })
  }

  /** Questions below a question stand behind it. */
  #below(item: QuestionnaireItem, answered: Answered, level: number): void {
    if (!item.item) return
    const inner = given(item, answered).flatMap((one) => [
      ...(one.item ?? []),
      ...(one.answer ?? []).flatMap((answer) => answer.item ?? []),
    ])
    for (const one of item.item) if (!isUnprinted(one)) this.#item(one, inner, level)
  }

  #long(item: QuestionnaireItem, answered: Answered): void {
    const answers = given(item, answered).flatMap((one) => one.answer ?? [])
    const text = answers.map(answerText).filter((one) => one !== undefined)
    this.#add({
      kind: 'long',
      label: numbered(item),
      text: text.length > 0 ? text.join('\n') : null,
      lines: emptyLines,
      bold: hasHint(item, 'bold'),
    })
  }

  #group(item: QuestionnaireItem, answered: Answered, level: number): void {
    this.#endRow()
    const rows = given(item, answered)
    const kind = drawingOf(item)
    if (hasHint(item, 'head')) this.#headOf(item, rows)
    else if (isTable(item)) this.#add(tableBlock(item, rows))
    else if (kind !== undefined) this.#add(drawingBlock(item, kind, rows))
    else if (hasHint(item, 'row')) this.#oneRow(item, rows)
    else this.#section(item, rows, level)
  }

  #section(item: QuestionnaireItem, rows: Answered, level: number): void {
    this.#add(...heading(item, level))
    for (const row of rows.length > 0 ? rows : [undefined]) this.items(item.item, row?.item ?? [], level + 1)
  }

  /** A group whose questions stand in one row, once for each time it was filled. */
  #oneRow(item: QuestionnaireItem, rows: Answered): void {
    for (const row of rows.length > 0 ? rows : [undefined]) {
      const questions = (item.item ?? []).filter((one) => !isUnprinted(one))
      const cells = questions.map((one) => cellOf(one, row?.item ?? [], true))
      this.#add({ kind: 'row', label: numbered(item) || null, cells })
    }
  }

  #headOf(item: QuestionnaireItem, rows: Answered): void {
    const answered = rows.flatMap((one) => one.item ?? [])
    for (const one of item.item ?? []) if (!isUnprinted(one)) this.head.push(cellOf(one, answered, false))
  }

  #add(...blocks: readonly Block[]): void {
    this.#endRow()
    this.blocks.push(...blocks)
  }

  #endRow(): void {
    const row = this.#row
    this.#row = []
    if (row.length === 0) return
    const cells = row.map(({ item, answered }, at) => cellOf(item, answered, at === 0))
    this.blocks.push({ kind: 'row', label: null, cells })
  }
}

/** What a form prints: every field of it in its order, the answered ones with their answers, the others empty. */
export function printModel(questionnaire: Questionnaire, response: QuestionnaireResponse): PrintedForm {
  const printing = new Printing()
  printing.items(questionnaire.item, response.item ?? [], 1)
  return { head: printing.head, blocks: printing.blocks }
}
