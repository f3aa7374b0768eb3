import type { Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { Blamed, type Commit, type Member, type Write } from '../write.ts'

/** Asks every guard that watches a type; a guard refuses by throwing. */
export async function askGuards(ctx: Context, commit: Commit): Promise<void> {
  // Members do not know of each other, so their guards may ask at the same time; those of one member take turns.
  const asked = await Promise.allSettled(commit.members.map((member) => askOne(ctx, member)))
  const failed = asked.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

async function askOne(ctx: Context, member: Member): Promise<void> {
  for (const write of member.writes) {
    const guards = guardsOf(ctx, write.type)
    if (guards.length > 0) await askAbout({ ...member.ctx, db: ctx.db }, guards, write)
  }
}

const byType = new WeakMap<readonly Guard[], Map<string, readonly Guard[]>>()

function guardsOf({ guards }: Context, type: string): readonly Guard[] {
  const known = byType.get(guards) ?? new Map<string, readonly Guard[]>()
  byType.set(guards, known)
  const mine = known.get(type) ?? guards.filter((guard) => guard.types === '*' || guard.types.includes(type))
  known.set(type, mine)
  return mine
}

async function askAbout(ctx: Context, guards: readonly Guard[], write: Write): Promise<void> {
  try {
    const change = guardedChange(write)
    for (const guard of guards) await guard.check(ctx, change)
  } catch (error) {
    throw new Blamed(write, error)
  }
}

function guardedChange(write: Write): GuardedChange {
  const content = write.before?.content
  return {
    kind: write.kind,
    type: write.type,
    id: write.id,
    ...(content ? { before: parseJsonBytes(content) as Resource } : {}),
    ...(write.after ? { after: write.after } : {}),
  }
}
