import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Context, Db } from '#platform/context.ts'
import type { Statement } from '#platform/guard.ts'

/** A transaction whose statements are sent without waiting for one another. */
export interface Flight {
  readonly client: pg.PoolClient
  readonly ctx: Context
  /** Sends COMMIT behind what was sent last; asked for by the last step. */
  finish(): void
}

const flights = new WeakMap<Db, Flight>()

/**
 * Runs `work` in a transaction on one connection that sends ahead. In it nobody waits long for a row that another
 * transaction holds.
 */
export async function inFlight<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  const client = await ctx.pool.connect()
  const db = joined(client)
  let finished: Promise<unknown> | undefined
  const flight: Flight = {
    client,
    ctx,
    finish: () => {
      finished ??= settled(client.query('commit'))
    },
  }
  flights.set(db, flight)
  let broken: unknown
  try {
    const begun = settled(client.query('begin; set local lock_timeout = 200'))
    const result = await work({ ...ctx, db })
    await begun
    flight.finish()
    const failed = await finished
    if (failed) throw failed
    return result
  } catch (error) {
    await finished
    broken = await settled(client.query('rollback'))
    throw error
  } finally {
    client.release(broken !== undefined)
  }
}

/** Undefined, or what went wrong: for what is looked at later, when it may have failed long ago. */
function settled(sent: Promise<unknown>): Promise<unknown> {
  return sent.then(
    () => undefined,
    (error: unknown) => error,
  )
}

/** The open transaction of a connection as the guards of modules know it. */
function joined(client: pg.PoolClient): Db {
  const borrowed = new Proxy(client, {
    get(target, name) {
      if (name === 'release') return () => {}
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: { options: {}, connect: async () => borrowed, end: async () => {} } }),
  })
  Object.defineProperty(db, 'isTransaction', { value: true })
  return db
}

/** Asks the database on the connection of the transaction at hand. */
export async function ask<R>(ctx: Context, statement: Statement): Promise<readonly R[]> {
  const flight = flights.get(ctx.db)
  const { rows } = flight
    ? await flight.client.query({ ...statement, values: [...statement.values] })
    : await ctx.db.executeQuery<R>(CompiledQuery.raw(statement.text, [...statement.values]))
  return rows as R[]
}

/**
 * Asks for the last time: where the transaction is our own, its COMMIT goes with the statements. Throws what failed
 * first.
 */
export async function askLast(ctx: Context, statements: readonly Statement[]): Promise<void> {
  const flight = flights.get(ctx.db)
  if (!flight) {
    for (const statement of statements) await ask(ctx, statement).catch((error) => refused(statement, error))
    return
  }
  const asked = statements.map((one) => ask(ctx, one).catch((error) => refused(one, error)))
  flight.finish()
  const failed = (await Promise.allSettled(asked)).find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

/** unique_violation, exclusion_violation */
const takenCodes = new Set<unknown>(['23505', '23P01'])

function refused({ taken }: Statement, error: unknown): never {
  const { code, constraint } = error as { readonly code?: string; readonly constraint?: string }
  throw taken && takenCodes.has(code) ? taken(constraint) : error
}
