import type { Observation } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import { vitalErrors } from './errors.ts'
import { openEscalations } from './escalate.ts'
import { restsOn } from './escalation-view.ts'

/** Marks a set as entered in error, with the reason; it stays readable, and a call that rests on it is withdrawn too. */
export async function withdrawVitals(
  ctx: Context,
  encounterId: string,
  at: string,
  reason: string,
): Promise<void> {
  const moment = new Date(at)
  if (Number.isNaN(moment.getTime())) throw vitalErrors.noSuchSet()
  const measured = await searchResources<Observation & { id: string }>(ctx, 'Observation', {
    encounter: `Encounter/${encounterId}`,
    category: 'vital-signs',
    date: instantInVietnam(moment),
    _count: '100',
  })
  const set = measured.filter(({ status }) => status !== 'entered-in-error')
  if (set.length === 0) throw vitalErrors.noSuchSet()
  const note = { text: reason, time: instantInVietnam(ctx.now()), authorString: ctx.actor.name }
  const withdrawn = <T extends { note?: object[]; meta?: { versionId?: string } }>(one: T) => ({
    ...one,
    status: 'entered-in-error' as const,
    note: [...(one.note ?? []), note],
  })
  const calls = (await openEscalations(ctx, encounterId)).filter((task) => restsOn(task, set))
  const changes = [...set, ...calls].map((one) => ({
    kind: 'update',
    resource: withdrawn(one),
    ifVersion: Number(one.meta?.versionId ?? 1),
  }))
  await commit(ctx, changes as Change[])
}
