import { sql } from 'kysely'
import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { loginLimits } from './data-files.ts'
import { waitAfter } from './domain/guess-pace.ts'
import { identityErrors } from './errors.ts'
import { tell } from './notices/tell.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { tables } from './tables.ts'

interface Guess {
  /** Who tries: `account:<id>` of who is logged in, `device:<id>` of a locked screen. */
  readonly guesser: string
  /** Whose secret it is, where that is known before it is tried. */
  readonly target: string | undefined
}

/** Where the secret itself says whose it is. */
const unknown = 'unknown'
const mostWaiting = 5

/**
 * Tries a secret of somebody in the name of who is at the screen. Wrong tries slow down who tries, whoever the others are, and
 * lock nobody out: the person whose secret it is goes on undisturbed, and is told. Tries of one guesser come one after the other.
 */
export async function guarded<T>(ctx: Context, guess: Guess, attempt: () => Promise<T>): Promise<T> {
  const inTurn = oneAtATime(`guess ${guess.guesser}`, mostWaiting, async () => {
    await requirePause(ctx, guess.guesser)
    try {
      const value = await attempt()
      await forget(ctx, guess)
      return value
    } catch (error) {
      if (error instanceof AppError && error.category === 'unauthenticated') await count(ctx, guess)
      throw error
    }
  })
  if (!inTurn) throw identityErrors.guessedOften({ seconds: 5 })
  return inTurn
}

const since = (ctx: Context) => new Date(ctx.now().getTime() - loginLimits.forgetGuessesAfterHours * 3_600_000)

async function requirePause(ctx: Context, guesser: string): Promise<void> {
  const { rows } = await sql<{ wrong: number; last_at: Date | null }>`
    select coalesce(sum(wrong), 0)::int as wrong, max(last_at) as last_at from guess
    where facility = ${ctx.facility} and guesser = ${guesser} and last_at > ${since(ctx)}`.execute(ctx.db)
  const { wrong = 0, last_at: last } = rows[0] ?? {}
  if (!last) return
  const until = last.getTime() + waitAfter(wrong, loginLimits) * 1000
  const seconds = Math.ceil((until - ctx.now().getTime()) / 1000)
  if (seconds > 0) throw identityErrors.guessedOften({ seconds })
}

async function count(ctx: Context, { guesser, target }: Guess): Promise<void> {
  const { rows } = await sql<{ wrong: number }>`
    insert into guess as was (facility, guesser, target, wrong, last_at)
    values (${ctx.facility}, ${guesser}, ${target ?? unknown}, 1, ${ctx.now()})
    on conflict (facility, guesser, target) do update set
      wrong = case when was.last_at < ${since(ctx)} then 1 else was.wrong + 1 end, last_at = excluded.last_at
    returning wrong`.execute(ctx.db)
  if (target === undefined || rows[0]?.wrong !== loginLimits.guessesWorthTelling) return
  await tell(ctx, target, 'witnessGuesses', { name: ctx.actor.name, count: rows[0].wrong })
}

/** A right try forgives the wrong ones at the same person, not those at others: else an own second badge would. */
async function forget(ctx: Context, { guesser, target }: Guess): Promise<void> {
  if (target === undefined) return
  await tables(ctx)
    .deleteFrom('guess')
    .where('facility', '=', ctx.facility)
    .where('guesser', '=', guesser)
    .where('target', '=', target)
    .execute()
}
