import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { sql } from 'kysely'
import { hash53 } from '#fhir/search/hash.ts'
import { addDays, type Day, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { correctPrinted } from './corrections.ts'
import { findListKind, type ListKind } from './domain/list-kinds.ts'
import { listOfUrl, listUrl } from './domain/list-urls.ts'
import { type Refusal, readEntry, toLine } from './domain/read-line.ts'
import { terminologyErrors } from './errors.ts'
import { noteSystem } from './note-system.ts'
import { isExcel, type Row, readRows } from './read-rows.ts'
import type { Origin } from './tables.ts'
import { closeAbsent, type Load, type PlacedEntry, type Written, writeConcepts } from './write-concepts.ts'

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
/** After so many new entries the planner is told at once what is there. */
const many = 5000
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
  #first = new Map<string, { readonly line: number; readonly content: number }>()
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
    const bytes = createReadStream(this.#path)
    bytes.on('data', (chunk) => hash.update(chunk))
    let reader: LineReader | undefined
    let load: Load | undefined
    for await (const row of readRows(this.#path, bytes)) {
      const before = reader
      reader ??= readHeader(this.#path, row, this.#options)
      if (!reader) continue
      load ??= await beginLoad(this.#ctx, this.#path, reader.kind.system, this.#options.origin ?? 'import')
      if (before || row.named) await this.#take(load, reader.read(row), row.line)
    }
    if (isExcel(this.#path)) await bytes.forEach(() => {})
    if (!reader || !load) throw unknownList(this.#path, this.#options)
    await this.#flush(load)
    await this.#written()
    await this.#endAbsent(load, reader.kind)
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

  async #take(load: Load, read: ReturnType<LineReader['read']>, number: number): Promise<void> {
    this.#expected++
    if ('problem' in read) return this.#refuse({ line: number, ...read })
    const key = `${read.code}\t${read.validFrom}`
    const content = hash53(JSON.stringify(read))
    const before = this.#first.get(key)
    // A line that is there twice says nothing new.
    if (before?.content === content) return
    if (before !== undefined)
      return this.#refuse({ line: number, problem: 'duplicate', found: `${read.code} (${before.line})` })
    this.#first.set(key, { line: number, content })
    // Two versions of one code are written one after the other.
    if (this.#batch.length >= batchSize || this.#inBatch.has(read.code)) await this.#flush(load)
    this.#inBatch.add(read.code)
    this.#batch.push({ ...read, position: this.#expected })
  }

  #refuse(refusal: Refusal): void {
    this.#failed++
    if (this.#refusals.length < refusalsKept) this.#refusals.push(refusal)
  }

  /** Hands a batch to the database and reads on while it is written. */
  async #flush(load: Load): Promise<void> {
    await this.#written()
    if (this.#batch.length === 0) return
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

export async function beginLoad(ctx: Context, path: string, system: string, origin: Origin): Promise<Load> {
  const { rows } = await sql<{ id: number }>`
    insert into code_list_load (facility, system, file_name, file_hash, origin, actor, at)
    values (${ctx.facility}, ${system}, ${basename(path)}, ''::bytea, ${origin}, ${ctx.actor.id}, ${ctx.now()})
    returning id`.execute(ctx.db)
  const known = await sql`
    select from concept where facility = ${ctx.facility} and system = ${system} limit 1`.execute(ctx.db)
  // Words of a load are sorted into their index at its end, not every few thousand.
  await sql`set local gin_pending_list_limit = '128MB'`.execute(ctx.db)
  return { id: rows[0]?.id ?? 0, system, origin, isNew: known.rows.length === 0 }
}

export async function endLoad(
  ctx: Context,
  load: Load,
  report: ImportReport,
  hash: Buffer,
  note: () => Promise<void>,
): Promise<void> {
  await sql`
    update code_list_load set file_hash = ${hash}, expected = ${report.expected}, processed = ${report.processed},
      failed = ${report.failed}, added = ${report.added}, closed = ${report.closed}
    where facility = ${ctx.facility} and id = ${load.id}`.execute(ctx.db)
  if (report.added + report.closed === 0) return
  await sql`
    insert into code_list (facility, system, revision) values (${ctx.facility}, ${load.system}, ${load.id})
    on conflict (facility, system) do update set revision = excluded.revision`.execute(ctx.db)
  if (report.added >= many) await sql`select concept_settle()`.execute(ctx.db)
  await note()
}
