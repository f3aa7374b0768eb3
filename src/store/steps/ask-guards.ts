import type { Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import type { GuardedChange } from '#platform/guard.ts'
import type { Commit, Write } from '../write.ts'

/** Asks every guard that watches a type; a guard refuses by throwing. */
export async function askGuards(ctx: Context, commit: Commit): Promise<void> {
  for (const write of commit.writes) {
    const guards = ctx.guards.filter((guard) => guard.types === '*' || guard.types.includes(write.type))
    if (guards.length === 0) continue
    const change = guardedChange(write)
    for (const guard of guards) await guard.check(ctx, change)
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
