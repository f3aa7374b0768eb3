import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseJson } from '#fhir/json.ts'
import type { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { toAppError } from '#platform/http/problem.ts'
import { listOf } from '#platform/outbound/listed.ts'
import { openOut } from '#platform/outbound/send.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import type { Change } from '#store/types.ts'
import { bulkErrors } from './errors.ts'
import { closeRefusals, isTransient, tellRefusal } from './import-refusals.ts'
import { importFolder, jobFolder } from './job-folder.ts'
import { addFiles, type FileRow, filesOf, isCancelled, type JobRow, markEnded } from './job-rows.ts'

const perStep = 100

interface Line {
  readonly number: number
  readonly text: string
}

interface Run {
  readonly ctx: Context
  readonly job: JobRow
  readonly file: FileRow
}

/**
 * Imports the inputs line by line. A step's resources and the place in its file are stored in one transaction, so a
 * restart neither leaves out nor doubles a line. Every line is processed or refused with its number and reason.
 */
export async function runImport(ctx: Context, job: JobRow): Promise<void> {
  await mkdir(jobFolder(ctx, job.id), { recursive: true })
  await addFiles(ctx, job.id, [
    ...job.request.inputs.map((input, n) => ({
      n,
      role: 'input' as const,
      type: input.type,
      name: `input-${n}.ndjson`,
    })),
    { n: job.request.inputs.length, role: 'error', type: 'OperationOutcome', name: 'errors.ndjson' },
  ])
  for (const file of await filesOf(ctx, job.id)) {
    if (file.role !== 'input' || file.done) continue
    await bring(ctx, job, file)
    if (!(await importFile({ ctx, job, file }))) return
  }
  await importWaiting(ctx, job)
  await closeRefusals(ctx, job)
  await writeAudit(ctx, {
    action: 'import',
    outcome: 'success',
    detail: { channel: 'fhir', job: job.id, actor: job.actor },
  })
  await markEnded(ctx, job.id, 'done')
}

/** A file of a national exchange may have gigabytes. */
const fetchMs = 6 * 3_600_000

/** A copy of the source in the folder of the job, so that a restart reads the same lines. */
async function bring(ctx: Context, job: JobRow, file: FileRow): Promise<void> {
  const path = join(jobFolder(ctx, job.id), file.name)
  if (await stat(path).catch(() => undefined)) return
  const url = job.request.inputs[file.n]?.url ?? ''
  const part = `${path}.part`
  if (/^https?:/.test(url)) {
    const { bulkSources, outboundPrivate } = ctx.config
    const allowed = { listed: listOf(bulkSources), inside: outboundPrivate }
    const answer = await openOut({ url, allowed, timeoutMs: fetchMs })
    if (!answer.ok) {
      answer.stream.destroy()
      throw bulkErrors.source({ url: url.slice(0, 200) })
    }
    await pipeline(answer.stream, createWriteStream(part))
  } else
    await pipeline(createReadStream(join(importFolder(ctx), url.replace(/^file:/, ''))), createWriteStream(part))
  await rename(part, path)
}

/** False when the job was cancelled meanwhile. */
async function importFile(run: Run): Promise<boolean> {
  const { ctx, job, file } = run
  const input = createReadStream(join(jobFolder(ctx, job.id), file.name))
  const skip = Number(file.lines)
  let number = 0
  let step: Line[] = []
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (number > skip) step.push({ number, text })
    if (step.length < perStep) continue
    if (await isCancelled(ctx, job.id)) return false
    await importStep(run, step)
    step = []
  }
  if (step.length > 0) await importStep(run, step)
  await sql`update bulk_file set done = true
    where facility = ${ctx.facility} and job_id = ${job.id} and n = ${file.n}`.execute(ctx.db)
  return true
}

