import type { Resource } from '@medplum/fhirtypes'
import { parseJson } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange, Statement } from '#platform/guard.ts'
import { Blamed, type Commit, type Member, type Write } from '../write.ts'
import { asStored } from './decide-versions.ts'

/** Asks every guard that watches a type; a guard refuses by throwing. Then collects what they keep in step. */
export async function askGuards(ctx: Context, commit: Commit): Promise<void> {
  const changes = new Map<Write, GuardedChange>()
  for (const write of commit.writes) if (isGuarded(ctx, write)) changes.set(write, guardedChange(write))
  if (changes.size === 0) return
  // Members do not know of each other, so their guards may ask at the same time; those of one member take turns.
  const asked = await Promise.allSettled(commit.members.map((member) => askOne(ctx, member, changes)))
  const failed = asked.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  commit.beside = besideAll(ctx, commit, changes)
}

async function askOne(ctx: Context, member: Member, changes: ReadonlyMap<Write, GuardedChange>): Promise<void> {
  for (const write of member.writes) {
    const change = changes.get(write)
    if (change && !asStored(write)) await askAbout({ ...member.ctx, db: ctx.db }, write, change)
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

const concerns = (guard: Guard, write: Write) => guard.concerns?.(write.member.ctx, write) ?? true

export const isGuarded = (ctx: Context, write: Write) =>
  guardsOf(ctx, write.type).some((guard) => concerns(guard, write))

async function askAbout(ctx: Context, write: Write, change: GuardedChange): Promise<void> {
  try {
    for (const guard of guardsOf(ctx, write.type)) {
      if (!concerns(guard, write)) continue
      const asked = guard.check?.(ctx, change)
      if (asked) await asked
    }
  } catch (error) {
    throw new Blamed(write, error)
  }
}

function besideAll(
  ctx: Context,
  { members: [first] }: Commit,
  changes: ReadonlyMap<Write, GuardedChange>,
): readonly Statement[] {
  if (!first) return []
  return ctx.guards.flatMap((guard) => {
    if (!guard.beside) return []
    const mine = [...changes.values()].filter(({ type }) => guard.types === '*' || guard.types.includes(type))
    return mine.length === 0 ? [] : guard.beside(first.ctx, mine)
  })
}

/** What was stored is parsed only for the guard that looks at it. */
function guardedChange(write: Write): GuardedChange {
  const { kind, type, id, after } = write
  const content = write.before?.content
  let before: Resource | undefined
  return {
    kind,
    type,
    id,
    get before() {
      if (before === undefined && content) before = parseJson(content) as Resource
      return before
    },
    ...(after ? { after } : {}),
    act: write.member.options.act,
    written: (ofType, ofId) => write.member.writes.find((one) => one.type === ofType && one.id === ofId)?.after,
  }
}
