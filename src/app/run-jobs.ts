import { sql } from 'kysely'
import type { HospitalModule, Job } from '#platform/module.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { type JobLocks, jobLocks } from './job-locks.ts'

export interface RunningJobs {
  stop(): Promise<void>
}

/** Runs the modules' background jobs, each by one process at a time, in every facility. */
export function runJobs(services: Services, modules: readonly HospitalModule[]): RunningJobs {
  let stopping = false
  const locks = jobLocks(services.pool)
  const underWay = new Set<Promise<void>>()
  const timers = modules.flatMap((module) =>
    (module.jobs ?? []).map((job) => {
      let busy = false
      return setInterval(() => {
        if (busy || stopping) return
        busy = true
        const run = runOnce(services, locks, job).finally(() => {
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
async function runOnce(services: Services, locks: JobLocks, job: Job): Promise<void> {
  try {
    await locks.under(job.name, () => runInFacilities(services, job))
  } catch (error) {
    services.log.error({ err: error, job: job.name }, 'job failed')
  }
}

async function runInFacilities(services: Services, job: Job): Promise<void> {
  const facilities = await sql<{ id: number }>`select id from facility order by id`.execute(services.db)
  for (const { id } of facilities.rows) {
    const counts = await job.run(makeContext(services, { facility: id, actor: systemActor }))
    if (counts.expected !== counts.processed || counts.failed > 0)
      services.log.warn({ job: job.name, facility: id, ...counts }, 'job left work undone')
  }
}
