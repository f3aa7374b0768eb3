import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { HospitalModule, Job } from '#platform/module.ts'
import { asOwner, withServices } from '#tests/support/database.ts'
import { runJobs } from './run-jobs.ts'

const done = { expected: 0, processed: 0, failed: 0 }

/** Many jobs that begin at the same moment, as after a machine was asleep. */
function jobsOf(names: readonly string[], run: (name: string, job: Parameters<Job['run']>[0]) => Promise<void>) {
  const jobs = names.map((name) => ({
    name,
    everySeconds: 0.05,
    async run(ctx: Parameters<Job['run']>[0]) {
      await run(name, ctx)
      return done
    },
  }))
  const module: HospitalModule = { name: 'many', permissions: {}, jobs }
  return module
}

describe('background jobs', { timeout: 60_000 }, () => {
  it('leave connections for their own work, however many begin at once', () =>
    withServices(async (services) => {
      const names = Array.from({ length: 24 }, (_, index) => `many-${index}`)
      const ran = new Set<string>()
      const everyone = Promise.withResolvers<void>()
      const module = jobsOf(names, async (name, ctx) => {
        await sql`select pg_sleep(0.02)`.execute(ctx.db)
        ran.add(name)
        if (ran.size === names.length) everyone.resolve()
      })
      const jobs = runJobs(services, [module])
      await everyone.promise
      await jobs.stop()
      assert.equal(ran.size, names.length)
    }))

  it('run in one process at a time', () =>
    withServices(async (services) => {
      let running = 0
      let most = 0
      let times = 0
      const enough = Promise.withResolvers<void>()
      const module = jobsOf(['alone'], async () => {
        most = Math.max(most, ++running)
        await sleep(30)
        running--
        if (++times === 4) enough.resolve()
      })
      const both = [runJobs(services, [module]), runJobs(services, [module])]
      await enough.promise
      await Promise.all(both.map((jobs) => jobs.stop()))
      assert.equal(most, 1)
    }))

  it('go on after the connection that holds their locks is lost', () =>
    withServices(async (services) => {
      let times = 0
      const module = jobsOf(['again'], async () => {
        times++
      })
      const jobs = runJobs(services, [module])
      const onceMore = async () => {
        for (const before = times; times === before; ) await sleep(20)
      }
      await onceMore()
      await asOwner(services.db, (owner) =>
        sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.execute(owner),
      )
      await onceMore()
      await onceMore()
      await jobs.stop()
    }))

  it('note how each of them ended, and forget those that there are no more', () =>
    withServices(async (services) => {
      await sql`insert into job_state (facility, job, every_seconds, last_at) values (1, 'of-old', 60, now())`.execute(
        services.db,
      )
      await sql`insert into facility (id, code, name) values (1, '01ZZ1', 'Ngàn Phố') on conflict do nothing`.execute(
        services.db,
      )
      const ran = Promise.withResolvers<void>()
      let turns = 0
      const module = jobsOf(['well', 'ill'], async (name) => {
        if (++turns > 4) ran.resolve()
        if (name === 'ill') throw new Error('no answer')
      })
      const jobs = runJobs(services, [module])
      await ran.promise
      await jobs.stop()
      const { rows } = await sql<{ job: string; fault: string | null; failing: boolean }>`
        select job, fault, failing_since is not null as failing from job_state order by job`.execute(services.db)
      assert.deepEqual(
        rows.map((row) => ({ ...row })),
        [
          { job: 'ill', fault: 'no answer', failing: true },
          { job: 'well', fault: null, failing: false },
        ],
      )
    }))
})
