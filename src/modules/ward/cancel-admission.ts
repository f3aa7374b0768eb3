import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import { bedChange, holdRunning, momentOf, reasonOf, whoOf, writeStays } from './change-stay.ts'
import { stayEventsOf, withEvent } from './domain/events.ts'
import { leftPlace } from './domain/places.ts'
import { wardErrors } from './errors.ts'
import { bedNow } from './move.ts'
import { findTransfer } from './repository.ts'

const written = [
  'ServiceRequest',
  'MedicationRequest',
  'QuestionnaireResponse',
  'MedicationAdministration',
] as const
const gone = new Set(['entered-in-error', 'revoked', 'cancelled'])

/** An admission that never should have been: nothing was ordered or written in it, and it stays visible as cancelled. */
export async function cancelAdmission(ctx: Context, id: string, given: string): Promise<void> {
  const stay = await holdRunning(ctx, id)
  const reason = reasonOf(given)
  if (stayEventsOf(stay).some((one) => one.kind === 'transferred')) throw wardErrors.hasMoved()
  if (await findTransfer(ctx, id)) throw wardErrors.transferOpen()
  const newborns = await sql`select 1 from stay where facility = ${ctx.facility} and mother_stay = ${id}
    and status in ('in-progress', 'onleave')`.execute(ctx.db)
  let count = newborns.rows.length
  for (const type of written) {
    const found = await searchResources(ctx, type, {
      [type === 'MedicationAdministration' ? 'context' : 'encounter']: `Encounter/${id}`,
    })
    count += found.filter((one) => !gone.has((one as { status?: string }).status ?? '')).length
  }
  if (count > 0) throw wardErrors.hasActs({ count })
  const bedId = await bedNow(ctx, stay)
  const at = momentOf(ctx, undefined, stay)
  const ended = { ...leftPlace(stay, at), status: 'cancelled' as const, period: { ...stay.period, end: at } }
  await writeStays(ctx, [withEvent(ended, { kind: 'cancelled', at, who: whoOf(ctx), reason })])
  if (bedId) await commit(ctx, await bedChange(ctx, bedId, 'U'))
}
