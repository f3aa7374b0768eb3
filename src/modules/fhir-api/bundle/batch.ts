import { createHash } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { toAppError } from '#platform/http/problem.ts'
import { type Answer, errorAnswer } from '../answer.ts'
import { bundleBytes, type EntryBytes } from '../bundle-bytes.ts'
import type { Call } from '../call.ts'
import type { RunOperation } from '../operations.ts'
import { type RawEntry, readEntry } from './entries.ts'
import { responseEntry } from './response.ts'
import { inOrder, runEntry } from './run-entry.ts'

/** Every entry stands for itself: one that fails changes nothing for the others. */
export async function batchAnswer(
  ctx: Context,
  outer: Call,
  entries: readonly RawEntry[],
  run: RunOperation,
): Promise<Answer> {
  const answered: EntryBytes[] = []
  const numbered = entries.map((raw, index) => ({ raw, index, method: String(raw?.request?.method) }))
  for (const { raw, index } of inOrder(numbered))
    answered[index] = responseEntry(await entryAnswer(ctx, outerOf(outer, index), raw, index, run))
  return { status: 200, headers: {}, body: bundleBytes({ type: 'batch-response' }, answered) }
}

async function entryAnswer(
  ctx: Context,
  outer: Call,
  raw: RawEntry,
  index: number,
  run: RunOperation,
): Promise<Answer> {
  try {
    const entry = readEntry(outer, raw, index)
    const commandId = outer.header('x-command-id')
    const header = (name: string) => (name === 'x-command-id' ? commandId : entry.call.header(name))
    return await runEntry(ctx, { ...entry, call: { ...entry.call, header } }, run)
  } catch (error) {
    const known = toAppError(error)
    if (known.category === 'fault')
      ctx.log.error({ err: known.cause ?? error, code: known.code, entry: index }, 'entry of a batch failed')
    return errorAnswer(ctx, known)
  }
}

/** Entries of a repeated batch get command ids of their own, always the same ones. */
function outerOf(outer: Call, index: number): Call {
  const commandId = outer.header('x-command-id')
  if (commandId === undefined) return outer
  const hex = createHash('sha256').update(`${commandId} ${index}`).digest('hex')
  const own = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  return { ...outer, header: (name) => (name === 'x-command-id' ? own : outer.header(name)) }
}
