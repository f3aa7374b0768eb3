import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { WaitingPaper } from '../contract.ts'
import { papersOf } from '../list-waiting.ts'
import { readSlots, type Slot } from '../slots.ts'
import { sealOffice } from '../turns.ts'

const most = 500

/** Places of the seal that nobody stands before, oldest first. */
async function placesToSeal(ctx: Context): Promise<Slot[]> {
  const { rows } = await sql<{ document_id: string }>`
    select s.document_id from signature_slot s
    where s.facility = ${ctx.facility} and s.state = 'waiting' and s.role = ${sealOffice} and not exists (
      select from signature_slot b where b.facility = s.facility and b.document_id = s.document_id
        and b.state = 'waiting' and b.turn < s.turn and b.role not in ('patient', 'witness'))
    order by s.since limit ${most}`.execute(ctx.db)
  const ids = rows.map((row) => row.document_id)
  const places = (await readSlots(ctx, ids)).filter(
    ({ role, state }) => role === sealOffice && state === 'waiting',
  )
  return places.sort((a, b) => ids.indexOf(a.document_id) - ids.indexOf(b.document_id))
}

/** Papers that everybody before the seal has signed. */
export const listToSeal = async (ctx: Context): Promise<WaitingPaper[]> => papersOf(ctx, await placesToSeal(ctx))
