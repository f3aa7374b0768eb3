import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { toAppError } from '#platform/http/problem.ts'
import type { Job } from '#platform/module.ts'
import { requireStill } from './authority.ts'
import { jobFolder } from './job-folder.ts'
import { type JobRow, markEnded, markRunning, openJobs } from './job-rows.ts'
import { runExport } from './run-export.ts'
import { runImport } from './run-import.ts'

/** Runs what waits, oldest first; also what a stopped server left running. */
export const runBulkJobs: Job = {
  name: 'bulk-data.run',
  everySeconds: 2,
  async run(ctx) {
    const jobs = await openJobs(ctx)
    let failed = 0
    for (const job of jobs) if (!(await runOne(ctx, job))) failed++
    return { expected: jobs.length, processed: jobs.length - failed, failed }
  },
}

async function runOne(ctx: Context, job: JobRow): Promise<boolean> {
  await markRunning(ctx, job.id)
  try {
    await requireStill(ctx, job)
    await (job.kind === 'export' ? runExport(ctx, job) : runImport(ctx, job))
    return true
  } catch (error) {
    const known = toAppError(error)
    // A database that goes away is no fault of the job: it stays running and goes on at the next turn.
    if (known.category === 'unavailable') throw error
    ctx.log.error({ err: error, job: job.id }, 'bulk job failed')
    await markEnded(ctx, job.id, 'failed', known.message.slice(0, 500))
    return false
  }
}

const keptDays = 7

/** Results are kept a week, then their files go; the row of the job stays as its trace. */
export const removeOldFiles: Job = {
  name: 'bulk-data.clean',
  everySeconds: 3600,
  async run(ctx) {
    const before = new Date(ctx.now().getTime() - keptDays * 86_400_000)
    const { rows } = await sql<{ job_id: string }>`
      delete from bulk_file f using bulk_job j
      where j.facility = ${ctx.facility} and f.facility = j.facility and f.job_id = j.id and j.ended_at < ${before}
      returning f.job_id`.execute(ctx.db)
    for (const id of new Set(rows.map((row) => row.job_id)))
      await rm(jobFolder(ctx, id), { recursive: true, force: true })
    return { expected: rows.length, processed: rows.length, failed: 0 }
  },
}
