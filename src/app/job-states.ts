import { sql } from 'kysely'
import type { Job } from '#platform/module.ts'
import type { Services } from '#platform/services.ts'

const noteEveryMs = 60_000
export type NoteTurn = (job: Job, facility: number, fault: string | undefined) => Promise<void>

/**
 * Writes down how a turn of a job ended: at once when that is news, else once a minute.
 *
 * @param jobs names of all jobs of this version
 */
export function jobStates(services: Services, jobs: readonly string[]): NoteTurn {
  const noted = new Map<string, { readonly fault: string | undefined; readonly at: number }>()
  let forgotten: Promise<void> | undefined
  return async ({ name, everySeconds }, facility, fault) => {
    forgotten ??= forgetOthers(services, jobs)
    await forgotten
    const key = `${facility} ${name}`
    const last = noted.get(key)
    const at = services.now().getTime()
    if (last && last.fault === fault && Math.abs(at - last.at) < noteEveryMs) return
    try {
      await write(services, { name, everySeconds, facility, fault, at: new Date(at) })
      noted.set(key, { fault, at })
    } catch (error) {
      services.log.error({ err: error, job: name }, 'the turn of a job cannot be noted')
    }
  }
}

/** Jobs that a new version no longer has would be silent for ever. */
async function forgetOthers({ db, log }: Services, jobs: readonly string[]): Promise<void> {
  await sql`delete from job_state where job <> all(${jobs}::text[])`
    .execute(db)
    .catch((error: unknown) => log.error({ err: error }, 'jobs of other versions cannot be forgotten'))
}

interface Turn {
  readonly name: string
  readonly everySeconds: number
  readonly facility: number
  readonly fault: string | undefined
  readonly at: Date
}

async function write({ db }: Services, { name, everySeconds, facility, fault, at }: Turn): Promise<void> {
  await sql`
    insert into job_state as s (facility, job, every_seconds, last_at, failing_since, fault)
    values (${facility}, ${name}, ${everySeconds}, ${at}, ${fault === undefined ? null : at}, ${fault ?? null})
    on conflict (facility, job) do update set every_seconds = excluded.every_seconds, last_at = excluded.last_at,
      fault = excluded.fault,
      failing_since = case when excluded.fault is null then null else coalesce(s.failing_since, excluded.failing_since) end`.execute(
    db,
  )
}
