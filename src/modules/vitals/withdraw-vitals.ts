import type { Observation } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import { vitalErrors } from './errors.ts'

/** Marks a set as entered in error, with the reason; it stays in the history. */
export async function withdrawVitals(
  ctx: Context,
  encounterId: string,
  at: string,
  reason: string,
): Promise<void> {
  const all = await searchResources<Observation>(ctx, 'Observation', {
    encounter: `Encounter/${encounterId}`,
    category: 'vital-signs',
    _count: '500',
  })
  const set = all.filter(
    (one) =>
      one.status !== 'entered-in-error' &&
      one.effectiveDateTime !== undefined &&
      Date.parse(one.effectiveDateTime) === Date.parse(at),
  )
  if (set.length === 0) throw vitalErrors.noSuchSet()
  const note = { text: reason, time: instantInVietnam(ctx.now()), authorString: ctx.actor.name }
  await commit(
    ctx,
    set.map((one) => ({
      kind: 'update',
      resource: { ...one, id: one.id ?? '', status: 'entered-in-error', note: [...(one.note ?? []), note] },
      ifVersion: Number(one.meta?.versionId ?? 1),
    })),
  )
}
