import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { tables } from './tables.ts'
import { type Witness, writeMoves } from './write-moves.ts'

/** Takes back what a dose moved that was written in error: the same lots, the other way, once. */
export async function putBack(
  ctx: Context,
  administrationId: string,
  reason: string,
  witness?: Witness,
): Promise<void> {
  const moves = await tables(ctx.db)
    .selectFrom('stock_move')
    .selectAll()
    .select(sql<string | null>`to_char(expires_on, 'YYYY-MM-DD')`.as('expires'))
    .where('facility', '=', ctx.facility)
    .where('administration_id', '=', administrationId)
    .where('kind', 'in', ['dose', 'destroy'])
    .orderBy('number')
    .execute()
  await writeMoves(
    ctx,
    moves.map((move) => ({
      place: move.place,
      drug: { code: move.drug_code, name: move.drug_name, unit: move.unit, kind: move.controlled ?? 'C' },
      kind: 'correct' as const,
      lot: move.lot,
      expiresOn: move.expires,
      quantity: move.quantity.startsWith('-') ? move.quantity.slice(1) : `-${move.quantity}`,
      cause: `correct:${move.id}`,
      administrationId,
      ...(move.patient_id ? { patientId: move.patient_id } : {}),
      ...(move.encounter_id ? { encounterId: move.encounter_id } : {}),
      debt: move.lot === '',
      reason,
      witness,
    })),
  )
}
