import type { Generated, Kysely } from 'kysely'
import type { Db } from '#platform/context.ts'

export type MoveKind = 'receive' | 'dose' | 'destroy' | 'return' | 'count' | 'correct' | 'settle'

export interface StockMoveTable {
  facility: number
  id: string
  number: Generated<string>
  place: string
  drug_code: string
  drug_name: string
  unit: string
  controlled: 'N' | 'H' | null
  lot: string
  expires_on: string | null
  quantity: string
  balance: Generated<string>
  kind: MoveKind
  cause: string | null
  debt: boolean
  at: Date
  recorded_at: Date
  by_account: string
  by_name: string
  witness_account: string | null
  witness_name: string | null
  patient_id: string | null
  encounter_id: string | null
  administration_id: string | null
  payer: string | null
  reason: string | null
}

interface StockLevelTable {
  facility: number
  place: string
  drug_code: string
  quantity: string
}

export interface StockLotTable extends StockLevelTable {
  lot: string
  expires_on: string | null
}

export interface StockBarcodeTable {
  facility: number
  code: string
  drug_code: string
  lot: string | null
  expires_on: string | null
}

export interface RequisitionTable {
  facility: number
  id: string
  place: string
  for_day: string
  controlled: boolean
  status: 'asked' | 'supplied' | 'received' | 'cancelled'
  lines: string
  asked_at: Date
  asked_by: string
  asked_name: string
  supplied_at: Date | null
  supplied_by: string | null
  supplied_name: string | null
  received_at: Date | null
  received_by: string | null
  received_name: string | null
}

interface SecondPersonTable {
  facility: number
  id: string
  account: string
  name: string
  practitioner: string | null
  asked_by: string
  about: string
  expires_at: Date
  used_at: Date | null
}

type Tables = {
  second_person: SecondPersonTable
  stock_move: StockMoveTable
  stock_level: StockLevelTable
  stock_lot: StockLotTable
  stock_barcode: StockBarcodeTable
  stock_requisition: RequisitionTable
}

export function tables(db: Db): Kysely<Tables> {
  return db.withTables<Tables>()
}