async function importStep(run: Run, lines: readonly Line[]): Promise<void> {
  try {
    await inTransaction(run.ctx, async (tx) => {
      const changes = lines.filter((line) => line.text.trim() !== '').map((line) => changeOf(run.file, line))
      await commit(tx, changes, { purpose: 'import' })
      await keepProgress(tx, run, lines.length, changes.length, 0)
    })
  } catch (error) {
    if (lines.length === 1 && lines[0]) await refuse(run, lines[0], toAppError(error))
    else for (const line of lines) await importStep(run, [line])
  }
}

function changeOf(file: Pick<FileRow, 'type'>, line: Line): Change {
  const resource = parseJson(line.text.replace(/^\uFEFF/, '')) as Resource | null
  const type = (resource as { resourceType?: unknown } | null)?.resourceType
  if (resource === null || type !== file.type) throw bulkErrors.otherType()
  return resource.id === undefined ? { kind: 'create', resource } : { kind: 'update', resource }
}

/** A line that refers to something not there yet is tried again when everything was read. */
async function refuse(run: Run, line: Line, error: AppError): Promise<void> {
  if (isTransient(error)) throw error
  const waits = error.code === 'store.referenceMissing'
  await inTransaction(run.ctx, async (tx) => {
    if (waits)
      await sql`insert into bulk_waiting (facility, job_id, n, line, text)
        values (${tx.facility}, ${run.job.id}, ${run.file.n}, ${line.number}, ${line.text})`.execute(tx.db)
    else await tellRefusal(tx, run.job, { file: run.file.name, line: line.number, error })
    await keepProgress(tx, run, 1, 0, waits ? 0 : 1)
  })
}

async function keepProgress(tx: Context, { job, file }: Run, lines: number, processed: number, failed: number) {
  await sql`with kept as (
      update bulk_file set lines = lines + ${lines}
      where facility = ${tx.facility} and job_id = ${job.id} and n = ${file.n})
    update bulk_job set expected = expected + ${lines}, processed = processed + ${processed}, failed = failed + ${failed}
    where facility = ${tx.facility} and id = ${job.id}`.execute(tx.db)
}

/** Rounds over the lines that waited, until a round brings nothing new; what is left is refused. */
async function importWaiting(ctx: Context, job: JobRow): Promise<void> {
  const inputs = await filesOf(ctx, job.id)
  for (;;) {
    const { rows } = await sql<{ n: number; line: number; text: string }>`
      select n, line, text from bulk_waiting where facility = ${ctx.facility} and job_id = ${job.id} order by n, line`.execute(
      ctx.db,
    )
    let taken = 0
    const refused: { row: (typeof rows)[number]; error: AppError }[] = []
    for (const row of rows) {
      const file = inputs.find((one) => one.n === row.n)
      if (!file) continue
      const error = await tryWaiting(ctx, job, file, row)
      if (error) refused.push({ row, error })
      else taken++
    }
    if (taken > 0 && refused.length > 0) continue
    for (const { row, error } of refused)
      await inTransaction(ctx, async (tx) => {
        const file = inputs.find((one) => one.n === row.n)?.name ?? ''
        await tellRefusal(tx, job, { file, line: row.line, error })
        await settle(tx, job, row, 'failed')
      })
    return
  }
}

interface Waiting {
  readonly n: number
  readonly line: number
  readonly text: string
}

async function tryWaiting(ctx: Context, job: JobRow, file: FileRow, row: Waiting): Promise<AppError | undefined> {
  try {
    await inTransaction(ctx, async (tx) => {
      await commit(tx, [changeOf(file, { number: row.line, text: row.text })], { purpose: 'import' })
      await settle(tx, job, row, 'processed')
    })
    return undefined
  } catch (error) {
    const known = toAppError(error)
    if (isTransient(known)) throw error
    return known
  }
}

async function settle(ctx: Context, job: JobRow, row: Waiting, as: 'processed' | 'failed'): Promise<void> {
  await sql`with gone as (
      delete from bulk_waiting
      where facility = ${ctx.facility} and job_id = ${job.id} and n = ${row.n} and line = ${row.line})
    update bulk_job set ${sql.ref(as)} = ${sql.ref(as)} + 1 where facility = ${ctx.facility} and id = ${job.id}`.execute(
    ctx.db,
  )
}
