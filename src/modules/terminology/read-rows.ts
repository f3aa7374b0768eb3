import { StringDecoder } from 'node:string_decoder'
import { readWorkbook } from '#platform/uploads/read-workbook.ts'
import type { Line } from './domain/list-kinds.ts'
import { type Problem, splitLine, tidy } from './domain/read-line.ts'

/** One row of a table, whatever the file is. The first one of a file is its header, but for NDJSON. */
export interface Row {
  /** Line of the file, from 1; the row of an Excel sheet. */
  readonly line: number
  readonly cells?: readonly string[]
  /** A row that names its columns itself. */
  readonly named?: Line
  readonly fault?: { readonly problem: Problem; readonly found: string }
}

/** Longest row that goes over several lines: an open quote is no reason to read the whole file. */
const mostLinesOfRow = 50

export const isExcel = (path: string) => /\.xlsx$/i.test(path)
export const isNdjson = (path: string) => /\.ndjson$/i.test(path)

/** The rows of a TSV, CSV, NDJSON or Excel file in their order, as many at a time as are there. */
export async function* readRows(path: string, bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly Row[]> {
  if (isExcel(path)) yield await excelRows(path)
  else if (isNdjson(path)) yield* objectRows(bytes)
  else yield* textRows(bytes)
}

/** Lines of a text in UTF-8, those of a piece of the file at a time. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let isFirst = true
  for await (const chunk of bytes) {
    const text = rest + (isFirst ? decoder.write(chunk).replace(/^\uFEFF/, '') : decoder.write(chunk))
    isFirst = false
    // A carriage return at the end may be the first half of a line's end.
    const end = text.endsWith('\r') ? text.length - 1 : text.length
    const lines = text.slice(0, end).split(/\r\n|\n|\r/)
    rest = (lines.pop() ?? '') + text.slice(end)
    yield lines
  }
  rest += decoder.end()
  if (rest !== '') yield rest.replace(/\r$/, '').split(/\r\n|\n|\r/)
}

async function* textRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly Row[]> {
  let rows: TextRows | undefined
  for await (const lines of linesOf(bytes)) {
    const found: Row[] = []
    for (const line of lines) {
      rows ??= new TextRows(line.includes('\t') ? '\t' : ',')
      rows.take(line, found)
    }
    yield found
  }
  const left: Row[] = []
  rows?.giveUp(left)
  yield left
}

/** Lines to rows: a quoted cell may go over several lines. */
class TextRows {
  readonly #separator: '\t' | ','
  #open: string[] = []
  #line = 0

  constructor(separator: '\t' | ',') {
    this.#separator = separator
  }

  take(line: string, found: Row[]): void {
    this.#line++
    if (this.#open.length === 0 && line.trim() === '') return
    const cells = this.#cells(this.#open.length === 0 ? line : [...this.#open, line].join('\n'))
    if (cells) {
      found.push({ line: this.#line - this.#open.length, cells })
      this.#open = []
      return
    }
    this.#open.push(line)
    if (this.#open.length >= mostLinesOfRow) this.giveUp(found)
  }

  /** A quote that is never closed spoils its own line only. */
  giveUp(found: Row[]): void {
    const first = this.#line - this.#open.length + 1
    for (const [at, line] of this.#open.entries()) {
      const cells = this.#cells(line)
      if (!cells) found.push({ line: first + at, fault: { problem: 'quote', found: line.slice(0, 40) } })
      else if (line.trim() !== '') found.push({ line: first + at, cells })
    }
    this.#open = []
  }

  #cells(text: string): readonly string[] | undefined {
    return text.includes('\0') ? undefined : splitLine(text, this.#separator)
  }
}

async function* objectRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly Row[]> {
  let number = 0
  for await (const lines of linesOf(bytes)) {
    const found: Row[] = []
    for (const text of lines) {
      number++
      if (text.trim() === '') continue
      const named = namedCells(text)
      found.push(
        named ? { line: number, named } : { line: number, fault: { problem: 'json', found: text.slice(0, 40) } },
      )
    }
    yield found
  }
}

function namedCells(text: string): Line | undefined {
  try {
    const value = JSON.parse(text) as unknown
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return Object.fromEntries(Object.entries(value).map(([name, cell]) => [name, textOfCell(cell)]))
  } catch {
    return undefined
  }
}

async function excelRows(path: string): Promise<readonly Row[]> {
  const rows = (await readWorkbook(path)).map((cells, at) => ({ line: at + 1, cells: cells.map(textOfCell) }))
  return rows.filter(({ cells }) => cells.some((text) => text !== ''))
}

function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (Array.isArray(cell)) return cell.map(textOfCell).join('; ')
  return tidy(typeof cell === 'object' ? JSON.stringify(cell) : String(cell))
}
