import pg from 'pg'
import { defineErrors } from '#kernel/app-error.ts'
import type { DatabaseAddress } from './connect.ts'
import { placeName } from './hosts.ts'
import { type Standing, standingOf } from './primary.ts'
import { forgetAlone, readAlone } from './replica-waits.ts'

export const promoteErrors = defineErrors('database', {
  noServers: {
    category: 'invalid',
    text: 'LANONG_DATABASE_URL names one server only. Name the primary and its replica: postgresql://user@first,second/name',
  },
  primaryAlive: {
    category: 'conflict',
    text: '{place} still takes writes. Stop it first: two servers that take writes would each have a part of the records.',
  },
  replicaLacks: {
    category: 'conflict',
    text: 'Since {since} writes went on without the replica: it lacks some that were acknowledged. Start the primary again, or promote with --accept-loss and enter again what is missing.',
  },
  noReplica: { category: 'not-found', text: 'No server that follows another answers: {seen}' },
  mayNotPromote: {
    category: 'forbidden',
    text: 'The role may not promote {place}: {reason}. As the owner of PostgreSQL there: pg_ctl promote -D <its folder>',
  },
})

export interface Told {
  readonly place: string
  readonly standing: 'takes writes' | 'follows another' | 'does not answer'
  readonly timeline: number
  readonly reason: string
}

/** What each server says of itself. */
export async function askAll(
  places: readonly DatabaseAddress[],
): Promise<readonly (Told & { readonly found?: Standing })[]> {
  const asked = await Promise.allSettled(places.map(standingOf))
  return asked.map((one, at) => {
    const place = placeName(places[at] ?? {})
    if (one.status === 'rejected')
      return { place, standing: 'does not answer', timeline: 0, reason: (one.reason as Error).message }
    const { timeline } = one.value
    return {
      place,
      standing: timeline > 0 ? 'takes writes' : 'follows another',
      timeline,
      reason: '',
      found: one.value,
    }
  })
}

/** Makes the server that follows the one that takes writes. Refused while any takes writes, or where it lacks some. */
export async function promote(
  places: readonly DatabaseAddress[],
  { dataDir, acceptLoss = false }: { readonly dataDir: string; readonly acceptLoss?: boolean },
): Promise<Standing> {
  if (places.length < 2) throw promoteErrors.noServers()
  const asked = await askAll(places)
  const alive = asked.find(({ standing }) => standing === 'takes writes')
  if (alive) throw promoteErrors.primaryAlive({ place: alive.place })
  const [follower] = asked.flatMap(({ found }) => (found ? [found] : []))
  if (!follower)
    throw promoteErrors.noReplica({ seen: asked.map(({ place, reason }) => `${place} ${reason}`).join('; ') })
  const alone = readAlone(dataDir)
  if (alone?.writes === 'go-on' && !acceptLoss) throw promoteErrors.replicaLacks({ since: alone.since })
  await promoteOne(follower.place)
  forgetAlone(dataDir)
  return standingOf(follower.place)
}

/** A copy of the primary's settings would make every commit wait for a replica that is not there. */
const alone = "alter system set synchronous_standby_names = ''"

async function promoteOne(place: DatabaseAddress): Promise<void> {
  const client = new pg.Client({ ...place, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ names: string }>(
      `select current_setting('synchronous_standby_names') as names`,
    )
    if (rows[0]?.names !== '') {
      await client.query(alone)
      await client.query('select pg_reload_conf()')
    }
    await client.query('select pg_promote(true, 60)')
  } catch (cause) {
    const { code, message } = cause as { readonly code?: string; readonly message: string }
    if (code !== '42501') throw cause
    throw promoteErrors.mayNotPromote({ place: placeName(place), reason: message }, cause)
  } finally {
    await client.end().catch(() => {})
  }
}
