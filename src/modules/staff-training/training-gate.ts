import type { Context } from '#platform/context.ts'
import type { Gate } from '#platform/http/gate.ts'
import { needsOf } from './domain/training-state.ts'
import { trainingErrors } from './errors.ts'
import { account, listPeople } from './repository.ts'
import { rules, type TrainingRules } from './rules.ts'

/** Refuses what a rule of the house demands a course for; asks nobody about anything else. */
export function trainingGate(next: Gate, by: TrainingRules = rules): Gate {
  const named = new Set(by.needs.flatMap(({ refuses }) => refuses))
  return async (ctx, route, input) => {
    const { permission = '' } = route
    if (ctx.actor.kind === 'person' && named.has(permission)) await requireTrained(ctx, permission, by)
    return next(ctx, route, input)
  }
}

async function requireTrained(ctx: Context, permission: string, by: TrainingRules): Promise<void> {
  const needs = needsOf(by.needs, ctx.actor.roles).filter(({ refuses }) => refuses.includes(permission))
  if (needs.length === 0) return
  const [person] = await listPeople(ctx, account(ctx.actor.id), by)
  for (const { course } of needs) {
    const state = person?.needs.find((one) => one.course === course)?.state ?? 'overdue'
    if (state === 'overdue')
      throw trainingErrors.needed({
        course: by.courses.find(({ code }) => code === course)?.title[ctx.language] ?? course,
      })
  }
}
