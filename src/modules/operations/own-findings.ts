import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { type ClockJump, lastClockJump } from '#platform/clock-jumps.ts'
import type { Context } from '#platform/context.ts'
import { type Finding, finding, levelBelow } from '#platform/finding.ts'
import { replicaFindings } from './replica-findings.ts'

const megabyte = 2 ** 20

/**
 * How the machine, the database and the background jobs stand.
 *
 * @param upSeconds since when this program runs: a job has not been silent while nothing ran
 */
export async function ownFindings(ctx: Context, upSeconds = process.uptime()): Promise<readonly Finding[]> {
  const since = new Date(ctx.now().getTime() - upSeconds * 1000)
  return [await disk(ctx), ...(await database(ctx)), ...replicaFindings(ctx), ...(await jobs(ctx, since))]
}

/** Below a tenth of the disk, or two gigabytes, there is time to act; below twice the reserve there is none. */
async function disk({ config }: Context): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(config.dataDir)
  const free = Math.round((bavail * bsize) / megabyte)
  const whole = Math.round((blocks * bsize) / megabyte)
  const red = config.diskReserveMb * 2
  const level = levelBelow(free, { red, amber: Math.max(red, 2048, whole / 10) })
  return finding('disk', level, level === 'green' ? 'diskWell' : 'diskLow', {
    free,
    whole,
    reserve: config.diskReserveMb,
  })
}

const slowMs = 500
/** Share of the connections of the database from which it is amber. */
const busyShare = 0.85

async function database(ctx: Context): Promise<readonly Finding[]> {
  const began = performance.now()
  const { rows } = await sql<{ used: number; most: number; skew: number }>`
    select (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as used,
      current_setting('max_connections')::int as most,
      extract(epoch from clock_timestamp() - ${new Date()}::timestamptz)::float8 as skew`.execute(ctx.db)
  const ms = Math.round(performance.now() - began)
  const { used = 0, most = 1, skew = 0 } = rows[0] ?? {}
  const busy = used / most > busyShare
  const code = ms > slowMs ? 'databaseSlow' : busy ? 'databaseBusy' : 'databaseWell'
  return [
    finding('database', code === 'databaseWell' ? 'green' : 'amber', code, { ms, used, most }),
    ...clock(Math.round(skew)),
  ]
}

const wrongClockSeconds = 30

/** An external database has a clock of its own; times of acts come from the server, times of storing from both. */
function clock(seconds: number): readonly Finding[] {
  const wrong = Math.abs(seconds) > wrongClockSeconds
  return [...(wrong ? [finding('clock', 'red', 'clockApart', { seconds })] : []), ...clockWasSet(lastClockJump())]
}

const toldHours = 24

/** What was written in between bears wrong times, so a day later somebody must still see it. */
export function clockWasSet(jump: ClockJump | undefined, now = Date.now()): readonly Finding[] {
  if (!jump || now - jump.at.getTime() > toldHours * 3_600_000) return []
  const at = jump.at.toISOString()
  return [finding('clockSet', 'amber', 'clockJumped', { seconds: jump.seconds, at })]
}

const redAfterMinutes = 10

interface JobRow {
  readonly job: string
  readonly minutes: number
  readonly fault: string
}

async function jobs(ctx: Context, since: Date): Promise<readonly Finding[]> {
  const { rows } = await sql<JobRow>`
    select job, floor(extract(epoch from ${ctx.now()}::timestamptz - coalesce(failing_since, greatest(last_at, ${since}))) / 60)::int as minutes,
      coalesce(fault, '') as fault
    from job_state where facility = ${ctx.facility} and (failing_since is not null
      or greatest(last_at, ${since}) < ${ctx.now()}::timestamptz - make_interval(secs => greatest(every_seconds * 3, 900)))
    order by job`.execute(ctx.db)
  if (rows.length === 0) return [finding('jobs', 'green', 'jobsWell')]
  return rows.map(({ job, minutes, fault }) =>
    finding(`job ${job}`, minutes >= redAfterMinutes ? 'red' : 'amber', fault ? 'jobFails' : 'jobSilent', {
      job,
      minutes,
      reason: fault,
    }),
  )
}
