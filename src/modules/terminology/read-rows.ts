import type { ReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { readSheet } from 'read-excel-file/node'
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

/** The rows of a TSV, CSV, NDJSON or Excel file, one after the other. */
export async function* readRows(path: string, bytes: ReadStream): AsyncGenerator<Row> {
  if (isExcel(path)) yield* excelRows(path)
  else if (isNdjson(path)) yield* objectRows(bytes)
  else yield* textRows(bytes)
}

async function* textRows(bytes: ReadStream): AsyncGenerator<Row> {
  let rows: TextRows | undefined
  for await (const line of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    rows ??= new TextRows(line.includes('\t') ? '\t' : ',')
    yield* rows.take(rows.line === 0 ? line.replace(/^\uFEFF/, '') : line)
  }
  if (rows) yield* rows.giveUp()
}

/** Lines to rows: a quoted cell may go over several lines. */
class TextRows {
  readonly #separator: '\t' | ','
  #open: string[] = []
  line = 0

  constructor(separator: '\t' | ',') {
    this.#separator = separator
  }

  *take(line: string): Generator<Row> {
    this.line++
    if (this.#open.length === 0 && line.trim() === '') return
    const cells = this.#cells([...this.#open, line].join('\n'))
    if (cells) {
      yield { line: this.line - this.#open.length, cells }
      this.#open = []
      return
    }
    this.#open.push(line)
    if (this.#open.length >= mostLinesOfRow) yield* this.giveUp()
  }

  /** A quote that is never closed spoils its own line only. */
  *giveUp(): Generator<Row> {
    const first = this.line - this.#open.length + 1
    for (const [at, line] of this.#open.entries()) {
      const cells = this.#cells(line)
      if (!cells) yield { line: first + at, fault: { problem: 'quote', found: line.slice(0, 40) } }
      else if (line.trim() !== '') yield { line: first + at, cells }
    }
    this.#open = []
  }

  #cells(text: string): readonly string[] | undefined {
    return text.includes('\0') ? undefined : splitLine(text, this.#separator)
  }
}

async function* objectRows(bytes: ReadStream): AsyncGenerator<Row> {
  let number = 0
  for await (const text of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (text.trim() === '') continue
    const named = namedCells(text)
    yield named ? { line: number, named } : { line: number, fault: { problem: 'json', found: text.slice(0, 40) } }
  }
}

function namedCells(text: string): Line | undefined {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
    return Object.fromEntries(Object.entries(value).map(([name, cell]) => [name, textOfCell(cell)]))
  } catch {
    return undefined
  }
}

async function* excelRows(path: string): AsyncGenerator<Row> {
  for (const [at, cells] of (await readSheet(path)).entries()) {
    const texts = cells.map(textOfCell)
    if (texts.some((text) => text !== '')) yield { line: at + 1, cells: texts }
  }
}

function textOfCell(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (Array.isArray(cell)) return cell.map(textOfCell).join('; ')
  return tidy(typeof cell === 'object' ? JSON.stringify(cell) : String(cell))
}
