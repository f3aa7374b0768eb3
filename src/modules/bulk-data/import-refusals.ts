import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import type { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { jobFolder } from './job-folder.ts'
import type { JobRow } from './job-rows.ts'

interface Refused {
  readonly file: string
  readonly line: number
  readonly error: AppError
}

const fileName = 'errors.ndjson'

/** No fault of the line: the job stops there and goes on with it at its next turn, or ends as failed. */
export const isTransient = ({ category }: AppError): boolean => category === 'unavailable' || category === 'fault'

/**
 * Names a refused line in the file of errors, in the transaction that counts it: what a stopped server wrote beyond
 * what was counted is written over.
 */
export async function tellRefusal(tx: Context, job: JobRow, { file, line, error }: Refused): Promise<void> {
  const outcome = {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: 'processing',
        details: { coding: [{ system: 'urn:lanong:error', code: error.code }], text: error.message.slice(0, 500) },
        diagnostics: `${file}, line ${line}`,
      },
    ],
  }
  const text = Buffer.from(`${JSON.stringify(outcome)}\n`)
  const { rows } = await sql<{ end: number }>`
    update bulk_file set lines = lines + 1, bytes = bytes + ${text.length}
    where facility = ${tx.facility} and job_id = ${job.id} and role = 'error' returning bytes::float8 as end`.execute(
    tx.db,
  )
  const place = (rows[0]?.end ?? text.length) - text.length
  const handle = await open(join(jobFolder(tx, job.id), fileName), constants.O_RDWR | constants.O_CREAT)
  try {
    await handle.truncate(place)
    await handle.write(text, 0, text.length, place)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** The hash of the file of errors, when all lines were looked at. */
export async function closeRefusals(ctx: Context, job: JobRow): Promise<void> {
  const { rows } = await sql<{ lines: number }>`select lines::int as lines from bulk_file
    where facility = ${ctx.facility} and job_id = ${job.id} and role = 'error'`.execute(ctx.db)
  if (!rows[0]?.lines) return
  const hash = createHash('sha256')
  await pipeline(createReadStream(join(jobFolder(ctx, job.id), fileName)), hash)
  await sql`update bulk_file set sha256 = ${hash.digest('hex')}, done = true
    where facility = ${ctx.facility} and job_id = ${job.id} and role = 'error'`.execute(ctx.db)
}
