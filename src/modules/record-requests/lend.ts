import { sql } from 'kysely'
import { dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { findRecordState } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { requestErrors } from './errors.ts'
import { noteRequest } from './note.ts'
import { lockRequest } from './repository.ts'

/** Lends the paper of a record by a granted request, until a day. */
export async function lend(ctx: Context, requestId: string, dueOn: string): Promise<{ id: string }> {
  const request = await lockRequest(ctx, requestId)
  if (!request) throw commonErrors.notFound({ type: 'Request', id: requestId })
  const { number, valid_until: until } = request
  if (request.decision !== 'granted' || !until || until <= ctx.now()) throw requestErrors.notGranted({ number })
  if (!isDay(dueOn) || dueOn < dayInVietnam(ctx.now())) throw commonErrors.notADay({ value: dueOn })
  const record = await findRecordState(ctx, request.encounter_id)
  if (record.medium === 'electronic') throw requestErrors.noPaper({ number: record.number })
  const id = ctx.newId()
  const { rows } = await sql`
    insert into record_loan (facility, id, request_id, encounter_id, patient_id, due_on, lent_name, lent_at)
    values (${ctx.facility}, ${id}, ${requestId}::uuid, ${request.encounter_id}, ${request.patient_id}, ${dueOn}::date,
      ${ctx.actor.name}, ${ctx.now()})
    on conflict (facility, encounter_id) where returned_at is null do nothing returning id`.execute(ctx.db)
  if (rows.length === 0) throw requestErrors.lent({ number: record.number })
  await noteRequest(ctx, 'lend', request, { number, loan: id, asker: request.asker, due: dueOn })
  return { id }
}

/** Takes lent paper back, and says in what state it came. */
export async function takeBack(ctx: Context, loanId: string, stateOfIt: string): Promise<void> {
  const { rows } = await sql<{ request_id: string }>`
    update record_loan set returned_name = ${ctx.actor.name}, returned_at = ${ctx.now()}, state_of_it = ${stateOfIt}
    where facility = ${ctx.facility} and id = ${loanId}::uuid and returned_at is null
    returning request_id`.execute(ctx.db)
  if (!rows[0]) throw requestErrors.returned()
  const request = await lockRequest(ctx, rows[0].request_id)
  if (!request) throw commonErrors.notFound({ type: 'Request', id: rows[0].request_id })
  await noteRequest(ctx, 'return', request, { number: request.number, loan: loanId, state: stateOfIt })
}
