import type {
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
} from '@medplum/fhirtypes'
import { answerText } from './answers.ts'
import type { Block, Cell, PrintedForm } from './blocks.ts'
import { drawingOf, hasHint, isPressure, isTable, isUnprinted } from './hints.ts'
import { numbered } from './labels.ts'
import { drawingBlock, photoBlocks, sideBySide } from './pictures.ts'
import { gridTable, resultsTable, testsOf } from './results.ts'
import { belowOf, cellOf, given, rowCells, sharesRow } from './rows.ts'
import { tableBlocks } from './tables.ts'

type Answered = readonly QuestionnaireResponseItem[]

/** Empty lines to write on where a long text was not given. */
const emptyLines = 2

const titleOf = (item: QuestionnaireItem): string => (hasHint(item, 'untitled') ? '' : numbered(item))

/** A heading of the form: its rank on paper comes from how deep it stands. */
const heading = (item: QuestionnaireItem, level: number): Block[] => {
  const text = titleOf(item)
  return text === '' ? [] : [{ kind: 'heading', level, text, upper: hasHint(item, 'upper') }]
}

/** `Trẻ sơ sinh (2)`, or the number alone where the statute prints no heading. */
function numberedHeading(item: QuestionnaireItem, level: number, number: number): Block[] {
  const [named] = heading(item, level)
  return named?.kind === 'heading'
    ? [{ ...named, text: `${named.text} (${number})` }]
    : [{ kind: 'note', text: `(${number})`, bold: true }]
}

const notShort = new Set(['text', 'display', 'attachment'])

/** What takes one line of a table of results, or a few that belong together. */
const isResult = (item: QuestionnaireItem): boolean =>
  item.type === 'group' ? hasHint(item, 'row') && !isTable(item) : !notShort.has(item.type ?? '')

class Printing {
  readonly blocks: Block[] = []
  readonly head: Cell[] = []
  #row: { readonly items: QuestionnaireItem[]; readonly cells: Cell[] } = { items: [], cells: [] }

  items(items: readonly QuestionnaireItem[] | undefined, answered: Answered, level: number): void {
    for (const item of items ?? []) if (!isUnprinted(item)) this.#item(item, answered, level)
    this.#endRow()
  }

  #item(item: QuestionnaireItem, answered: Answered, level: number): void {
    if (hasHint(item, 'page-break')) this.#add({ kind: 'break' })
    if (isPressure(item)) this.#question(item, answered)
    else if (item.type === 'group') this.#group(item, answered, level)
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
    const { items, cells } = this.#row
    const cell = cellOf(
      item,
      answered,
      items.every((one) => one.prefix !== item.prefix),
    )
    if (!sharesRow(items, cells, item, cell)) this.#endRow()
    this.#row.items.push(item)
    this.#row.cells.push(cell)
  }

  /** Questions below a question stand behind it. */
  #below(item: QuestionnaireItem, answered: Answered, level: number): void {
    const inner = belowOf(item, answered)
    for (const one of item.item ?? []) if (!isUnprinted(one)) this.#item(one, inner, level)
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
    else if (isTable(item)) this.#add(...tableBlocks(item, rows))
    else if (kind !== undefined) this.#add(drawingBlock(item, kind, rows))
    else if (hasHint(item, 'row')) this.#oneRow(item, rows)
    else this.#section(item, rows, level)
  }

  /** A section once for each time it was filled; several are numbered, so that one is told from the other. */
  #section(item: QuestionnaireItem, rows: Answered, level: number): void {
    if (rows.length < 2) this.#add(...heading(item, level))
    for (const [at, row] of (rows.length > 0 ? rows : [undefined]).entries()) {
      if (rows.length > 1) this.#add(...numberedHeading(item, level, at + 1))
      if (hasHint(item, 'results')) this.#results(item, row?.item ?? [], level + 1)
      else if (hasHint(item, 'grid')) this.#grid(item, row?.item ?? [], level + 1)
      else this.items(item.item, row?.item ?? [], level + 1)
    }
  }

  #grid(group: QuestionnaireItem, answered: Answered, level: number): void {
    const lines = (group.item ?? []).filter((one) => one.type === 'group' && isResult(one))
    this.#add(
      ...gridTable(
        lines.map((one) => ({ name: numbered(one), cells: rowCells(one.item, belowOf(one, answered)) })),
      ),
    )
    this.items(
      group.item?.filter((one) => !lines.includes(one)),
      answered,
      level,
    )
  }

  /** Short questions of a group and of the groups in it as tables of results; what is no result keeps its place. */
  #results(group: QuestionnaireItem, answered: Answered, level: number): void {
    const cells: Cell[] = []
    const flush = () => this.#add(...resultsTable(cells.splice(0)))
    for (const item of group.item ?? []) {
      if (isUnprinted(item)) continue
      const inner = belowOf(item, answered)
      if (item.type === 'group' && isResult(item)) cells.push(...testsOf(item, rowCells(item.item, inner)))
      else if (isResult(item)) cells.push(...rowCells([item], answered))
      else {
        flush()
        if (item.type !== 'group' || isTable(item)) this.#item(item, answered, level)
        else {
          this.#add(...heading(item, level))
          this.#results(item, inner, level + 1)
        }
      }
    }
    flush()
  }

  /** A group whose questions stand in one row, once for each time it was filled. */
  #oneRow(item: QuestionnaireItem, rows: Answered): void {
    const title = titleOf(item)
    for (const row of rows.length > 0 ? rows : [undefined]) {
      const [first, ...others] = rowCells(item.item, row?.item ?? [])
      // What is called like its row is named once, with the row's number.
      const same = first !== undefined && first.label === item.text
      const cells = same
        ? [{ ...first, label: title || first.label }, ...others]
        : [...(first ? [first] : []), ...others]
      this.#add({ kind: 'row', label: same ? null : title || null, cells })
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
    const { cells } = this.#row
    this.#row = { items: [], cells: [] }
    if (cells.length > 0) this.blocks.push({ kind: 'row', label: null, cells })
  }
}

/** What a form prints: every field of it in its order, the answered ones with their answers, the others empty. */
export function printModel(questionnaire: Questionnaire, response: QuestionnaireResponse): PrintedForm {
  const printing = new Printing()
  printing.items(questionnaire.item, response.item ?? [], 1)
  return { head: printing.head, blocks: sideBySide(printing.blocks) }
}
