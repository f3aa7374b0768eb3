import { sql } from 'kysely'
import type { HospitalModule, Job } from '#platform/module.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { traced } from '#platform/tracing/spans.ts'
import { type JobLocks, jobLocks } from './job-locks.ts'
import { jobStates, type NoteTurn } from './job-states.ts'

export interface RunningJobs {
  stop(): Promise<void>
}

/** Runs the modules' background jobs, each by one process at a time, in every facility. */
export function runJobs(services: Services, modules: readonly HospitalModule[]): RunningJobs {
  let stopping = false
  const locks = jobLocks(services.pool)
  const note = jobStates(
    services,
    modules.flatMap(({ jobs }) => jobs ?? []).map(({ name }) => name),
  )
  const underWay = new Set<Promise<void>>()
  const timers = modules.flatMap((module) =>
    (module.jobs ?? []).map((job) => {
      let busy = false
      return setInterval(() => {
        if (busy || stopping) return
        busy = true
        const run = runOnce(services, locks, job, note).finally(() => {
          busy = false
          underWay.delete(run)
        })
        underWay.add(run)
      }, job.everySeconds * 1000).unref()
    }),
  )
  return {
    async stop() {
      stopping = true
      for (const timer of timers) clearInterval(timer)
      await Promise.allSettled(underWay)
      await locks.close()
    },
  }
}

/** Runs a job in each facility under its lock; a failure is logged and tried again at the next turn. */
async function runOnce(services: Services, locks: JobLocks, job: Job, note: NoteTurn): Promise<void> {
  try {
    await locks.under(job.name, () => runInFacilities(services, job, note))
  } catch (error) {
    services.log.error({ err: error, job: job.name }, 'job failed')
  }
}

async function runInFacilities(services: Services, job: Job, note: NoteTurn): Promise<void> {
  const facilities = await sql<{ id: number }>`select id from facility order by id`.execute(services.db)
  for (const { id } of facilities.rows) await note(job, id, await runIn(services, job, id))
}

/** What was wrong with the turn; undefined when it went well. */
async function runIn(services: Services, job: Job, facility: number): Promise<string | undefined> {
  try {
    const counts = await traced(
      `job ${job.name}`,
      { 'lanong.job': job.name, 'lanong.facility': facility },
      () => job.run(makeContext(services, { facility, actor: systemActor })),
      { newTrace: true },
    )
    if (counts.expected === counts.processed && counts.failed === 0) return undefined
    services.log.warn({ job: job.name, facility, ...counts }, 'job left work undone')
    return `${counts.processed} / ${counts.expected}`
  } catch (error) {
    services.log.error({ err: error, job: job.name, facility }, 'job failed')
    return error instanceof Error ? error.message : String(error)
  }
}
