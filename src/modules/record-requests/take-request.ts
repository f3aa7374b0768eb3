import { sql } from 'kysely'
import { isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { findAccountId } from '#modules/identity/index.ts'
import { findRecordState } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import type { TakeRequest } from './contract.ts'
import { mayHave } from './domain/access.ts'
import { requestErrors } from './errors.ts'
import { noteRequest } from './note.ts'
import { takeNumber } from './repository.ts'
import { kindToday } from './rules.ts'

/** Takes a request in: who asks, by which right, for what. What the law does not give is refused here. */
export async function takeRequest(ctx: Context, given: TakeRequest): Promise<{ id: string; number: string }> {
  const record = await findRecordState(ctx, given.encounterId)
  const { kind } = kindToday(ctx, given.kind)
  const { want } = given
  if (!mayHave(kind, record.state).includes(want))
    throw requestErrors.notAllowed({ want, state: record.state, clause: kind.clause })
  if (given.writtenOn !== undefined && !isDay(given.writtenOn))
    throw commonErrors.notADay({ value: given.writtenOn })
  if (kind.written && !given.writtenOn) throw requestErrors.inWriting()
  if (kind.relation && !given.relation?.trim()) throw requestErrors.relationMissing()
  const [id, number] = [ctx.newId(), await takeNumber(ctx)]
  await sql`
    insert into record_request (facility, id, number, encounter_id, patient_id, kind, asker, identity, relation, purpose,
      want, written_on, account_id, taken_name, taken_at)
    values (${ctx.facility}, ${id}, ${number}, ${given.encounterId}, ${record.patientId}, ${kind.code}, ${given.asker},
      ${given.identity}, ${given.relation?.trim() || null}, ${given.purpose}, ${want}, ${given.writtenOn ?? null},
      ${await accountOf(ctx, given.userName)}, ${ctx.actor.name}, ${ctx.now()})`.execute(ctx.db)
  const about = { patient_id: record.patientId, encounter_id: given.encounterId, purpose: given.purpose }
  await noteRequest(ctx, 'request', about, {
    number,
    step: 'taken',
    asker: given.asker,
    identity: given.identity,
    relation: given.relation ?? '',
    askerKind: kind.code,
    want,
  })
  return { id, number }
}

async function accountOf(ctx: Context, userName: string | undefined): Promise<string | null> {
  if (!userName?.trim()) return null
  const id = await findAccountId(ctx, userName)
  if (!id) throw requestErrors.unknownAccount({ userName })
  return id
}
