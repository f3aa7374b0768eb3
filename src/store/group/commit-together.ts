import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { perFacility, takeTurns } from '#platform/turns.ts'
import { Blamed, type Member } from '../write.ts'
import { inFlight } from './flight.ts'

type RunInside = (ctx: Context, members: readonly Member[]) => Promise<void>

interface Offer {
  readonly member: Member
  readonly runInside: RunInside
}

/** Most calls of commit in one transaction. */
const mostMembers = 32

const turns = perFacility(() =>
  takeTurns<Offer, undefined>({
    most: mostMembers,
    atOnce: 3,
    beside: 4,
    keys: ({ member }) => member.writes.map((write) => `${write.type}/${write.id}`),
    async run(offers) {
      const run = offers[0]?.runInside
      if (!run) return []
      const members = offers.map((offer) => offer.member)
      const failures = await commitTogether(members, run, false)
      return members.map((member) => failures.get(member))
    },
  }),
)

/** Waits for the next turn and is written with what else waits for it. */
export function commitInTurn(member: Member, runInside: RunInside): Promise<undefined> {
  return turns(member.ctx.pool, member.ctx.facility).add({ member, runInside })
}

/**
 * Writes members in one transaction. A member that fails is left out and the others are written without it; when
 * nobody can tell whose fault it was, each is written by itself. With `alone` the failure is thrown.
 */
export async function commitTogether(
  members: readonly Member[],
  runInside: RunInside,
  alone = true,
): Promise<ReadonlyMap<Member, Error>> {
  const failures = new Map<Member, Error>()
  let left = members
  const failed = (error: unknown) => {
    if (alone) throw error
    return new Map([...failures, ...left.map((member) => [member, asError(error)] as const)])
  }
  while (left.length > 0) {
    try {
      await together(left, runInside)
      return failures
    } catch (error) {
      if (left.length === 1 && !isPassing(error)) return failed(error)
      if (!(error instanceof Blamed)) break
      failures.set(error.member, asError(error.reason))
      left = left.filter((member) => member !== error.member)
    }
  }
  await Promise.all(
    left.map(async (member) => {
      try {
        await again(() => inTransaction(member.ctx, (tx) => runInside(tx, [member])))
      } catch (error) {
        if (alone) throw error
        failures.set(member, asError(error))
      }
    }),
  )
  return failures
}

/** In a group nobody waits long for a row that a command holds: then each waits by itself. */
async function together(members: readonly Member[], runInside: RunInside): Promise<void> {
  const first = members[0]
  if (!first) return
  await inFlight(first.ctx, (tx) => runInside(tx, members))
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))

/** Deadlock, serialization, a lock not had in time, two that created the same at once: the next try meets a clear field. */
const passing = new Set(['40P01', '40001', '55P03', '23505'])
const isPassing = (error: unknown) => passing.has((error as { code?: string } | undefined)?.code ?? '')
const mostTries = 6

/** Tries again what failed only because of another transaction at the same moment. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === mostTries || !isPassing(error)) throw error
      await new Promise((next) => setTimeout(next, Math.random() * 10 * tries))
    }
  }
}
