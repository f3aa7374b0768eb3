import { commonErrors } from '#kernel/common-errors.ts'
import { writeSupplement } from '#modules/documents/index.ts'
import type { Context } from '#platform/context.ts'
import { numberOfRecord, stateOf } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import type { AddSupplement } from './office-contract.ts'
import { readRecord } from './record-members.ts'

/** Adds what came late to an archived record: a paper that its author signs. Nothing that was there changes. */
export async function supplement(ctx: Context, id: string, given: AddSupplement): Promise<{ id: string }> {
  const encounter = await readRecord(ctx, id)
  if (stateOf(encounter) !== 'archived')
    throw recordErrors.notArchived({ number: numberOfRecord(encounter) ?? id, state: stateOf(encounter) })
  if (!ctx.actor.practitionerId) throw commonErrors.forbidden({ permission: 'signing.sign' })
  const paper = await writeSupplement(ctx, { encounterId: id, ...given })
  return { id: paper.id }
}
