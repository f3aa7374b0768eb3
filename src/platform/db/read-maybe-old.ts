import type { Context } from '../context.ts'

/**
 * Reads that may be a few seconds old: from the replica, when there is one that has what this session wrote. Where it
 * fails the same is read from the primary. What is noted (events of reads) goes to the primary always.
 */
export async function readMaybeOld<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  const reads = ctx.db.isTransaction ? undefined : ctx.replica?.reads()
  if (!reads) return work(ctx)
  try {
    return await work({ ...ctx, db: reads.db, readPool: reads.pool })
  } catch (error) {
    if (!isOfReplica(error)) throw error
    ctx.log.warn({ err: error }, 'the replica did not answer; read from the primary')
    if (isBroken(error)) ctx.replica?.suspect((error as Error).message)
    return work(ctx)
  }
}

/** Reads that a replica cancels, because the primary removed what they look at, or must not do. */
const cancelled = new Set(['40001', '40P01', '25006', '57014'])
const broken = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

const codeOf = (error: unknown) => (error as { readonly code?: string } | undefined)?.code ?? ''

const isBroken = (error: unknown) =>
  broken.has(codeOf(error)) ||
  /^(Connection terminated|timeout exceeded when trying|Client )/.test(String((error as Error)?.message))

const isOfReplica = (error: unknown) => cancelled.has(codeOf(error)) || isBroken(error)
