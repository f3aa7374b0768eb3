import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Db } from '../context.ts'
import { placesOf } from './hosts.ts'
import { plannedBeside, withPlanned } from './planned.ts'
import { type PrimaryFinder, primaryFinder } from './primary.ts'
import { traceQueries } from './trace-queries.ts'

/** Where PostgreSQL answers: a URL, or a socket folder of the embedded one. */
export interface DatabaseAddress {
  readonly connectionString?: string
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly database?: string
  /** File that keeps which promotion of the database was seen last. */
  readonly fence?: string
}

const int8 = 20
const bytea = 17

/** int8 as number: our 64-bit values stay below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8
      ? Number
      : format === 'binary' && oid === bytea
        ? (value: Buffer) => value
        : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

/** Longer than a connection is waited for by anybody who still needs what it was for. */
const mostWaitMs = 20_000

/**
 * @param role the role to work as; the server uses `lanong_app`, migrations none
 * @param seconds how long one statement may take; for ever when absent
 */
export function pool(address: DatabaseAddress, max: number, role?: string, seconds?: number): pg.Pool {
  const finder = placesOf(address).length > 1 ? primaryFinder(address) : undefined
  const made = open({ address, finder, max, seconds, options: role ? `-c role=${role}` : '' })
  if (!role) return made
  const options = `-c role=${role} -c plan_cache_mode=force_generic_plan`
  return withPlanned(made, open({ address, finder, max: plannedBeside(max), seconds, options }))
}

interface Opening {
  readonly address: DatabaseAddress
  readonly finder: PrimaryFinder | undefined
  readonly max: number
  readonly seconds: number | undefined
  readonly options: string
}

function open({ address, finder, max, seconds, options }: Opening): pg.Pool {
  const [first = address] = placesOf(address)
  const made = new pg.Pool({
    ...first,
    ...(finder ? { Client: clientOf(finder) } : {}),
    max,
    types,
    // Statements are sent without waiting for the answers of those before: the store asks several things in one flight.
    pipeline: true,
    idleTimeoutMillis: 30_000,
    application_name: 'lanong',
    connectionTimeoutMillis: mostWaitMs,
    ...(options ? { options } : {}),
    ...(seconds ? { statement_timeout: seconds * 1000 } : {}),
  })
  made.on('connect', (client) => {
    sendTogether(client)
    traceQueries(client)
    // The pool listens to connections at rest only: one that broke at work ended the whole program.
    client.on('error', () => finder?.forget())
  })
  made.on('error', () => {}) // an idle connection that breaks is replaced; the next query tells
  return made
}

/** A client that connects to the server which takes writes at that moment. */
function clientOf(finder: PrimaryFinder) {
  return class extends pg.Client {
    override connect(): Promise<pg.Client>
    override connect(callback: ((error: Error) => void) | ((error: null, client: pg.Client) => void)): void
    // biome-ignore lint/suspicious/noExplicitAny: the overloads above say what it gives
    override connect(callback?: any): any {
      const connecting = finder.find().then((place) => {
        const { host, port } = new pg.Client(place)
        Object.assign(this, { host, port })
        return super.connect() as Promise<pg.Client>
      })
      if (!callback) return connecting
      connecting.then(
        () => callback(undefined as unknown as Error),
        (error: Error) => {
          finder.forget()
          callback(error)
        },
      )
    }
  }
}

export function connect(from: pg.Pool): Db {
  return new Kysely<unknown>({ dialect: new PostgresDialect({ pool: from }) })
}

/**
 * What is asked for on a connection in one go leaves in one packet: each packet wakes PostgreSQL up, and that was a
 * quarter of the server's time in writes (November 2026, 2 cores).
 */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = client.connection
  const { query } = client
  let held = false
  client.query = ((...given: Parameters<typeof query>) => {
    if (!held) {
      held = true
      stream.cork()
      process.nextTick(() => {
        held = false
        stream.uncork()
      })
    }
    return query.apply(client, given)
  }) as typeof query
}
