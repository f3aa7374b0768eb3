import { sql } from 'kysely'
import { addDays, dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { isSamePerson } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import type { Decide } from './contract.ts'
import { requestErrors } from './errors.ts'
import { noteRequest } from './note.ts'
import { lockRequest, type RequestRow } from './repository.ts'
import { kindToday } from './rules.ts'

/** Grants a request until a day, or refuses it. */
export async function decideRequest(ctx: Context, id: string, given: Decide): Promise<void> {
  const request = await lockRequest(ctx, id)
  if (!request) throw commonErrors.notFound({ type: 'Request', id })
  const { number } = request
  if (request.decision || request.withdrawn_at) throw requestErrors.alreadyDecided({ number })
  if (request.account_id !== null && (await isSamePerson(ctx, request.account_id)))
    throw requestErrors.ownRequest({ number })
  if (given.decision === 'refused' && given.note.trim().length < 3) throw requestErrors.reasonMissing()
  const until = given.decision === 'granted' ? endOf(ctx, request, given.until) : null
  await sql`
    update record_request set decision = ${given.decision}, decided_name = ${ctx.actor.name}, decided_at = ${ctx.now()},
      note = ${given.note}, valid_until = ${until}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
  await noteRequest(ctx, 'request', request, {
    number,
    step: given.decision,
    asker: request.asker,
    want: request.want,
    until: until?.toISOString() ?? '',
    note: given.note,
  })
}

/** The end of the day until which a grant holds; no longer than the rule of the asker allows. */
function endOf(ctx: Context, request: RequestRow, until: string | undefined): Date {
  const today = dayInVietnam(ctx.now())
  const { mostDays } = kindToday(ctx, request.kind).kind
  if (until === undefined || !isDay(until) || until < today || until > addDays(today, mostDays))
    throw requestErrors.untilMissing({ days: mostDays })
  return new Date(`${addDays(until, 1)}T00:00:00+07:00`)
}
