import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Entry } from '#fhir/terminology/entry.ts'
import { addDays, type Day, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { beginLoad, endLoad, type Load, type Origin } from '#store/terminology/concept-load.ts'
import { noteSystem } from '#store/terminology/note-system.ts'
import {
  closeAbsent,
  contentHash,
  type PlacedEntry,
  type Written,
  writeConcepts,
} from '#store/terminology/write-concepts.ts'
import { correctPrinted } from './corrections.ts'
import { findListKind, type ListKind } from './domain/list-kinds.ts'
import { listOfUrl, listUrl } from './domain/list-urls.ts'
import { type Refusal, readEntry, toLine } from './domain/read-line.ts'
import { terminologyErrors } from './errors.ts'
import { isExcel, type Row, readRows } from './read-rows.ts'

export interface ImportOptions {
  /** Name of the list when the header alone does not tell it. */
  readonly system?: string
  /** First day of the lines that do not tell their own; the list's own default when absent. */
  readonly validFrom?: Day
  /** The file is the whole list: entries it lacks end the day before `validFrom`. */
  readonly complete?: boolean
  readonly origin?: Origin
}

export interface ImportReport {
  readonly system: string
  readonly file: string
  /** Lines with something in them, without the header. */
  readonly expected: number
  readonly processed: number
  readonly failed: number
  readonly added: number
  /** Rows that ended or were corrected. */
  readonly closed: number
  /** The first thousand refused lines. */
  readonly refusals: readonly Refusal[]
}

const batchSize = 2000
const refusalsKept = 1000

/** Loads a TSV, CSV, NDJSON or Excel list into the code lists, line by line, in one transaction. */
export async function importTable(ctx: Context, path: string, options: ImportOptions = {}): Promise<ImportReport> {
  if (options.validFrom !== undefined && !isDay(options.validFrom))
    throw commonErrors.notADay({ value: options.validFrom })
  return inTransaction(ctx, (tx) => new TableImport(tx, path, options).run())
}

class TableImport {
  #ctx: Context
  #path: string
  #options: ImportOptions
  #expected = 0
  #failed = 0
  #refusals: Refusal[] = []
  /** First line of each code and day, and a hash of what it says. */
  #first = new Map<string, { readonly line: number; readonly content: string }>()
  #reader: LineReader | undefined
  #load: Load | undefined
  #batch: PlacedEntry[] = []
  #inBatch = new Set<string>()
  #writing: Promise<void> | undefined
  #added = 0
  #closed = 0

  constructor(ctx: Context, path: string, options: ImportOptions) {
    this.#ctx = ctx
    this.#path = path
    this.#options = options
  }

  async run(): Promise<ImportReport> {
    const hash = createHash('sha256')
    const bytes = hashed(createReadStream(this.#path), hash)
    for await (const rows of readRows(this.#path, bytes))
      for (const row of rows) {
        const entry = this.#entryOf(row)
        if (entry && this.#mustFlush(entry)) await this.#flush()
        if (entry) this.#wait(entry)
      }
    // A sheet is not read as it comes in.
    for await (const _ of bytes);
    if (!this.#reader) throw unknownList(this.#path, this.#options)
    await this.#flush()
    await this.#written()
    const load = await this.#begun(this.#reader.kind)
    await this.#endAbsent(load, this.#reader.kind)
    const report = this.#report(load)
    const { system } = load
    await endLoad(this.#ctx, load, report, hash.digest(), () =>
      noteSystem(this.#ctx, {
        url: listUrl(system),
        version: '',
        list: system,
        head: { name: system, language: 'vi' },
      }),
    )
    return report
  }

  async #begun(kind: ListKind): Promise<Load> {
    this.#load ??= await beginLoad(this.#ctx, this.#path, kind.system, this.#options.origin ?? 'import')
    return this.#load
  }

  /** The first row with something in it is the header, but where rows name their columns themselves. */
  #entryOf(row: Row): PlacedEntry | undefined {
    const before = this.#reader
    this.#reader ??= readHeader(this.#path, row, this.#options)
    if (!this.#reader || !(before || row.named)) return undefined
    return this.#accepted(this.#reader.read(row), row.line)
  }

  /** The entry of a line; undefined when the line is refused or says nothing new. */
  #accepted(read: ReturnType<LineReader['read']>, number: number): PlacedEntry | undefined {
    this.#expected++
    if ('problem' in read) return this.#refuse({ line: number, ...read })
    const key = `${read.code}\t${read.validFrom}`
    const content = contentHash(read)
    const before = this.#first.get(key)
    // A line that is there twice says nothing new.
    if (before?.content === content) return undefined
    if (before !== undefined)
      return this.#refuse({ line: number, problem: 'duplicate', found: `${read.code} (${before.line})` })
    this.#first.set(key, { line: number, content })
    return { ...read, position: this.#expected, content }
  }

  /** Two versions of one code are written one after the other. */
  #mustFlush(entry: Entry): boolean {
    return this.#batch.length >= batchSize || this.#inBatch.has(entry.code)
  }

  #wait(entry: PlacedEntry): void {
    this.#inBatch.add(entry.code)
    this.#batch.push(entry)
  }

  #refuse(refusal: Refusal): undefined {
    this.#failed++
    if (this.#refusals.length < refusalsKept) this.#refusals.push(refusal)
    return undefined
  }

  /** Hands a batch to the database and reads on while it is written. */
  async #flush(): Promise<void> {
    await this.#written()
    if (this.#batch.length === 0 || !this.#reader) return
    const load = await this.#begun(this.#reader.kind)
    const writing = writeConcepts(this.#ctx, load, this.#batch).then((written) => this.#count(written))
    // A failure is thrown where it is waited for.
    writing.catch(() => {})
    this.#writing = writing
    this.#batch = []
    this.#inBatch.clear()
  }

  async #written(): Promise<void> {
    await this.#writing
    this.#writing = undefined
  }

  async #endAbsent(load: Load, kind: ListKind): Promise<void> {
    if (!this.#options.complete) return
    const codes = [...this.#first.keys()].map((key) => key.slice(0, key.indexOf('\t')))
    const lastDay = addDays(this.#options.validFrom ?? kind.validFrom, -1)
    this.#count({ added: 0, closed: await closeAbsent(this.#ctx, load, codes, lastDay) })
  }

  #count(written: Written): void {
    this.#added += written.added
    this.#closed += written.closed
  }

  #report(load: Load): ImportReport {
    return {
      system: load.system,
      file: basename(this.#path),
      expected: this.#expected,
      processed: this.#expected - this.#failed,
      failed: this.#failed,
      added: this.#added,
      closed: this.#closed,
      refusals: this.#refusals,
    }
  }
}

async function* hashed(bytes: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}

interface LineReader {
  readonly kind: ListKind
  read(row: Row): ReturnType<typeof readEntry>
}

/** An Excel sheet may have titles above its header. */
const mostTitleRows = 20

function readHeader(path: string, row: Row, options: ImportOptions): LineReader | undefined {
  const header = row.cells ?? Object.keys(row.named ?? {})
  const name = options.system === undefined ? undefined : listOfUrl(options.system)
  const found = findListKind(header, basename(path), name)
  if (!found) {
    if (isExcel(path) && row.line < mostTitleRows) return undefined
    throw terminologyErrors.unknownList({ file: basename(path), header: header.join(' ').slice(0, 120) })
  }
  const kind = options.validFrom ? { ...found, validFrom: options.validFrom } : found
  return {
    kind,
    read({ cells, named, fault }) {
      if (fault) return fault
      const line = named ?? toLine(header, cells ?? [])
      if (!line) return { problem: 'columns', found: String(cells?.length ?? 0) }
      const entry = readEntry(kind, line)
      return 'problem' in entry ? entry : correctPrinted(kind.system, entry)
    },
  }
}

function unknownList(path: string, { system = '' }: ImportOptions) {
  return isExcel(path)
    ? terminologyErrors.unknownList({ file: basename(path), header: system })
    : terminologyErrors.unknownList({ file: basename(path), header: '' })
}
