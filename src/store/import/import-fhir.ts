import type { Resource } from '@medplum/fhirtypes'
import { parseJson } from '#fhir/json.ts'
import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { toAppError } from '#platform/http/problem.ts'
import { writeTransaction } from '../bundle/transaction.ts'
import { listFiles, type Piece, readPieces } from './read-files.ts'

export interface ImportFailure {
  readonly file: string
  readonly line: number
  readonly code: string
  readonly text: string
}

/** expected = processed + failed, in bundles and single resources; `resources` counts what was newly written. */
export interface ImportReport {
  expected: number
  processed: number
  failed: number
  resources: number
  readonly failures: ImportFailure[]
}

/** Pieces in work at one time: the server parses one while the database writes another. */
const inWork = 3
const mostFailuresKept = 20

interface Run {
  readonly ctx: Context
  readonly report: ImportReport
  readonly onProgress: (report: ImportReport) => void
  /** Single resources that refer to something not there yet; tried again when all files are read. */
  readonly waiting: Piece[]
}

/**
 * Imports FHIR from files or folders: `.json`, `.ndjson`, `.ndjson.gz` with transaction bundles (each atomic)
 * or single resources. What is stored already is left as it is, so an interrupted import can be repeated.
 */
export async function importFhir(
  ctx: Context,
  paths: readonly string[],
  onProgress: (report: ImportReport) => void = () => {},
): Promise<ImportReport> {
  const report: ImportReport = { expected: 0, processed: 0, failed: 0, resources: 0, failures: [] }
  const run: Run = { ctx, report, onProgress, waiting: [] }
  const busy = new Set<Promise<void>>()
  for (const path of await listFiles(paths)) {
    for await (const piece of readPieces(path)) {
      report.expected++
      const work = importPiece(run, piece, true).finally(() => busy.delete(work))
      busy.add(work)
      if (busy.size >= (ctx.db.isTransaction ? 1 : inWork)) await Promise.race(busy)
    }
  }
  await Promise.all(busy)
  await importWaiting(run)
  return report
}

/** Tries what waited until a round brings nothing new. */
async function importWaiting(run: Run): Promise<void> {
  for (let left = run.waiting.length + 1; run.waiting.length < left; ) {
    left = run.waiting.length
    for (const piece of run.waiting.splice(0)) await importPiece(run, piece, true)
  }
  for (const piece of run.waiting.splice(0)) await importPiece(run, piece, false)
}

async function importPiece(run: Run, piece: Piece, mayWait: boolean): Promise<void> {
  const { report } = run
  try {
    const written = await writePiece(run.ctx, piece)
    report.resources += written
    report.processed++
  } catch (error) {
    const failure = toAppError(error)
    if (failure.code === 'store.referenceMissing' && mayWait && !isBundle(piece)) {
      run.waiting.push(piece)
      return
    }
    report.failed++
    if (report.failures.length < mostFailuresKept) report.failures.push(failureOf(piece, failure))
  }
  run.onProgress(report)
}

const isBundle = (piece: Piece) => /^\s*\{[^{[]*"resourceType"\s*:\s*"Bundle"/.test(piece.text)

function failureOf(piece: Piece, error: AppError): ImportFailure {
  return { file: piece.file, line: piece.line, code: error.code, text: error.message.slice(0, 300) }
}

const notFhir = { category: 'invalid', text: 'This is not a FHIR resource.' } as const

async function writePiece(ctx: Context, piece: Piece): Promise<number> {
  const value = parseJson(piece.text.replace(/^\uFEFF/, '')) as {
    resourceType?: unknown
    type?: unknown
    id?: unknown
  } | null
  if (typeof value !== 'object' || value === null || typeof value.resourceType !== 'string')
    throw new AppError('store.notFhir', notFhir)
  const transaction = value.resourceType === 'Bundle' && value.type === 'transaction'
  return writeNew(ctx, transaction ? value : asTransaction(value as unknown as Resource))
}

/** Two bundles in work at one time may bring the same organization: the later one then finds it stored. */
async function writeNew(ctx: Context, bundle: unknown, attempts = 4): Promise<number> {
  try {
    const results = await writeTransaction(ctx, bundle, { keepIds: true, purpose: 'import' })
    return results.filter((one) => one.committed).length
  } catch (error) {
    const { code } = toAppError(error)
    const collided = code === 'store.exists' || code === 'database.busy'
    if (!collided || attempts === 1 || ctx.db.isTransaction) throw error
    return writeNew(ctx, bundle, attempts - 1)
  }
}

/** A single resource, or the resources of a collection, as a transaction that creates what is not there. */
function asTransaction(value: Resource) {
  const inside =
    value.resourceType === 'Bundle' && value.type === 'collection' ? (value.entry ?? []) : [{ resource: value }]
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: inside.map((one) => ({
      ...one,
      request: { method: 'POST', url: one.resource?.resourceType },
    })),
  }
}
