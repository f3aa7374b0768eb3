import type { Context } from '#platform/context.ts'
import { completenessOf } from './completeness.ts'
import type { Need } from './domain/completeness.ts'
import { readMembers } from './record-members.ts'

/** What a record lacks by the rule of its kind, were it to end so: for who lets a patient go. */
export async function readLacks(
  ctx: Context,
  id: string,
  disposition?: { readonly system: string; readonly code: string },
): Promise<readonly Need[]> {
  const record = await readMembers(ctx, id)
  const { encounter } = record
  const ended = disposition
    ? {
        ...encounter,
        hospitalization: { ...encounter.hospitalization, dischargeDisposition: { coding: [disposition] } },
      }
    : encounter
  return completenessOf({ ...record, encounter: ended }).missing
}
