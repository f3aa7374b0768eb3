import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { type HeldLot, unitsOf } from './domain/choose-lots.ts'
import { tables } from './tables.ts'

/** What a ward holds of a medicine, locked until the transaction ends: two who take the last one follow each other. */
export async function lockHeld(ctx: Context, place: string, drugCode: string): Promise<readonly HeldLot[]> {
  await sql`
    insert into stock_level (facility, place, drug_code, quantity)
    values (${ctx.facility}, ${place}, ${drugCode}, 0) on conflict do nothing`.execute(ctx.db)
  await sql`
    select 1 from stock_level
    where facility = ${ctx.facility} and place = ${place} and drug_code = ${drugCode} for update`.execute(ctx.db)
  return readHeld(ctx, place, drugCode)
}

export async function readHeld(ctx: Context, place: string, drugCode: string): Promise<readonly HeldLot[]> {
  const rows = await tables(ctx.db)
    .selectFrom('stock_lot')
    .select(['lot', 'quantity', sql<string | null>`to_char(expires_on, 'YYYY-MM-DD')`.as('expiresOn')])
    .where('facility', '=', ctx.facility)
    .where('place', '=', place)
    .where('drug_code', '=', drugCode)
    .orderBy('lot')
    .execute()
  return rows.map(({ lot, quantity, expiresOn }) => ({ lot, expiresOn, units: unitsOf(quantity) }))
}
