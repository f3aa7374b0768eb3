import type { Encounter } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { isUnderWay } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { orderErrors } from './errors.ts'

/** One ordering act of a stay at a time: the second doctor sees what the first has placed. */
export async function readStay(ctx: Context, encounterId: string): Promise<Encounter> {
  if (ctx.db.isTransaction)
    await sql`select pg_advisory_xact_lock(hashtext(${`orders ${encounterId}`}), ${ctx.facility})`.execute(ctx.db)
  return readResource<Encounter>(ctx, 'Encounter', encounterId)
}

export async function readOpenStay(ctx: Context, encounterId: string): Promise<Encounter> {
  const encounter = await readStay(ctx, encounterId)
  refuseLocked(encounter)
  if (!isUnderWay(encounter)) throw orderErrors.visitEnded()
  return encounter
}
