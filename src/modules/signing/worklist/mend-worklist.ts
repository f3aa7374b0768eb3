import type { DocumentReference } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import type { Job } from '#platform/module.ts'
import { findResource } from '#store/read.ts'
import { lockSlots, type Slot } from '../slots.ts'
import { tables } from '../tables.ts'
import { provenPlaces } from './places.ts'

/** What of a place the papers and the evidence tell; since when it waits, the list alone knows. */
export const toldOf = ({
  slot,
  position,
  turn,
  role,
  practitioner_id,
  department,
  state,
  signed_by,
  provenance_id,
}: Slot) => ({
  slot,
  position,
  turn,
  role,
  practitioner_id,
  department,
  state,
  signed_by,
  provenance_id,
})

/** Puts the places of one paper right; whether any was wrong. */
async function mendOne(ctx: Context, id: string): Promise<boolean> {
  const kept = await lockSlots(ctx, id)
  const paper = await findResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', id)
  // A paper of before its places were told in it keeps what the list has, but a paper out of force waits for nobody.
  const proven = paper ? await provenPlaces(ctx, paper) : []
  const isOver = paper?.status !== 'current'
  let mended = false
  for (const row of kept) {
    const right = proven.find((one) => one.slot === row.slot)
    const state = right?.state ?? (isOver && row.state === 'waiting' ? 'void' : row.state)
    const wanted = right ?? { ...toldOf(row), state }
    if (JSON.stringify(wanted) === JSON.stringify(toldOf(row))) continue
    mended = true
    await tables(ctx)
      .updateTable('signature_slot')
      .set(wanted)
      .where('facility', '=', ctx.facility)
      .where('document_id', '=', id)
      .where('slot', '=', row.slot)
      .execute()
  }
  return mended
}

/** Papers that wait for someone, compared with what they and their evidence tell. */
export async function mendWorklist(
  ctx: Context,
): Promise<{ expected: number; processed: number; failed: number }> {
  const rows = await tables(ctx)
    .selectFrom('signature_slot')
    .select('document_id')
    .distinct()
    .where('facility', '=', ctx.facility)
    .where('state', '=', 'waiting')
    .execute()
  let mended = 0
  for (const { document_id: id } of rows) if (await inTransaction(ctx, (tx) => mendOne(tx, id))) mended++
  if (mended > 0) ctx.log.warn({ mended }, 'places of the work list of signatures were put right')
  return { expected: rows.length, processed: rows.length, failed: 0 }
}

export const mendWorklistJob: Job = { name: 'signing worklist', everySeconds: 3600, run: mendWorklist }
