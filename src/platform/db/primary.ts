import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import pg from 'pg'
import { AppError } from '#kernel/app-error.ts'
import type { DatabaseAddress } from './connect.ts'
import { placeName, placesOf } from './hosts.ts'

export interface Standing {
  readonly place: DatabaseAddress
  readonly systemId: string
  /** Counts promotions; 0 while it follows another server. */
  readonly timeline: number
}

const patienceMs = 4000

/** What a server is, or why it cannot be asked. */
export async function standingOf(place: DatabaseAddress): Promise<Standing> {
  const client = new pg.Client({
    ...place,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    application_name: 'lanong',
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ system: string; timeline: number }>(`
      select (select system_identifier::text from pg_control_system()) as system,
        case when pg_is_in_recovery() then 0
          else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end as timeline`)
    return { place, systemId: rows[0]?.system ?? '', timeline: rows[0]?.timeline ?? 0 }
  } finally {
    client.end().catch(() => {})
  }
}

const noPrimary = (seen: string) =>
  new AppError(
    'database.noPrimary',
    {
      category: 'unavailable',
      text: 'None of the database servers takes writes: {seen}. Start the primary, or promote its replica: lanong database promote.',
    },
    { seen },
  )

/** Finds which of several servers takes writes. */
export interface PrimaryFinder {
  find(): Promise<DatabaseAddress>
  /** A connection broke: look again before the next one. */
  forget(): void
}

const keptMs = 5000

/**
 * Of several servers that take writes the one promoted last is right: an old primary that comes back must not be written
 * to. The highest timeline ever seen is kept in a file, so that this holds after a restart too.
 */
export function primaryFinder(address: DatabaseAddress): PrimaryFinder {
  const places = placesOf(address)
  const fence = fenceAt(address.fence)
  let last: { readonly at: number; readonly found: Promise<DatabaseAddress> } | undefined
  const forget = () => {
    last = undefined
  }
  return {
    forget,
    find() {
      const now = performance.now()
      if (last && now - last.at < keptMs) return last.found
      const found = look(places, fence)
      last = { at: now, found }
      found.catch(forget)
      return found
    },
  }
}

async function look(places: readonly DatabaseAddress[], fence: Fence): Promise<DatabaseAddress> {
  const asked = await Promise.allSettled(places.map(standingOf))
  const standing = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const newest = standing.toSorted((a, b) => b.timeline - a.timeline)[0]
  if (!newest || newest.timeline === 0 || newest.timeline < fence.lowest()) {
    const seen = asked.map((one, at) => `${placeName(places[at] ?? {})} ${saying(one)}`).join('; ')
    throw noPrimary(seen)
  }
  await fence.raise(newest.timeline)
  return newest.place
}

function saying(one: PromiseSettledResult<Standing>): string {
  if (one.status === 'rejected') return `does not answer (${(one.reason as Error).message})`
  return one.value.timeline === 0
    ? 'follows another'
    : `is on timeline ${one.value.timeline}, before the last promotion`
}

interface Fence {
  lowest(): number
  raise(timeline: number): Promise<void>
}

function fenceAt(file: string | undefined): Fence {
  let lowest = 0
  const read = () => {
    if (file === undefined) return lowest
    try {
      lowest = Math.max(lowest, Number(readFileSync(file, 'utf8')) || 0)
    } catch {
      /* not written yet */
    }
    return lowest
  }
  return {
    lowest: read,
    async raise(timeline) {
      if (timeline <= read()) return
      lowest = timeline
      if (file !== undefined) await writeFile(file, `${timeline}\n`)
    },
  }
}

/** The one place of an address to speak to: itself, or of several the one that takes writes. */
export async function writablePlace(address: DatabaseAddress): Promise<DatabaseAddress> {
  return placesOf(address).length === 1 ? address : primaryFinder(address).find()
}
