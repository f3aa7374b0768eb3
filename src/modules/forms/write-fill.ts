import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import type { Act } from '#platform/guard.ts'
import { commit } from '#store/commit.ts'
import type { Change, Committed } from '#store/types.ts'
import { differingKeys } from './differing-keys.ts'
import { formOf } from './editions.ts'
import { fillErrors } from './errors.ts'
import { type Fill, type Response, readFill } from './fill.ts'

/** Tells who wrote on a newer version, that version, and the answers that differ from those that were sent. */
export function changedMeanwhile({ response, edition, version }: Fill, sent: Pick<Response, 'item'>): AppError {
  const by = response.author?.display ?? '–'
  const mine = { ...response, item: sent.item ?? [] }
  return fillErrors.changedMeanwhile({ by, version }).with({
    newer: {
      version,
      response,
      savedBy: by,
      savedAt: response.meta?.lastUpdated ?? '',
      differs: differingKeys(formOf(edition), mine, response),
    },
  })
}

/**
 * Writes a fill over the version that was read. Who comes second of two at the same moment is told what the first wrote,
 * as if they had come later.
 */
export async function writeFill(
  ctx: Context,
  { version }: Fill,
  { resource, act, more = [] }: { resource: Response; act: Act; more?: readonly Change[] },
): Promise<Committed<Response>> {
  try {
    const changes: Change[] = [{ kind: 'update', resource, ifVersion: version }, ...more]
    const [written] = await commit<Response>(ctx, changes, { act })
    return written as Committed<Response>
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'store.versionConflict') throw error
    const newer = await readFill(ctx, resource.id)
    throw newer.version === version ? error : changedMeanwhile(newer, resource)
  }
}
