import type { Kysely } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { ConfirmationMethod } from '../contract.ts'

export interface ConfirmationTable {
  facility: number
  id: string
  document_id: string
  version: number
  sha256: string
  place: string
  method: ConfirmationMethod
  statement: string
  secret: Buffer | null
  state: 'open' | 'done' | 'failed'
  tries: number
  expires_at: Date
  created_by: string
  created_at: Date
  provenance_id: string | null
}

type Tables = { confirmation: ConfirmationTable }

export const confirmationTable = (ctx: Context): Kysely<Tables> => ctx.db.withTables<Tables>()
