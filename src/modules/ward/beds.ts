import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { bedChange } from './change-stay.ts'
import type { BedStateBody, HoldBody } from './contract.ts'
import { wardErrors } from './errors.ts'
import { lockBeds, putHold, removeHold } from './repository.ts'

async function lockBed(ctx: Context, bedId: string) {
  const bed = (await lockBeds(ctx, [bedId])).get(bedId)
  if (!bed) throw wardErrors.noBed({ bed: bedId })
  return bed
}

/** Free, cleaned, isolated, closed or contaminated; a bed with a patient is only isolated, or not any more. */
export async function setBedState(ctx: Context, bedId: string, { status }: BedStateBody): Promise<void> {
  const bed = await lockBed(ctx, bedId)
  if (bed.taken_by && !['I', 'U'].includes(status)) throw wardErrors.bedInUse({ bed: bed.name })
  await commit(ctx, await bedChange(ctx, bedId, bed.taken_by && status === 'U' ? 'O' : status, true))
}

/** Keeps a free bed for somebody who is to come. */
export async function holdBed(ctx: Context, bedId: string, body: HoldBody): Promise<void> {
  const bed = await lockBed(ctx, bedId)
  if (bed.taken_by) throw wardErrors.bedInUse({ bed: bed.name })
  if (bed.hold_note !== null) throw wardErrors.bedHeld({ bed: bed.name, note: bed.hold_note })
  await putHold(ctx, { bedId, note: body.note.trim(), until: body.until ? new Date(body.until) : null })
}

export async function releaseBed(ctx: Context, bedId: string): Promise<void> {
  await lockBed(ctx, bedId)
  await removeHold(ctx, bedId)
}
