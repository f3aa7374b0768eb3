import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import type { MergePreview } from './contract.ts'
import { previewMerge } from './merge-patients.ts'
import { careOf, particularsOf } from './merge-side.ts'
import { readPatient } from './read-patient.ts'

/** Both entries side by side, and the one that the merge would make of them. Changes nothing. */
export async function compareEntries(ctx: Context, source: string, target: string): Promise<MergePreview> {
  const [one, two] = [await readPatient(ctx, source), await readPatient(ctx, target)]
  const made = await previewMerge(ctx, { source, target, reason: '' })
  const [ofSource, ofTarget] = [await careOf(ctx, source), await careOf(ctx, target)]
  for (const id of [source, target])
    await auditView(ctx, { patientId: id, kind: 'patient-merge', entities: [`Patient/${id}`] })
  const days = [ofSource.lastVisitOn, ofTarget.lastVisitOn].filter((day) => day !== undefined).sort()
  const last = days.at(-1)
  const items = [...new Set([...ofTarget.allergies.items, ...ofSource.allergies.items])]
  const known = [ofSource.allergies.state, ofTarget.allergies.state]
  return {
    source: { ...particularsOf(ctx, one), ...ofSource },
    target: { ...particularsOf(ctx, two), ...ofTarget },
    result: {
      ...particularsOf(ctx, made),
      allergies: {
        items,
        state: items.length > 0 ? 'present' : known.includes('none') ? 'none' : 'unknown',
      },
      visits: ofSource.visits + ofTarget.visits,
      closedVisits: ofSource.closedVisits + ofTarget.closedVisits,
      ...(last ? { lastVisitOn: last } : {}),
    },
  }
}
