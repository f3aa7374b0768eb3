import type { Context } from '#platform/context.ts'
import type { Answer } from '../answer.ts'
import { type RunOperation, runByAddress } from '../operations.ts'
import { permit } from '../permit.ts'
import type { BundleEntry } from './entries.ts'

const stages: Readonly<Record<string, number>> = { DELETE: 0, POST: 1, PUT: 2, PATCH: 2, GET: 3, HEAD: 3 }

/** The order in which entries are processed: DELETE, POST, PUT and PATCH, GET and HEAD. */
export function inOrder<T extends { readonly method: string }>(entries: readonly T[]): readonly T[] {
  return entries.toSorted((a, b) => (stages[a.method] ?? 0) - (stages[b.method] ?? 0))
}

/** Runs an entry like a request of its own, its permission asked for. */
export async function runEntry(ctx: Context, entry: BundleEntry, run: RunOperation): Promise<Answer> {
  const { interaction, call, method } = entry
  if (!interaction) return withoutBody(method, await runByAddress(ctx, run, call, method))
  await permit(ctx, interaction.permission, method)
  return withoutBody(method, await interaction.run(ctx, call))
}

const withoutBody = (method: string, answer: Answer): Answer =>
  method === 'HEAD' ? { ...answer, body: undefined } : answer
