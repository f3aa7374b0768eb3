import type { Kysely } from 'kysely'
import type { Db } from '#platform/context.ts'
import type { OrderStatus } from './domain/due-times.ts'
import type { OrderPlan } from './domain/order-plan.ts'
import type { DoseDetail } from './dose-detail.ts'

interface OrderTable {
  facility: number
  request_id: string
  encounter_id: string
  patient_id: string
  status: OrderStatus
  plan: OrderPlan
  changed_at: Date
}
interface OrderStateTable {
  facility: number
  request_id: string
  at: Date
  status: OrderStatus
}
export interface DoseTable {
  facility: number
  administration_id: string
  request_id: string
  encounter_id: string
  due_at: Date
  status: string
  at: Date
  by_name: string
  detail: DoseDetail
}
type Tables = {
  medicine_order: OrderTable
  medicine_order_state: OrderStateTable
  medicine_dose: DoseTable
}

export function tables(db: Db): Kysely<Tables> {
  return db.withTables<Tables>()
}
