import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import { isUuid } from '#kernel/ids.ts'
import type { Context } from '../context.ts'

/** Runs `work` with a context whose `db` is one open transaction; an open one is used as it is. */
export async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return work(ctx)
  return ctx.db.transaction().execute((tx) => work({ ...ctx, db: tx }))
}

/** Runs a part of an open transaction that may fail without taking the rest with it. */
export async function inSavepoint<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  await sql`savepoint part`.execute(ctx.db)
  try {
    const value = await work()
    await sql`release savepoint part`.execute(ctx.db)
    return value
  } catch (error) {
    await sql`rollback to savepoint part`.execute(ctx.db)
    throw error
  }
}

/** The id that the client made for its command, of routes that ask other systems before they write. */
export function commandIdOf(headers: Readonly<Record<string, unknown>>): string | undefined {
  const header = headers['x-command-id']
  return typeof header === 'string' ? header.toLowerCase() : undefined
}

interface CommandRow {
  readonly request_hash: Buffer
  readonly answer: unknown
}

const hashOf = (ctx: Context, input: unknown): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([ctx.actor.id, input]))
    .digest()

async function readAnswer(ctx: Context, id: string, hash: Buffer): Promise<unknown> {
  const { rows } = await sql<CommandRow>`
    select request_hash, answer from command where facility = ${ctx.facility} and id = ${id}`.execute(ctx.db)
  const row = rows[0]
  if (row && !row.request_hash.equals(hash)) throw commonErrors.commandIdReused({ id })
  return row?.answer
}

/** The answer that a command gave before, for work that must not be begun twice, like spending a one-time password. */
export async function earlierAnswer<T>(
  ctx: Context,
  id: string | undefined,
  input: unknown,
): Promise<T | undefined> {
  if (id === undefined || !isUuid(id)) throw commonErrors.commandIdMissing()
  return (await readAnswer(ctx, id, hashOf(ctx, input))) as T | undefined
}

/**
 * Runs a write once: the same id again returns the first answer and changes nothing.
 *
 * The row of the id is inserted first, in the transaction of the work, so a second request with the
 * same id waits for the first and then reads its answer. Idea 11: ids are made by the client.
 *
 * @param input what the command was given; another input under the same id is refused
 */
export async function runCommand<T>(
  ctx: Context,
  id: string | undefined,
  input: unknown,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  ctx.needRoom()
  if (id === undefined || !isUuid(id)) throw commonErrors.commandIdMissing()
  const hash = hashOf(ctx, input)
  return inTransaction(ctx, async (tx) => {
    const taken = await sql`
      insert into command (facility, id, actor, request_hash, at)
      values (${tx.facility}, ${id}, ${tx.actor.id}, ${hash}, ${tx.now()})
      on conflict do nothing returning id`.execute(tx.db)
    if (taken.rows.length === 0) {
      return (await readAnswer(tx, id, hash)) as T
    }
    const answer = await work({ ...tx, commandId: id })
    await sql`
      update command set answer = ${answer === undefined ? null : JSON.stringify(answer)}::jsonb
      where facility = ${tx.facility} and id = ${id}`.execute(tx.db)
    return answer
  })
}
