import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { stockErrors } from './errors.ts'
import { type MoveKind, type StockMoveTable, tables } from './tables.ts'

/** A medicine as it is counted. */
export interface StockDrug {
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly kind: 'N' | 'H' | 'C'
}

/** The second person of a move: not the one who acts. */
export interface Witness {
  readonly account: string
  readonly name: string
}

export interface Move {
  readonly place: string
  readonly drug: StockDrug
  readonly kind: MoveKind
  readonly lot: string
  readonly expiresOn: string | null
  /** In the unit, as written; negative when it leaves. */
  readonly quantity: string
  readonly cause?: string
  readonly debt?: boolean
  readonly at?: Date
  readonly witness?: Witness | undefined
  readonly patientId?: string
  readonly encounterId?: string
  readonly administrationId?: string
  readonly payer?: string | undefined
  readonly reason?: string | undefined
}

/** Two signatures on what is narcotic or psychotropic, of two persons. */
export function refuseOnePerson(ctx: Context, drug: StockDrug, witness: Witness | undefined): void {
  if (drug.kind === 'C') return
  if (!witness) throw stockErrors.needsWitness({ drug: drug.name })
  if (witness.account === ctx.actor.id) throw stockErrors.samePerson()
}

function rowOf(ctx: Context, move: Move): Omit<StockMoveTable, 'number' | 'balance'> {
  return {
    facility: ctx.facility,
    id: ctx.newId(),
    place: move.place,
    drug_code: move.drug.code,
    drug_name: move.drug.name,
    unit: move.drug.unit,
    controlled: move.drug.kind === 'C' ? null : move.drug.kind,
    lot: move.lot,
    expires_on: move.expiresOn,
    quantity: move.quantity,
    kind: move.kind,
    cause: move.cause ?? null,
    debt: move.debt ?? false,
    at: move.at ?? ctx.now(),
    recorded_at: ctx.now(),
    by_account: ctx.actor.id,
    by_name: ctx.actor.name,
    witness_account: move.witness?.account ?? null,
    witness_name: move.witness?.name ?? null,
    patient_id: move.patientId ?? null,
    encounter_id: move.encounterId ?? null,
    administration_id: move.administrationId ?? null,
    payer: move.payer ?? null,
    reason: move.reason ?? null,
  }
}

/** Writes moves; the database keeps what is there, and refuses what would fall below zero unseen. */
export async function writeMoves(ctx: Context, moves: readonly Move[]): Promise<void> {
  for (const move of moves) {
    refuseOnePerson(ctx, move.drug, move.witness)
    await tables(ctx.db)
      .insertInto('stock_move')
      .values(rowOf(ctx, move))
      .execute()
      .catch((error: unknown) => {
        throw refusal(error, move)
      })
  }
}

function refusal(error: unknown, move: Move): unknown {
  const { constraint } = error as { constraint?: string }
  const { drug, quantity } = move
  if (constraint === 'stock_move_not_below_zero')
    return stockErrors.notEnough({ drug: drug.name, unit: drug.unit, asked: quantity.replace('-', ''), held: 0 })
  if (constraint === 'stock_move_cause') return commonErrors.commandIdReused({ id: move.cause ?? '' }, error)
  return error
}
