import type { Context } from '#platform/context.ts'
import type { Answer } from '../answer.ts'
import { interactionFor } from '../interactions.ts'
import { type RunOperation, runByAddress } from '../operations.ts'
import { notingRefusal, permit } from '../permit.ts'
import type { BundleEntry } from './entries.ts'

const stages: Readonly<Record<string, number>> = { DELETE: 0, POST: 1, PUT: 2, PATCH: 2, GET: 3, HEAD: 3 }

/** The order in which entries are processed: DELETE, POST, PUT and PATCH, GET and HEAD. */
export function inOrder<T extends { readonly method: string }>(entries: readonly T[]): readonly T[] {
  return entries.toSorted((a, b) => (stages[a.method] ?? 0) - (stages[b.method] ?? 0))
}

/** Runs an entry like a request of its own, its permission asked for. */
export async function runEntry(ctx: Context, entry: BundleEntry, run: RunOperation): Promise<Answer> {
  const { interaction, call, method } = entry
  const answer = await notingRefusal(ctx, method, async () => {
    if (!interaction) return runByAddress(ctx, run, call, method)
    const made = interactionFor(interaction, call)
    permit(ctx, made.permission)
    return made.run(ctx, call)
  })
  return withoutBody(method, answer)
}

const withoutBody = (method: string, answer: Answer): Answer =>
  method === 'HEAD' ? { ...answer, body: undefined } : answer
